package io.wsboot.spring.endpoint;

import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import io.wsboot.transport.HandshakeRequest;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Tells why an origin was refused: the first thing that a new user trips over. One line a
 * second at most, for a peer can make them come as fast as it likes.
 */
final class OriginLog {

	private static final Log logger = LogFactory.getLog(EndpointUpgradeHandler.class);

	private static final long PAUSE = TimeUnit.SECONDS.toNanos(1);

	private static final int LONGEST = 100;

	private final LinePace pace;

	OriginLog(LongSupplier nanoTime) {
		this.pace = new LinePace(PAUSE, nanoTime);
	}

	void refused(HandshakeRequest request, EndpointDefinition endpoint, OriginPolicy policy, String property) {
		int missed = this.pace.next();
		if (missed != LinePace.NOT_NOW && logger.isInfoEnabled()) {
			logger.info("Refused a handshake for " + endpoint.path() + " with 403: it comes from the origin "
					+ printable(String.join(" and ", Origin.sent(request.fields()))) + " and names the host "
					+ printable(String.join(" and ", request.fields().all("Host"))) + "; allowed is " + policy.rule()
					+ ". The property " + property + " allows others."
					+ ((missed > 0) ? " (" + missed + " more were refused since the last such line.)" : ""));
		}
	}

	/** Text of the peer's making, short and in one line, whatever it holds. */
	static String printable(String text) {
		StringBuilder printable = new StringBuilder("\"");
		for (int i = 0; i < Math.min(text.length(), LONGEST); i++) {
			char c = text.charAt(i);
			if (c < 0x20 || c >= 0x7f || c == '"' || c == '\\') {
				printable.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
			}
			else {
				printable.append(c);
			}
		}
		return printable.append((text.length() > LONGEST) ? "…\"" : "\"").toString();
	}

}
