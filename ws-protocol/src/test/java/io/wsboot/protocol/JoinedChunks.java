package io.wsboot.protocol;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Joins chunks to the messages that another sink expects, and insists on how they must
 * come.
 */
class JoinedChunks implements MessageSink {

	private final MessageSink sink;

	private final ByteArrayOutputStream message = new ByteArrayOutputStream();

	private int largest;

	JoinedChunks(MessageSink sink) {
		this.sink = sink;
	}

	/**
	 * The longest chunk so far.
	 */
	int largest() {
		return this.largest;
	}

	@Override
	public void chunk(boolean text, ByteBuffer bytes, boolean last) {
		byte[] chunk = Wire.bytes(bytes);
		assertThat(chunk.length > 0 || last).as("only the last chunk may be empty").isTrue();
		assertThat(!text || Utf8Validator.isValid(bytes, bytes.position(), bytes.limit())).as("whole characters")
			.isTrue();
		Recorder.spoil(bytes);
		this.largest = Math.max(this.largest, chunk.length);
		this.message.writeBytes(chunk);
		if (last) {
			byte[] whole = this.message.toByteArray();
			this.message.reset();
			if (text) {
				this.sink.text(ByteBuffer.wrap(whole), Wire.isAscii(whole));
			}
			else {
				this.sink.binary(ByteBuffer.wrap(whole));
			}
		}
	}

	@Override
	public void text(ByteBuffer utf8, boolean ascii) {
		throw new AssertionError("a whole message instead of chunks");
	}

	@Override
	public void binary(ByteBuffer payload) {
		throw new AssertionError("a whole message instead of chunks");
	}

	@Override
	public void ping(ByteBuffer payload) {
		this.sink.ping(payload);
	}

	@Override
	public void pong(ByteBuffer payload) {
		this.sink.pong(payload);
	}

	@Override
	public void close(CloseStatus status) {
		this.sink.close(status);
	}

	@Override
	public void violation(Violation violation) {
		this.sink.violation(violation);
	}

}
