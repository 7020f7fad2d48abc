package io.wsboot.protocol;

/**
 * The rules a peer can break, each with the close code and the stable name with which
 * this side answers (RFC 6455 §7.1.7).
 */
public enum Violation {

	/**
	 * RSV1, RSV2 or RSV3 is set and no extension gives it a meaning here.
	 */
	RSV_BITS("rsv-bits", CloseCode.PROTOCOL_ERROR, "RFC 6455 §5.2"),

	/**
	 * An opcode without a meaning.
	 */
	RESERVED_OPCODE("reserved-opcode", CloseCode.PROTOCOL_ERROR, "RFC 6455 §5.2"),

	/**
	 * A control frame without FIN.
	 */
	FRAGMENTED_CONTROL_FRAME("fragmented-control-frame", CloseCode.PROTOCOL_ERROR, "RFC 6455 §5.5"),

	/**
	 * A control frame of more than 125 bytes.
	 */
	CONTROL_FRAME_TOO_LONG("control-frame-too-long", CloseCode.PROTOCOL_ERROR, "RFC 6455 §5.5"),

	/**
	 * A client's frame that is not masked.
	 */
	UNMASKED_FRAME("unmasked-frame", CloseCode.PROTOCOL_ERROR, "RFC 6455 §5.1"),

	/**
	 * A server's frame that is masked.
	 */
	MASKED_FRAME("masked-frame", CloseCode.PROTOCOL_ERROR, "RFC 6455 §5.1"),

	/**
	 * A length in a longer form than it needs.
	 */
	LENGTH_NOT_MINIMAL("length-not-minimal", CloseCode.PROTOCOL_ERROR, "RFC 6455 §5.2"),

	/**
	 * A 64-bit length with its most significant bit set.
	 */
	LENGTH_TOP_BIT("length-top-bit", CloseCode.PROTOCOL_ERROR, "RFC 6455 §5.2"),

	/**
	 * A continuation frame where no message is open.
	 */
	STRAY_CONTINUATION("stray-continuation", CloseCode.PROTOCOL_ERROR, "RFC 6455 §5.4"),

	/**
	 * A new message before the last fragment of the open one.
	 */
	MESSAGE_WITHIN_MESSAGE("message-within-message", CloseCode.PROTOCOL_ERROR, "RFC 6455 §5.4"),

	/**
	 * A Close whose payload is a single byte.
	 */
	CLOSE_TOO_SHORT("close-too-short", CloseCode.PROTOCOL_ERROR, "RFC 6455 §5.5.1"),

	/**
	 * A Close with a code that must not be on the wire.
	 */
	CLOSE_CODE("close-code", CloseCode.PROTOCOL_ERROR, "RFC 6455 §7.4"),

	/**
	 * A close reason that is not UTF-8.
	 */
	CLOSE_REASON_UTF8("close-reason-utf8", CloseCode.INVALID_PAYLOAD, "RFC 6455 §5.5.1"),

	/**
	 * Text that is not UTF-8, or that ends within a character.
	 */
	INVALID_UTF8("invalid-utf8", CloseCode.INVALID_PAYLOAD, "RFC 6455 §8.1"),

	/**
	 * A compressed message that is not DEFLATE, or not all of it.
	 */
	CORRUPT_DEFLATE("corrupt-deflate", CloseCode.INVALID_PAYLOAD, "RFC 7692 §7.2.2"),

	/**
	 * A frame above {@link ProtocolLimits#maxFrameSize()}.
	 */
	FRAME_TOO_BIG("frame-too-big", CloseCode.MESSAGE_TOO_BIG, "RFC 6455 §10.4"),

	/**
	 * A message above {@link ProtocolLimits#maxMessageSize()}, compressed or inflated.
	 */
	MESSAGE_TOO_BIG("message-too-big", CloseCode.MESSAGE_TOO_BIG, "RFC 6455 §10.4"),

	/**
	 * A message of more frames than {@link ProtocolLimits#maxFragments()}.
	 */
	TOO_MANY_FRAGMENTS("too-many-fragments", CloseCode.POLICY_VIOLATION, "RFC 6455 §10.4"),

	/**
	 * More messages and control frames in a time than are allowed. It is for the owner of
	 * a clock to find out.
	 */
	MESSAGE_RATE("message-rate", CloseCode.POLICY_VIOLATION, "RFC 6455 §10.4"),

	/**
	 * More bytes in a time than are allowed. It is for the owner of a clock to find out.
	 */
	BYTE_RATE("byte-rate", CloseCode.POLICY_VIOLATION, "RFC 6455 §10.4");

	private final String code;

	private final String section;

	private final CloseStatus status;

	Violation(String code, int closeCode, String section) {
		this.code = code;
		this.section = section;
		this.status = CloseStatus.of(closeCode, code);
	}

	/**
	 * The close code that answers the violation.
	 * @return 1002, 1007, 1008 or 1009
	 */
	public int closeCode() {
		return this.status.code();
	}

	/**
	 * The violation's stable name: the close reason, and what logs and meters say.
	 * @return lower-case words joined by hyphens
	 */
	public String code() {
		return this.code;
	}

	/**
	 * Where the rule stands.
	 * @return such as {@code RFC 6455 §5.2}
	 */
	public String section() {
		return this.section;
	}

	/**
	 * The Close that answers the violation.
	 * @return the close code, and the stable name as the reason
	 */
	CloseStatus status() {
		return this.status;
	}

}
