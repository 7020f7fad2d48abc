package io.wsboot.protocol;

import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Arrays;

import com.sun.management.ThreadMXBean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Nothing is allocated for a message within one read or for its reply.
 */
class AllocationTests {

	private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private static final int MESSAGES = 100;

	private static final int ROUNDS = 300;

	private static final int COMPRESSED_ROUNDS = 30;

	@ParameterizedTest
	@CsvSource({ "SERVER, 0x82, 20, true", "SERVER, 0x82, 20, false", "SERVER, 0x81, 20, true",
			"SERVER, 0x81, 20, false", "SERVER, 0x81, 1024, true", "SERVER, 0x82, 1024, true", "SERVER, 0x89, 20, true",
			"CLIENT, 0x82, 20, true", "CLIENT, 0x81, 20, true", "CLIENT, 0x81, 1024, false" })
	void aMessageWithinOneReadAllocatesNothing(Role role, String firstByte, int length, boolean direct) {
		byte[][] wire = new byte[MESSAGES][];
		Arrays.fill(wire, Wire.frameTo(role, Integer.decode(firstByte), "x".repeat(length)));
		byte[] all = Wire.join(wire);
		ByteBuffer in = direct ? ByteBuffer.allocateDirect(all.length) : ByteBuffer.allocate(all.length);
		CountingSink sink = new CountingSink();
		WebSocketProtocol protocol = new WebSocketProtocol(ProtocolSettings.of(role, ProtocolLimits.DEFAULTS), sink,
				sink, BufferSource.HEAP);
		long least = Long.MAX_VALUE;
		for (int round = 0; round < ROUNDS; round++) {
			in.clear().put(all).flip();
			long before = THREADS.getCurrentThreadAllocatedBytes();
			protocol.receive(in);
			least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
		}
		assertThat(sink.messages).isEqualTo(ROUNDS * MESSAGES);
		assertThat(least).isZero();
	}

	@Test
	void aReplyAllocatesNothing() {
		CountingSink sink = new CountingSink();
		WebSocketProtocol protocol = new WebSocketProtocol(ProtocolSettings.of(Role.SERVER, ProtocolLimits.DEFAULTS),
				sink, sink, BufferSource.HEAP);
		ByteBuffer text = ByteBuffer.allocateDirect(100);
		PreparedMessage prepared = PreparedMessage.text("prepared");
		long least = Long.MAX_VALUE;
		for (int round = 0; round < ROUNDS; round++) {
			long before = THREADS.getCurrentThreadAllocatedBytes();
			for (int i = 0; i < MESSAGES; i++) {
				protocol.sendText(text, false);
				protocol.sendBinary(text, true);
				protocol.sendPong(text);
			}
			least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
		}
		assertThat(least).isZero();
		assertThat(protocol.send(prepared, false)).isTrue();
		assertThat(sink.frames).isEqualTo(3 * ROUNDS * MESSAGES + 1);
	}

	/** From the pool, into a buffer that comes back. */
	@ParameterizedTest
	@CsvSource({ "true, false", "true, true", "false, false", "false, true" })
	void aCompressedMessageAllocatesNothing(boolean takeover, boolean chunks) {
		byte[] text = Wire.utf8("{\"id\":17,\"name\":\"somebody\"}".repeat(100));
		byte[] wire = Wire.frameTo(Role.CLIENT, 0xC1, Deflated.alone(text));
		ByteBuffer in = ByteBuffer.allocateDirect(MESSAGES * wire.length);
		CountingSink sink = new CountingSink();
		PerMessageDeflate deflate = new PerMessageDeflate(takeover ? Deflated.TAKEOVER : Deflated.NO_TAKEOVER,
				CompressionOptions.DEFAULTS, new CompressionPool(1));
		WebSocketProtocol client = new WebSocketProtocol(
				new ProtocolSettings(Role.CLIENT, ProtocolLimits.DEFAULTS, chunks, deflate), sink, sink,
				new OneBuffer());
		long least = Long.MAX_VALUE;
		for (int round = 0; round < COMPRESSED_ROUNDS; round++) {
			in.clear();
			for (int i = 0; i < MESSAGES; i++) {
				in.put(wire);
			}
			in.flip();
			long before = THREADS.getCurrentThreadAllocatedBytes();
			client.receive(in);
			least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
		}
		assertThat(sink.messages).isEqualTo(COMPRESSED_ROUNDS * MESSAGES);
		assertThat(least).isZero();
	}

	@ParameterizedTest
	@CsvSource({ "true, 15", "false, 15", "true, 9", "false, 9" })
	void deflatingAllocatesNothing(boolean takeover, int windowBits) {
		ByteBuffer text = ByteBuffer.wrap(Wire.utf8("{\"id\":17,\"name\":\"somebody\"}".repeat(100)));
		PerMessageDeflate deflate = new PerMessageDeflate(
				new DeflateParameters(!takeover, !takeover, windowBits, windowBits), CompressionOptions.DEFAULTS,
				new CompressionPool(1));
		CountingSink sink = new CountingSink();
		WebSocketProtocol server = new WebSocketProtocol(
				new ProtocolSettings(Role.SERVER, ProtocolLimits.DEFAULTS, false, deflate), sink, sink,
				BufferSource.HEAP);
		MessageDeflater deflater = server.deflater();
		long least = Long.MAX_VALUE;
		for (int round = 0; round < COMPRESSED_ROUNDS; round++) {
			long before = THREADS.getCurrentThreadAllocatedBytes();
			for (int i = 0; i < MESSAGES; i++) {
				server.sendDeflated(true, deflater.deflate(text));
				deflater.release();
			}
			least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
		}
		assertThat(sink.frames).isEqualTo(COMPRESSED_ROUNDS * MESSAGES);
		assertThat(least).isZero();
	}

	@Test
	void theKeysOfAClientComeInBatches() {
		int keys = 10_000;
		int joined = MaskingKeys.next();
		long before = THREADS.getCurrentThreadAllocatedBytes();
		for (int i = 0; i < keys; i++) {
			joined |= MaskingKeys.next();
		}
		assertThat((THREADS.getCurrentThreadAllocatedBytes() - before) / keys).isLessThan(64);
		assertThat(joined).isEqualTo(-1);
	}

	/**
	 * Lends the same buffer again and again.
	 */
	private static final class OneBuffer implements BufferSource {

		private final ByteBuffer buffer = ByteBuffer.allocateDirect(64 * 1024);

		@Override
		public ByteBuffer acquire(int size) {
			return this.buffer.clear();
		}

		@Override
		public void release(ByteBuffer buffer) {
			// it stays
		}

	}

	/**
	 * Both sinks, without a trace of what passes.
	 */
	private static final class CountingSink implements MessageSink, ByteSink {

		private final ByteBuffer cork = ByteBuffer.allocateDirect(4096);

		private int messages;

		private int frames;

		@Override
		public void text(ByteBuffer utf8, boolean ascii) {
			this.messages++;
		}

		@Override
		public void binary(ByteBuffer payload) {
			this.messages++;
		}

		@Override
		public void chunk(boolean text, ByteBuffer bytes, boolean last) {
			this.messages++;
		}

		@Override
		public void ping(ByteBuffer payload) {
			this.messages++;
		}

		@Override
		public void pong(ByteBuffer payload) {
			this.messages++;
		}

		@Override
		public void close(CloseStatus status) {
			throw new AssertionError("unexpected close");
		}

		@Override
		public void violation(Violation violation) {
			throw new AssertionError("unexpected violation");
		}

		@Override
		public ByteBuffer claim(int size, boolean control) {
			return this.cork.clear();
		}

		@Override
		public void write(ByteBuffer claimed) {
			this.frames++;
		}

		@Override
		public void write(ByteBuffer claimed, ByteBuffer payload) {
			this.frames++;
		}

		@Override
		public void writeShared(ByteBuffer frames) {
			this.frames++;
		}

		@Override
		public void end() {
			throw new AssertionError("unexpected end");
		}

	}

}
