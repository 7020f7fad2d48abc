package io.wsboot.protocol;

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

/**
 * Joins frames to messages (RFC 6455 §5.4, §5.5), validates text (§8.1) and keeps the
 * limits (§10.4).
 * <p>
 * A message whose payload lies in the input as a whole is handed on where it lies. Any
 * other is gathered in a buffer that grows with what was received, never with what was
 * announced. Between messages nothing is held.
 */
final class MessageDecoder implements FrameSink {

	private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);

	private static final int LEAST_CAPACITY = 1024;

	private final MessageSink sink;

	private final BufferSource buffers;

	private final ProtocolLimits limits;

	private Opcode frame = Opcode.CONTINUATION;

	private boolean fin;

	/**
	 * How much of the frame's payload is to come.
	 */
	private int remaining;

	/**
	 * Whether what the frame completes has been handed on.
	 */
	private boolean delivered;

	/**
	 * Text or binary while a message is open.
	 */
	private @Nullable Opcode message;

	private int fragments;

	private int utf8;

	private @Nullable ByteBuffer gathered;

	/**
	 * What is there of a control frame's payload, while it is cut.
	 */
	private byte @Nullable [] control;

	private boolean over;

	MessageDecoder(ProtocolLimits limits, MessageSink sink, BufferSource buffers) {
		this.limits = limits;
		this.sink = sink;
		this.buffers = buffers;
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
	 * Gives up what is held; nothing more is to be decoded.
	 */
	void end() {
		this.over = true;
		this.control = null;
		release(takeGathered());
	}

	@Override
	public void frameStart(Opcode opcode, boolean fin, long length) throws ProtocolException {
		if (!opcode.isControl()) {
			admit(opcode, length);
		}
		this.frame = opcode;
		this.fin = fin;
		this.remaining = (int) length;
		this.delivered = false;
	}

	private void admit(Opcode opcode, long length) throws ProtocolException {
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
			this.fragments = 1;
			this.utf8 = Utf8Validator.START;
		}
		if (this.fragments > this.limits.maxFragments()) {
			throw new ProtocolException(Violation.TOO_MANY_FRAGMENTS);
		}
		if (length > this.limits.maxFrameSize()) {
			throw new ProtocolException(Violation.FRAME_TOO_BIG);
		}
		int before = (this.gathered != null) ? this.gathered.position() : 0;
		if (before + length > this.limits.maxMessageSize()) {
			throw new ProtocolException(Violation.MESSAGE_TOO_BIG);
		}
	}

	@Override
	public void payload(ByteBuffer chunk, boolean ascii) throws ProtocolException {
		this.remaining -= chunk.remaining();
		if (this.frame.isControl()) {
			controlPayload(chunk);
			return;
		}
		if (this.message == Opcode.TEXT && !(ascii && Utf8Validator.isComplete(this.utf8))) {
			this.utf8 = Utf8Validator.validate(this.utf8, chunk, chunk.position(), chunk.limit());
			if (this.utf8 == Utf8Validator.INVALID) {
				throw new ProtocolException(Violation.INVALID_UTF8);
			}
		}
		if (this.fin && this.remaining == 0 && this.gathered == null) {
			deliverMessage(chunk);
		}
		else {
			gather(chunk);
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
			// detached first: a callback may end the input while it holds the payload
			ByteBuffer payload = takeGathered();
			try {
				deliverMessage((payload != null) ? payload.flip() : EMPTY);
			}
			finally {
				release(payload);
			}
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
			payload = new byte[length + this.remaining];
			this.control = payload;
		}
		chunk.get(payload, payload.length - this.remaining - length, length);
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

	private void gather(ByteBuffer chunk) {
		ByteBuffer buffer = this.gathered;
		if (buffer == null || buffer.remaining() < chunk.remaining()) {
			buffer = grow(buffer, chunk.remaining());
		}
		buffer.put(chunk);
	}

	/**
	 * Gets room for what has been received and as much again, but not for more than the
	 * message can still become.
	 */
	private ByteBuffer grow(@Nullable ByteBuffer old, int more) {
		int needed = (old != null) ? old.position() + more : more;
		int most = this.fin ? needed + this.remaining : this.limits.maxMessageSize();
		ByteBuffer larger = this.buffers.acquire((int) Math.max(LEAST_CAPACITY, Math.min(2L * needed, most)));
		if (old != null) {
			larger.put(old.flip());
		}
		this.gathered = larger;
		release(old);
		return larger;
	}

	private @Nullable ByteBuffer takeGathered() {
		ByteBuffer buffer = this.gathered;
		this.gathered = null;
		return buffer;
	}

	private void release(@Nullable ByteBuffer buffer) {
		if (buffer != null) {
			this.buffers.release(buffer);
		}
	}

}
