package io.wsboot.protocol;

import java.nio.ByteBuffer;

/**
 * A message that is encoded once and sent to many sessions.
 * <p>
 * Immutable and thread-safe. It holds the frames of the server role in one direct buffer,
 * which all sessions share; a client masks every frame anew and copies. Messages above 64
 * KiB are held as fragments (RFC 6455 §5.4).
 */
public final class PreparedMessage {

	private final boolean text;

	private final int size;

	private final ByteBuffer frames;

	private PreparedMessage(Opcode kind, ByteBuffer payload) {
		this.text = kind == Opcode.TEXT;
		this.size = payload.remaining();
		this.frames = encode(kind, payload);
	}

	/**
	 * Prepares a text message.
	 * @param text the text
	 * @return the message
	 * @throws IllegalArgumentException if the text holds an unpaired surrogate
	 */
	public static PreparedMessage text(CharSequence text) {
		return new PreparedMessage(Opcode.TEXT, Utf8.encode(text));
	}

	/**
	 * Prepares a text message that is encoded already.
	 * @param utf8 the whole message, copied; its position and its limit are left where
	 * they are
	 * @return the message
	 * @throws IllegalArgumentException if the bytes are not UTF-8 (RFC 6455 §8.1)
	 */
	public static PreparedMessage text(ByteBuffer utf8) {
		if (!Utf8Validator.isValid(utf8, utf8.position(), utf8.limit())) {
			throw new IllegalArgumentException("A text message must be valid UTF-8");
		}
		return new PreparedMessage(Opcode.TEXT, utf8);
	}

	/**
	 * Prepares a binary message.
	 * @param payload the whole message, copied; its position and its limit are left where
	 * they are
	 * @return the message
	 */
	public static PreparedMessage binary(ByteBuffer payload) {
		return new PreparedMessage(Opcode.BINARY, payload);
	}

	/**
	 * Whether this is a text message.
	 * @return {@code true} for text, {@code false} for binary
	 */
	public boolean isText() {
		return this.text;
	}

	/**
	 * The length of the payload.
	 * @return in bytes, without headers
	 */
	public int size() {
		return this.size;
	}

	/**
	 * The frames as a server sends them.
	 * @return a read-only view of its own over the shared bytes
	 */
	ByteBuffer frames() {
		return this.frames.duplicate();
	}

	private static ByteBuffer encode(Opcode kind, ByteBuffer payload) {
		FrameEncoder encoder = FrameEncoder.of(Role.SERVER);
		int end = payload.limit();
		int from = payload.position();
		int headers = (1 + (end - from) / MessageEncoder.FRAGMENT) * encoder.headerSize(MessageEncoder.FRAGMENT);
		ByteBuffer out = ByteBuffer.allocateDirect(Math.addExact(end - from, headers));
		Opcode opcode = kind;
		do {
			int length = Math.min(end - from, MessageEncoder.FRAGMENT);
			encoder.frame(out, FrameEncoder.firstByte(opcode, from + length == end), payload, from, length);
			from += length;
			opcode = Opcode.CONTINUATION;
		}
		while (from < end);
		return out.flip().asReadOnlyBuffer();
	}

}
