package io.wsboot.protocol;

/**
 * The registry of close codes (RFC 6455 §7.4): which may be sent, which may be received,
 * and which exist only on this side of the wire.
 */
public final class CloseCode {

	/**
	 * The purpose of the connection is fulfilled.
	 */
	public static final int NORMAL = 1000;

	/**
	 * The peer is going away: a server stops, a page is left.
	 */
	public static final int GOING_AWAY = 1001;

	/**
	 * The peer broke the protocol.
	 */
	public static final int PROTOCOL_ERROR = 1002;

	/**
	 * A kind of data that cannot be accepted.
	 */
	public static final int UNSUPPORTED_DATA = 1003;

	/**
	 * Local only: the peer's Close carried no code.
	 */
	public static final int NO_STATUS = 1005;

	/**
	 * Local only: the connection ended without a Close.
	 */
	public static final int ABNORMAL = 1006;

	/**
	 * Data that do not fit their type, such as text that is not UTF-8.
	 */
	public static final int INVALID_PAYLOAD = 1007;

	/**
	 * A policy of the sender was violated.
	 */
	public static final int POLICY_VIOLATION = 1008;

	/**
	 * A message too big to be processed.
	 */
	public static final int MESSAGE_TOO_BIG = 1009;

	/**
	 * A client misses an extension that the server did not negotiate.
	 */
	public static final int MANDATORY_EXTENSION = 1010;

	/**
	 * An unexpected condition on the sender's side.
	 */
	public static final int INTERNAL_ERROR = 1011;

	/**
	 * The service restarts (IANA registry).
	 */
	public static final int SERVICE_RESTART = 1012;

	/**
	 * The service is overloaded (IANA registry).
	 */
	public static final int TRY_AGAIN_LATER = 1013;

	/**
	 * A gateway got an invalid answer (IANA registry).
	 */
	public static final int BAD_GATEWAY = 1014;

	/**
	 * Local only: the TLS handshake failed.
	 */
	public static final int TLS_HANDSHAKE = 1015;

	private CloseCode() {
	}

	/**
	 * Whether a Close with this code may be originated. Besides what must not be on the
	 * wire at all, a server does not use {@link #MANDATORY_EXTENSION} (§7.4.1).
	 * @param code the code
	 * @param role the side that would send it
	 * @return whether it may
	 */
	public static boolean maySend(int code, Role role) {
		return mayReceive(code) && (code != MANDATORY_EXTENSION || role == Role.CLIENT);
	}

	/**
	 * Whether a Close of the peer may carry this code: 1000 to 1003 and 1007 to 1014 are
	 * registered, 3000 to 3999 are the libraries' and 4000 to 4999 the applications'
	 * (§7.4.2).
	 * @param code the code
	 * @return whether it may
	 */
	public static boolean mayReceive(int code) {
		if (code < 3000) {
			return (code >= NORMAL && code <= UNSUPPORTED_DATA) || (code >= INVALID_PAYLOAD && code <= BAD_GATEWAY);
		}
		return code <= 4999;
	}

	/**
	 * Whether the code never appears on the wire and only tells the application what
	 * happened (§7.4.1).
	 * @param code the code
	 * @return {@code true} for 1005, 1006 and 1015
	 */
	public static boolean isLocalOnly(int code) {
		return code == NO_STATUS || code == ABNORMAL || code == TLS_HANDSHAKE;
	}

}
