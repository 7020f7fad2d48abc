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
class MessageDecoder extends FrameDecoder {

	private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);

	/**
	 * How much of a compressed frame is inflated at once when it is handed on in chunks:
	 * it may become a thousand times as much.
	 */
	private static final int COMPRESSED_CHUNK = 512;

	/**
	 * No message is open: the opcode of a continuation, which begins none.
	 */
	private static final byte NONE = 0;

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
	private final @Nullable SessionDeflate deflate;

	/**
	 * Made for the first payload that is not handed on where it lies.
	 */
	private @Nullable GatheredPayload gathered;

	private int fragments;

	/**
	 * Opcode and RSV1 of the open message.
	 */
	private byte message = NONE;

	/**
	 * What the validator has seen of the text.
	 */
	private byte utf8;

	private boolean over;

	MessageDecoder(ProtocolSettings settings, MessageSink sink, BufferSource buffers) {
		super(settings.role(), settings.deflate() != null);
		PerMessageDeflate deflate = settings.deflate();
		// not the settings, which each connection has of its own
		this.limits = settings.limits();
		this.sink = sink;
		this.buffers = buffers;
		this.chunks = settings.chunks() ? new ChunkDelivery(this.limits.maxMessageSize(), sink, buffers) : null;
		this.deflate = (deflate != null) ? SessionDeflate.of(deflate, settings.role()) : null;
	}

	/**
	 * What compresses and decompresses the messages of the connection.
	 * @return {@code null} without permessage-deflate
	 */
	final @Nullable SessionDeflate deflate() {
		return this.deflate;
	}

	/**
	 * Whether nothing more is to be decoded.
	 * @return {@code true} from a Close or {@link #endDecoding()} on
	 */
	final boolean isOver() {
		return this.over;
	}

	/**
	 * Whether a data message has begun, by the first byte of a header, and not ended.
	 * @return whether one is open
	 */
	boolean isMessageOpen() {
		return !this.over && (this.message != NONE || isDataFrameOpen());
	}

	/**
	 * How long the message is that is handed on in chunks.
	 * @return in bytes, its open frame included; 0 where messages are handed on as a
	 * whole
	 */
	long chunkedLength() {
		return (this.chunks != null) ? this.chunks.length() : 0;
	}

	/**
	 * Gives up what is held, and says why.
	 * @param violation the rule that the peer broke
	 */
	final void failDecoding(Violation violation) {
		endDecoding();
		this.sink.violation(violation);
	}

	/**
	 * Gives up what is held; nothing more is to be decoded.
	 */
	final void endDecoding() {
		this.over = true;
		if (this.gathered != null) {
			this.gathered.clear();
		}
		if (this.deflate != null) {
			this.deflate.inflater().end();
		}
		if (this.chunks != null) {
			this.chunks.end();
		}
	}

	@Override
	final void frameStart(long length) throws ProtocolException {
		Opcode opcode = opcode();
		if (!opcode.isControl()) {
			admit(opcode);
			admit(length);
		}
	}

	private void admit(Opcode opcode) throws ProtocolException {
		if (opcode == Opcode.CONTINUATION) {
			if (this.message == NONE) {
				throw new ProtocolException(Violation.STRAY_CONTINUATION);
			}
			this.fragments++;
		}
		else {
			if (this.message != NONE) {
				throw new ProtocolException(Violation.MESSAGE_WITHIN_MESSAGE);
			}
			begin(opcode);
		}
		if (this.fragments > this.limits.maxFragments()) {
			throw new ProtocolException(Violation.TOO_MANY_FRAGMENTS);
		}
	}

	private void begin(Opcode opcode) {
		this.message = (byte) (isCompressed() ? FrameEncoder.RSV1 | opcode.code() : opcode.code());
		this.fragments = 1;
		this.utf8 = Utf8Validator.START;
		MessageInflater stream = inflater();
		if (stream != null) {
			stream.begin();
		}
		if (this.chunks != null) {
			this.chunks.begin(opcode == Opcode.TEXT);
		}
	}

	private void admit(long length) throws ProtocolException {
		long longest = this.limits.maxFrameSize();
		MessageInflater stream = inflater();
		if (length - longest > ((stream != null) ? MessageInflater.expansion(longest) : 0)) {
			throw new ProtocolException(Violation.FRAME_TOO_BIG);
		}
		if (stream != null) {
			stream.admit(length, this.limits.maxMessageSize());
		}
		else if (this.chunks != null) {
			this.chunks.admit(length);
		}
		else if (length > this.limits.maxMessageSize() - gatheredLength()) {
			throw new ProtocolException(Violation.MESSAGE_TOO_BIG);
		}
	}

	/**
	 * What inflates the open message.
	 * @return the inflater, or {@code null} if the message is not compressed
	 */
	private @Nullable MessageInflater inflater() {
		return (this.deflate != null && (this.message & FrameEncoder.RSV1) != 0) ? this.deflate.inflater() : null;
	}

	@Override
	final int longestChunk() {
		return (this.chunks != null && inflater() != null) ? COMPRESSED_CHUNK : Integer.MAX_VALUE;
	}

	@Override
	final void payload(ByteBuffer chunk, boolean ascii) throws ProtocolException {
		if (opcode().isControl()) {
			controlPayload(chunk);
			return;
		}
		boolean last = isFinal() && remaining() == 0;
		if (!last && !chunk.hasRemaining()) {
			return;
		}
		MessageInflater stream = inflater();
		if (this.chunks != null) {
			deliverChunk(this.chunks, stream, chunk, ascii, last);
		}
		else if (stream != null) {
			inflate(stream, chunk, last);
		}
		else {
			wholePayload(chunk, ascii, last);
		}
	}

	private void deliverChunk(ChunkDelivery delivery, @Nullable MessageInflater stream, ByteBuffer chunk, boolean ascii,
			boolean last) throws ProtocolException {
		if (last) {
			this.message = NONE;
		}
		if (stream != null) {
			delivery.inflate(stream, chunk, last);
		}
		else {
			delivery.deliver(chunk, ascii, last);
		}
	}

	/**
	 * Inflates into the gathered message.
	 */
	private void inflate(MessageInflater stream, ByteBuffer chunk, boolean last) throws ProtocolException {
		if (chunk.hasRemaining()) {
			int from = gatheredLength();
			ByteBuffer payload = gathered().inflate(stream, chunk, this.limits.maxMessageSize());
			validate(payload, from, payload.position());
		}
		if (last) {
			stream.finish();
			deliverGathered();
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
		gathered().add(chunk, isFinal() ? gatheredLength() + chunk.remaining() + remaining() : limit);
		if (last) {
			deliverGathered();
		}
	}

	private void validate(ByteBuffer payload, int from, int to) throws ProtocolException {
		if (isText()) {
			this.utf8 = (byte) Utf8Validator.validate(this.utf8, payload, from, to);
			if (this.utf8 == Utf8Validator.INVALID) {
				throw new ProtocolException(Violation.INVALID_UTF8);
			}
		}
	}

	private boolean isText() {
		return Opcode.of(this.message) == Opcode.TEXT;
	}

	private void deliverGathered() throws ProtocolException {
		GatheredPayload whole = gathered();
		// detached first: a callback may end the input while it holds the payload
		ByteBuffer payload = whole.take();
		try {
			deliverMessage((payload != null) ? payload : EMPTY);
		}
		finally {
			whole.release(payload);
		}
	}

	private void deliverMessage(ByteBuffer payload) throws ProtocolException {
		boolean text = isText();
		this.message = NONE;
		if (!text) {
			this.sink.binary(payload);
			return;
		}
		if (!Utf8Validator.isComplete(this.utf8)) {
			throw new ProtocolException(Violation.INVALID_UTF8);
		}
		this.sink.text(payload, Utf8Validator.isAscii(this.utf8));
	}

	private void controlPayload(ByteBuffer chunk) throws ProtocolException {
		int missing = (int) remaining();
		boolean cut = missing > 0 || (this.gathered != null && this.gathered.isControlCut());
		ByteBuffer whole = cut ? gathered().addControl(chunk, missing) : chunk;
		if (whole != null) {
			deliverControl(whole);
		}
	}

	private void deliverControl(ByteBuffer payload) throws ProtocolException {
		switch (opcode()) {
			case PING -> this.sink.ping(payload);
			case PONG -> this.sink.pong(payload);
			default -> {
				CloseStatus status = CloseStatus.parse(payload);
				endDecoding();
				this.sink.close(status);
			}
		}
	}

	private int gatheredLength() {
		return (this.gathered != null) ? this.gathered.length() : 0;
	}

	private GatheredPayload gathered() {
		GatheredPayload made = this.gathered;
		if (made == null) {
			made = new GatheredPayload(this.buffers);
			this.gathered = made;
		}
		return made;
	}

}
