package io.wsboot.spring.actuate;

import java.net.SocketAddress;
import java.time.Instant;

import io.wsboot.spring.messaging.SessionDirectory;
import io.wsboot.transport.SessionEnd;
import io.wsboot.transport.TransportListener;
import io.wsboot.transport.WsSession;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the last {@value #MOST} sessions that ended. Thread-safe and without a lock;
 * nothing happens before a session ends.
 */
public final class RecentCloses implements TransportListener {

	/**
	 * How many are remembered.
	 */
	public static final int MOST = 256;

	private final SessionDirectory sessions;

	private final Latest<Closed> closes = new Latest<>(MOST);

	/**
	 * Nothing to remember yet.
	 * @param sessions knows whose the sessions are that end
	 */
	public RecentCloses(SessionDirectory sessions) {
		this.sessions = sessions;
	}

	@Override
	public void sessionClosed(WsSession session, SessionEnd end) {
		this.closes.add(new Closed(Instant.now(), session.id(), this.sessions.endpointOf(session),
				this.sessions.userOf(session), session.peerAddress(), end));
	}

	/**
	 * The closes of one page, the newest first.
	 * @param wanted which page
	 * @return the page
	 */
	Page<Closed> page(PageRequest wanted) {
		return this.closes.page(wanted);
	}

	/**
	 * A session that has ended.
	 *
	 * @param at when
	 * @param session its identifier
	 * @param endpoint the name of its endpoint
	 * @param user the name of its principal
	 * @param peer the address of its peer
	 * @param end how and why
	 */
	record Closed(Instant at, String session, @Nullable String endpoint, @Nullable String user, SocketAddress peer,
			SessionEnd end) {

	}

}
