package io.wsboot.transport;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;

import io.wsboot.protocol.CloseStatus;

/**
 * One line for each session, at its end and at DEBUG, for whoever wants to know what
 * became of one. The logger is called as {@link WsSession}.
 */
final class SessionLog {

	private static final Logger logger = System.getLogger(WsSession.class.getName());

	private static final FaultLog log = new FaultLog(logger);

	private SessionLog() {
	}

	/**
	 * A session has ended.
	 * @param session the session
	 * @param end how and why
	 * @param received bytes read from its connection, its handshake's and its frames'
	 * @param sent bytes written to it
	 */
	static void closed(Session session, SessionEnd end, long received, long sent) {
		if (logger.isLoggable(Level.DEBUG)) {
			log.log(Level.DEBUG, line(session, end, received, sent), null);
		}
	}

	private static String line(Session session, SessionEnd end, long received, long sent) {
		CloseStatus status = end.status();
		return "Session " + session.id() + " of " + session.peerAddress() + " was open for "
				+ TimeUnit.NANOSECONDS.toMillis(end.openNanos()) + " ms, received " + received + " bytes and sent "
				+ sent + "; closed by " + (end.initiatedLocally() ? "this side" : "the peer") + " with " + status.code()
				+ (status.reason().isEmpty() ? "" : " \"" + status.reason() + "\"") + ", because of "
				+ end.reason().code();
	}

}
