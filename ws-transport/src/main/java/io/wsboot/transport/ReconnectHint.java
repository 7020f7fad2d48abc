package io.wsboot.transport;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

import io.wsboot.protocol.CloseCode;
import io.wsboot.protocol.CloseStatus;
import org.jspecify.annotations.Nullable;

/**
 * When a peer that a server has sent away should come back. The server says it in the
 * close reason, behind the word for why: {@code going-away; retry-after=3} means, as in
 * HTTP's {@code Retry-After}, not before 3 seconds have passed. Servers give their peers
 * different times, so that those who left together do not come back together.
 */
public final class ReconnectHint {

	private static final String PARAMETER = "; retry-after=";

	/** More digits are no time that anybody waits. */
	private static final int MOST_DIGITS = 9;

	/** The longest time that is asked for. */
	static final int MOST_SECONDS = 5;

	private ReconnectHint() {
	}

	/**
	 * Reads the hint of a Close.
	 * @param status what the peer closed the session with
	 * @return how long to wait before connecting again; {@code null} if it does not say
	 */
	public static @Nullable Duration of(CloseStatus status) {
		int at = status.reason().indexOf(PARAMETER);
		if (at < 0) {
			return null;
		}
		String seconds = status.reason().substring(at + PARAMETER.length());
		boolean number = !seconds.isEmpty() && seconds.length() <= MOST_DIGITS
				&& seconds.chars().allMatch((c) -> c >= '0' && c <= '9');
		return number ? Duration.ofSeconds(Integer.parseInt(seconds)) : null;
	}

	/**
	 * Closes with 1001 that differ in when to come back: after 1 to {@link #MOST_SECONDS}
	 * seconds, at random.
	 * @param reason why
	 * @return gives the Close of one session
	 */
	static Supplier<CloseStatus> goodbyes(CloseReason reason) {
		CloseStatus[] choice = new CloseStatus[MOST_SECONDS];
		for (int i = 0; i < MOST_SECONDS; i++) {
			choice[i] = new CloseStatus(CloseCode.GOING_AWAY, reason.code() + PARAMETER + (i + 1));
		}
		return () -> choice[ThreadLocalRandom.current().nextInt(MOST_SECONDS)];
	}

}
