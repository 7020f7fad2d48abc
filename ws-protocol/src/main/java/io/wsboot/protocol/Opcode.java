package io.wsboot.protocol;

import org.jspecify.annotations.Nullable;

/**
 * What a frame carries (RFC 6455 §5.2). The other ten codes are reserved.
 */
public enum Opcode {

	/**
	 * Another fragment of the message that is open (§5.4).
	 */
	CONTINUATION(0x0),

	/**
	 * A text message, or its first fragment (§5.6).
	 */
	TEXT(0x1),

	/**
	 * A binary message, or its first fragment (§5.6).
	 */
	BINARY(0x2),

	/**
	 * The closing handshake (§5.5.1).
	 */
	CLOSE(0x8),

	/**
	 * A question whether the peer is there (§5.5.2).
	 */
	PING(0x9),

	/**
	 * The answer to a ping, or an unsolicited sign of life (§5.5.3).
	 */
	PONG(0xA);

	private static final @Nullable Opcode[] BY_CODE = new @Nullable Opcode[16];

	static {
		for (Opcode opcode : values()) {
			BY_CODE[opcode.code] = opcode;
		}
	}

	private final int code;

	Opcode(int code) {
		this.code = code;
	}

	/**
	 * The opcode's value on the wire.
	 * @return 0 to 15
	 */
	public int code() {
		return this.code;
	}

	/**
	 * Whether frames of this kind are control frames (§5.5): short, never fragmented,
	 * allowed between the fragments of a message.
	 * @return {@code true} for close, ping and pong
	 */
	public boolean isControl() {
		return this.code >= 0x8;
	}

	/**
	 * Finds an opcode by its value on the wire.
	 * @param code the value, of which the low four bits count
	 * @return the opcode, or {@code null} if the value is reserved
	 */
	public static @Nullable Opcode of(int code) {
		return BY_CODE[code & 0xF];
	}

}
