package io.wsboot.protocol;

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

/**
 * Joins frames to messages (RFC 6455 §5.4, §5.5), inflates (RFC 7692 §6.2), validates
 * text (RFC 6455 §8.1) and keeps the limits (§10.4).
 * <p>
 * A message whose payload lies in the input as a whole is handed on where it lies. Any
 * other is gathered in a buffer that grows with what was received or inflated, never with
 * what was announced. Between messages nothing is held. Where messages are taken in
 * chunks nothing is gathered: {@link ChunkDelivery}.
 */
final class MessageDecoder implements FrameSink {

	private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);

	/**
	 * How much of a compressed frame is inflated at once when it is handed on in chunks:
	 * it may become a thousand times as much.
	 */
	private static final int COMPRESSED_CHUNK = 512;

	private final MessageSink sink;

	private final BufferSource buffers;

	private final ProtocolLimits limits;

	/**
	 * Where messages are handed on in chunks.
	 */
	private final @Nullable ChunkDelivery chunks;

	/**
	 * Where messages may be compressed.
	 */
	private final @Nullable MessageInflater inflater;

	private Opcode frame = Opcode.CONTINUATION;

	private boolean fin;

	/**
	 * How much of the frame's payload is to come.
	 */
	private long remaining;

	/**
	 * Whether what the frame completes has been handed on.
	 */
	private boolean delivered;

	/**
	 * Text or binary while a message is open.
	 */
	private @Nullable Opcode message;

	/**
	 * What inflates the message; {@code null} if it is not compressed.
	 */
	private @Nullable MessageInflater compressed;

	private int fragments;

	private int utf8;

	/**
	 * Made for the first message that is not handed on where it lies.
	 */
	private @Nullable GatheredMessage gathered;

	/**
	 * What is there of a control frame's payload, while it is cut.
	 */
	private byte @Nullable [] control;

	private boolean over;

	MessageDecoder(ProtocolSettings settings, MessageSink sink, BufferSource buffers) {
		PerMessageDeflate deflate = settings.deflate();
		this.limits = settings.limits();
		this.sink = sink;
		this.buffers = buffers;
		this.chunks = settings.chunks() ? new ChunkDelivery(this.limits.maxMessageSize(), sink, buffers) : null;
		this.inflater = (deflate != null) ? new MessageInflater(deflate, settings.role().peer()) : null;
	}

	/**
	 * Whether nothing more is to be decoded.
	 * @return {@code true} from a Close or {@link #end()} on
	 */
	boolean isOver() {
		return this.over;
	}

	/**
	 * Whether a message has begun, by a whole header, and not ended.
	 * @return whether one is open
	 */
	boolean isMessageOpen() {
		return this.message != null;
	}

	/**
	 * Gives up what is held, and says why.
	 * @param violation the rule that the peer broke
	 */
	void fail(Violation violation) {
		end();
		this.sink.violation(violation);
	}

	/**
	 * Gives up what is held; nothing more is to be decoded.
	 */
	void end() {
		this.over = true;
		this.control = null;
		if (this.gathered != null) {
			this.gathered.release(this.gathered.take());
		}
		if (this.inflater != null) {
			this.inflater.end();
		}
		if (this.chunks != null) {
			this.chunks.end();
		}
	}

	@Override
	public void frameStart(Opcode opcode, boolean fin, boolean rsv1, long length) throws ProtocolException {
		if (!opcode.isControl()) {
			admit(opcode, rsv1);
			admit(length);
		}
		this.frame = opcode;
		this.fin = fin;
		this.remaining = length;
		this.delivered = false;
	}

	private void admit(Opcode opcode, boolean rsv1) throws ProtocolException {
		if (opcode == Opcode.CONTINUATION) {
			if (this.message == null) {
				throw new ProtocolException(Violation.STRAY_CONTINUATION);
			}
			this.fragments++;
		}
		else {
			if (this.message != null) {
				throw new ProtocolException(Violation.MESSAGE_WITHIN_MESSAGE);
			}
			this.message = opcode;
			this.compressed = rsv1 ? this.inflater : null;
			this.fragments = 1;
			this.utf8 = Utf8Validator.START;
			if (this.compressed != null) {
				this.compressed.begin();
			}
			if (this.chunks != null) {
				this.chunks.begin(opcode == Opcode.TEXT);
			}
		}
		if (this.fragments > this.limits.maxFragments()) {
			throw new ProtocolException(Violation.TOO_MANY_FRAGMENTS);
		}
	}

	private void admit(long length) throws ProtocolException {
		long longest = this.limits.maxFrameSize();
		if (length - longest > ((this.compressed != null) ? MessageInflater.expansion(longest) : 0)) {
			throw new ProtocolException(Violation.FRAME_TOO_BIG);
		}
		if (this.compressed != null) {
			this.compressed.admit(length, this.limits.maxMessageSize());
		}
		else if (this.chunks != null) {
			this.chunks.admit(length);
		}
		else if (length > this.limits.maxMessageSize() - gatheredLength()) {
			throw new ProtocolException(Violation.MESSAGE_TOO_BIG);
		}
	}

	private int gatheredLength() {
		return (this.gathered != null) ? this.gathered.length() : 0;
	}

	@Override
	public int longestChunk() {
		return (this.compressed != null && this.chunks != null) ? COMPRESSED_CHUNK : Integer.MAX_VALUE;
	}

	@Override
	public void payload(ByteBuffer chunk, boolean ascii) throws ProtocolException {
		this.remaining -= chunk.remaining();
		if (this.frame.isControl()) {
			controlPayload(chunk);
			return;
		}
		boolean last = this.fin && this.remaining == 0;
		if (this.chunks != null) {
			chunk(this.chunks, chunk, ascii, last);
		}
		else if (this.compressed != null) {
			inflate(this.compressed, chunk);
		}
		else {
			wholePayload(chunk, ascii, last);
		}
	}

	private void wholePayload(ByteBuffer chunk, boolean ascii, boolean last) throws ProtocolException {
		if (!(ascii && Utf8Validator.isComplete(this.utf8))) {
			validate(chunk, chunk.position(), chunk.limit());
		}
		if (last && gatheredLength() == 0) {
			deliverMessage(chunk);
			return;
		}
		long limit = this.limits.maxMessageSize();
		gathered().add(chunk, this.fin ? gatheredLength() + chunk.remaining() + this.remaining : limit);
	}

	private void chunk(ChunkDelivery delivery, ByteBuffer chunk, boolean ascii, boolean last) throws ProtocolException {
		if (last) {
			this.message = null;
			this.delivered = true;
		}
		if (this.compressed != null) {
			delivery.inflate(this.compressed, chunk, last);
		}
		else {
			delivery.deliver(chunk, ascii, last);
		}
	}

	/**
	 * Inflates into the gathered message.
	 */
	private void inflate(MessageInflater stream, ByteBuffer chunk) throws ProtocolException {
		int from = gatheredLength();
		ByteBuffer payload = gathered().inflate(stream, chunk, this.limits.maxMessageSize());
		validate(payload, from, payload.position());
	}

	private void validate(ByteBuffer payload, int from, int to) throws ProtocolException {
		if (this.message == Opcode.TEXT) {
			this.utf8 = Utf8Validator.validate(this.utf8, payload, from, to);
			if (this.utf8 == Utf8Validator.INVALID) {
				throw new ProtocolException(Violation.INVALID_UTF8);
			}
		}
	}

	@Override
	public void frameEnd() throws ProtocolException {
		if (this.delivered) {
			return;
		}
		if (this.frame.isControl()) {
			byte[] payload = this.control;
			this.control = null;
			deliverControl((payload != null) ? ByteBuffer.wrap(payload) : EMPTY);
		}
		else if (this.fin) {
			endMessage();
		}
	}

	private void endMessage() throws ProtocolException {
		if (this.chunks != null) {
			chunk(this.chunks, EMPTY, true, true);
			return;
		}
		if (this.compressed != null) {
			this.compressed.finish();
		}
		GatheredMessage whole = this.gathered;
		if (whole == null) {
			deliverMessage(EMPTY);
			return;
		}
		// detached first: a callback may end the input while it holds the payload
		ByteBuffer payload = whole.take();
		try {
			deliverMessage((payload != null) ? payload : EMPTY);
		}
		finally {
			whole.release(payload);
		}
	}

	private void controlPayload(ByteBuffer chunk) throws ProtocolException {
		byte[] payload = this.control;
		if (payload == null && this.remaining == 0) {
			deliverControl(chunk);
			return;
		}
		int length = chunk.remaining();
		if (payload == null) {
			payload = new byte[length + (int) this.remaining];
			this.control = payload;
		}
		chunk.get(payload, payload.length - (int) this.remaining - length, length);
	}

	private void deliverControl(ByteBuffer payload) throws ProtocolException {
		this.delivered = true;
		switch (this.frame) {
			case PING -> this.sink.ping(payload);
			case PONG -> this.sink.pong(payload);
			default -> {
				CloseStatus status = CloseStatus.parse(payload);
				end();
				this.sink.close(status);
			}
		}
	}

	private void deliverMessage(ByteBuffer payload) throws ProtocolException {
		boolean text = this.message == Opcode.TEXT;
		this.message = null;
		this.delivered = true;
		if (!text) {
			this.sink.binary(payload);
			return;
		}
		if (!Utf8Validator.isComplete(this.utf8)) {
			throw new ProtocolException(Violation.INVALID_UTF8);
		}
		this.sink.text(payload, Utf8Validator.isAscii(this.utf8));
	}

	private GatheredMessage gathered() {
		GatheredMessage made = this.gathered;
		if (made == null) {
			made = new GatheredMessage(this.buffers);
			this.gathered = made;
		}
		return made;
	}

}
