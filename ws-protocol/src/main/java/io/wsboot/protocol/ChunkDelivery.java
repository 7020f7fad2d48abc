package io.wsboot.protocol;

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

/**
 * Hands messages on in chunks, as they were read or inflated, and gathers nothing (RFC
 * 6455 §5.4, §6.2). Text is validated as it comes (§8.1) and its chunks end on the border
 * of a character: one that is cut is kept, and goes out as a tiny chunk of its own once
 * the rest of it is there.
 */
final class ChunkDelivery {

	/**
	 * The longest chunk of a compressed message.
	 */
	static final int INFLATED_CHUNK = 16 * 1024;

	private static final int LONGEST_CHARACTER = 4;

	private final long maxMessageSize;

	private final MessageSink sink;

	private final BufferSource buffers;

	private boolean text;

	private int utf8;

	/**
	 * The length of the message so far, that of its open frame included.
	 */
	private long length;

	/**
	 * The first bytes of a character that is cut; made for the first one.
	 */
	private @Nullable ByteBuffer cut;

	private boolean over;

	ChunkDelivery(long maxMessageSize, MessageSink sink, BufferSource buffers) {
		this.maxMessageSize = maxMessageSize;
		this.sink = sink;
		this.buffers = buffers;
	}

	/**
	 * A message begins.
	 * @param text whether it is text
	 */
	void begin(boolean text) {
		this.text = text;
		this.utf8 = Utf8Validator.START;
		this.length = 0;
	}

	/**
	 * Admits more of the message.
	 * @param more how much
	 * @throws ProtocolException if it is too much
	 */
	void admit(long more) throws ProtocolException {
		if (more > this.maxMessageSize - this.length) {
			throw new ProtocolException(Violation.MESSAGE_TOO_BIG);
		}
		this.length += more;
	}

	/**
	 * How long the message is so far.
	 * @return in bytes; its open frame included
	 */
	long length() {
		return this.length;
	}

	/**
	 * Nothing more is handed on.
	 */
	void end() {
		this.over = true;
	}

	/**
	 * Inflates what has come and hands it on.
	 * @param stream inflates
	 * @param chunk what has come
	 * @param last whether it completes the message
	 * @throws ProtocolException if it breaks a rule
	 */
	void inflate(MessageInflater stream, ByteBuffer chunk, boolean last) throws ProtocolException {
		ByteBuffer piece = this.buffers.acquire(INFLATED_CHUNK);
		try {
			boolean more;
			stream.feed(chunk);
			do {
				stream.inflate(piece.clear());
				more = !piece.hasRemaining();
				admit(piece.position());
				if (last && !more) {
					stream.finish();
				}
				deliver(piece.flip(), false, last && !more);
			}
			while (more && !this.over);
		}
		finally {
			this.buffers.release(piece);
		}
	}

	/**
	 * Hands a chunk on.
	 * @param chunk what follows, admitted before; its position and its limit are changed
	 * @param ascii {@code true} when every byte is below 0x80; {@code false} says nothing
	 * @param last whether it completes the message
	 * @throws ProtocolException if it is text and not UTF-8
	 */
	void deliver(ByteBuffer chunk, boolean ascii, boolean last) throws ProtocolException {
		if (this.text) {
			boolean cutBefore = !Utf8Validator.isComplete(this.utf8);
			if (cutBefore || !ascii) {
				validate(chunk, last);
			}
			if (cutBefore && !completeCut(chunk, last)) {
				return;
			}
			if (!Utf8Validator.isComplete(this.utf8)) {
				keepCut(chunk);
			}
		}
		if (chunk.hasRemaining() || last) {
			this.sink.chunk(this.text, chunk, last);
		}
	}

	private void validate(ByteBuffer chunk, boolean last) throws ProtocolException {
		this.utf8 = Utf8Validator.validate(this.utf8, chunk, chunk.position(), chunk.limit());
		if (this.utf8 == Utf8Validator.INVALID || (last && !Utf8Validator.isComplete(this.utf8))) {
			throw new ProtocolException(Violation.INVALID_UTF8);
		}
	}

	/**
	 * Takes the rest of a cut character off the chunk, and hands the character on once it
	 * is whole.
	 * @return whether the rest of the chunk is to be handed on
	 */
	private boolean completeCut(ByteBuffer chunk, boolean last) {
		ByteBuffer character = cut();
		while (chunk.hasRemaining() && isContinuation(chunk.get(chunk.position()))) {
			character.put(chunk.get());
		}
		if (!chunk.hasRemaining() && !Utf8Validator.isComplete(this.utf8)) {
			return false;
		}
		boolean all = !chunk.hasRemaining();
		this.sink.chunk(true, character.flip(), last && all);
		character.clear();
		return !all && !this.over;
	}

	/**
	 * Takes the character that is cut at the chunk's end off it.
	 */
	private void keepCut(ByteBuffer chunk) {
		int end = chunk.limit();
		int lead = end - 1;
		while (isContinuation(chunk.get(lead))) {
			lead--;
		}
		cut().put(0, chunk, lead, end - lead).position(end - lead);
		chunk.limit(lead);
	}

	private ByteBuffer cut() {
		ByteBuffer made = this.cut;
		if (made == null) {
			made = ByteBuffer.allocate(LONGEST_CHARACTER);
			this.cut = made;
		}
		return made;
	}

	private static boolean isContinuation(byte value) {
		return (value & 0xC0) == 0x80;
	}

}
