package io.wsboot.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The close code and the close reason (RFC 6455 §7.1.5, §7.1.6).
 * <p>
 * A status may hold any code from 1000 to 4999, those that exist only locally included;
 * whether it may be sent is judged where it is sent.
 *
 * @param code the close code, 1000 to 4999
 * @param reason the close reason, at most 123 bytes of UTF-8, empty if there is none
 */
public record CloseStatus(int code, String reason) {

	/**
	 * 1000, the purpose of the connection is fulfilled.
	 */
	public static final CloseStatus NORMAL = new CloseStatus(CloseCode.NORMAL, "");

	/**
	 * 1001, this side is going away.
	 */
	public static final CloseStatus GOING_AWAY = new CloseStatus(CloseCode.GOING_AWAY, "");

	/**
	 * 1005, the peer's Close carried no code. Local only.
	 */
	public static final CloseStatus NO_STATUS = new CloseStatus(CloseCode.NO_STATUS, "");

	/**
	 * 1006, the connection ended without a Close. Local only.
	 */
	public static final CloseStatus ABNORMAL = new CloseStatus(CloseCode.ABNORMAL, "");

	/**
	 * A control frame's 125 bytes without the two of the code (§5.5).
	 */
	private static final int MAX_REASON = 123;

	/**
	 * Creates a status.
	 * @param code the close code, 1000 to 4999
	 * @param reason the close reason, at most 123 bytes of UTF-8
	 * @throws IllegalArgumentException if the code is not within 1000 to 4999, or if the
	 * reason is longer than 123 bytes of UTF-8 or holds an unpaired surrogate
	 */
	public CloseStatus {
		if (code < 1000 || code > 4999) {
			throw new IllegalArgumentException("A close code must be within 1000 to 4999, not " + code);
		}
		if (Utf8.encode(reason).remaining() > MAX_REASON) {
			throw new IllegalArgumentException("A close reason must not be longer than 123 bytes of UTF-8");
		}
	}

	/**
	 * Creates a status without a reason.
	 * @param code the close code, 1000 to 4999
	 * @return the status
	 * @throws IllegalArgumentException if the code is out of range
	 */
	public static CloseStatus of(int code) {
		return new CloseStatus(code, "");
	}

	/**
	 * Creates a status.
	 * @param code the close code, 1000 to 4999
	 * @param reason the close reason, at most 123 bytes of UTF-8
	 * @return the status
	 * @throws IllegalArgumentException if the code is out of range, or if the reason is
	 * too long or holds an unpaired surrogate
	 */
	public static CloseStatus of(int code, String reason) {
		return new CloseStatus(code, reason);
	}

	/**
	 * Reads the payload of a Close (§5.5.1).
	 * @param payload all of it, at most 125 bytes; its position is left where it is
	 * @return the status, {@link #NO_STATUS} if the payload is empty
	 * @throws ProtocolException if the payload is a single byte, the code may not be
	 * received or the reason is not UTF-8
	 */
	static CloseStatus parse(ByteBuffer payload) throws ProtocolException {
		int length = payload.remaining();
		if (length == 0) {
			return NO_STATUS;
		}
		if (length == 1) {
			throw new ProtocolException(Violation.CLOSE_TOO_SHORT);
		}
		int from = payload.position();
		int code = (payload.get(from) & 0xFF) << 8 | (payload.get(from + 1) & 0xFF);
		if (!CloseCode.mayReceive(code)) {
			throw new ProtocolException(Violation.CLOSE_CODE);
		}
		if (!Utf8Validator.isValid(payload, from + 2, payload.limit())) {
			throw new ProtocolException(Violation.CLOSE_REASON_UTF8);
		}
		byte[] reason = new byte[length - 2];
		payload.get(from + 2, reason);
		return new CloseStatus(code, new String(reason, StandardCharsets.UTF_8));
	}

	/**
	 * Writes the payload of a Close (§5.5.1).
	 * @return a buffer of its own; empty for a code that exists only locally
	 */
	ByteBuffer encode() {
		if (CloseCode.isLocalOnly(this.code)) {
			return ByteBuffer.allocate(0);
		}
		ByteBuffer reason = Utf8.encode(this.reason);
		return ByteBuffer.allocate(2 + reason.remaining()).putShort((short) this.code).put(reason).flip();
	}

}
