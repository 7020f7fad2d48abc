package io.wsboot.protocol;

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

/**
 * A message that is encoded once and sent to many sessions.
 * <p>
 * Immutable and thread-safe. It holds the frames of the server role in one buffer, which
 * all sessions share; a client masks every frame anew and copies, and so does a server's
 * connection that sends shorter frames. Messages above 64 KiB are held as fragments (RFC
 * 6455 §5.4). Those above 4 KiB are held outside of the heap, where the system can write
 * them from, until they are collected.
 * <p>
 * The first connection that compresses (RFC 7692) adds the deflated form for its size of
 * window, which all others with this size share. Each form is deflated by itself and
 * refers to no other message.
 */
public final class PreparedMessage {

	/**
	 * Up to here a direct buffer costs more than it saves: it takes longer to make than
	 * the message to copy, and waits for a collection.
	 */
	private static final int MOST_ON_HEAP = 4 * 1024;

	/**
	 * The longest payload of a frame that is held, whatever a connection would take.
	 */
	static final int FRAGMENT = 64 * 1024;

	private final boolean text;

	private final int size;

	private final ByteBuffer frames;

	private final boolean compressible;

	/**
	 * The forms made so far. When two threads make one at once, either may be lost and is
	 * made again.
	 */
	private volatile @Nullable DeflatedForm deflated;

	private PreparedMessage(Opcode kind, ByteBuffer payload) {
		this(kind == Opcode.TEXT, payload.remaining(), encode(kind.code(), payload), true);
	}

	private PreparedMessage(boolean text, int size, ByteBuffer frames, boolean compressible) {
		this.text = text;
		this.size = size;
		this.frames = frames;
		this.compressible = compressible;
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
	 * The same message, never compressed: for one that holds a secret beside what a
	 * stranger chose.
	 * @return a message that shares the bytes of this one
	 */
	public PreparedMessage uncompressed() {
		return this.compressible ? new PreparedMessage(this.text, this.size, this.frames, false) : this;
	}

	/**
	 * Whether it may be compressed.
	 * @return {@code false} if it is {@link #uncompressed()}
	 */
	boolean isCompressible() {
		return this.compressible;
	}

	/**
	 * The form for a size of window.
	 * @param windowBits the size as a power of two
	 * @return the form, or {@code null} if it has not been made
	 */
	@Nullable DeflatedForm deflatedForm(int windowBits) {
		return DeflatedForm.find(this.deflated, windowBits);
	}

	/**
	 * Adds the form for a size of window.
	 * @param windowBits the size as a power of two
	 * @param payload the deflated payload, copied, or {@code null} if it is no shorter
	 * @return the form
	 */
	DeflatedForm add(int windowBits, @Nullable ByteBuffer payload) {
		int length = (payload != null) ? payload.remaining() : 0;
		Opcode kind = this.text ? Opcode.TEXT : Opcode.BINARY;
		ByteBuffer encoded = (payload != null) ? encode(FrameEncoder.RSV1 | kind.code(), payload) : null;
		DeflatedForm form = new DeflatedForm(windowBits, length, encoded, this.deflated);
		this.deflated = form;
		return form;
	}

	/**
	 * Deflates the payload.
	 * @param stream where to
	 * @param most how long the result may become
	 * @return {@code false} if it became longer
	 */
	boolean writeTo(DeflateStream stream, int most) {
		ByteBuffer payload = frames();
		int at = 0;
		int left = this.size;
		boolean fits = true;
		while (fits && left > 0) {
			int length = Math.min(left, FRAGMENT);
			at += FrameEncoder.of(Role.SERVER).headerSize(length);
			left -= length;
			fits = stream.write(payload.limit(at + length).position(at), left == 0, most);
			at += length;
		}
		return fits;
	}

	/**
	 * The frames as a server sends them.
	 * @return a read-only view of its own over the shared bytes
	 */
	ByteBuffer frames() {
		return this.frames.duplicate();
	}

	private static ByteBuffer encode(int opcodeAndRsv1, ByteBuffer payload) {
		FrameEncoder encoder = FrameEncoder.of(Role.SERVER);
		int end = payload.limit();
		int from = payload.position();
		int headers = (1 + (end - from) / FRAGMENT) * encoder.headerSize(FRAGMENT);
		int room = Math.addExact(end - from, headers);
		ByteBuffer out = (room <= MOST_ON_HEAP) ? ByteBuffer.allocate(room) : ByteBuffer.allocateDirect(room);
		int first = opcodeAndRsv1;
		do {
			int length = Math.min(end - from, FRAGMENT);
			encoder.frame(out, FrameEncoder.firstByte(first, from + length == end), payload, from, length);
			from += length;
			first = Opcode.CONTINUATION.code();
		}
		while (from < end);
		return out.flip().asReadOnlyBuffer();
	}

}
