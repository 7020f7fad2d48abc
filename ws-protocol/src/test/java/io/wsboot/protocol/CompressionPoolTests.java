package io.wsboot.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Native memory is held only where a context is, and comes back on every way out (RFC
 * 7692 §7.1.1, §7.2).
 */
class CompressionPoolTests {

	private static final byte[] TEXT = Wire.utf8("Hello, hello, hello. ".repeat(200));

	private final CompressionPool pool = new CompressionPool(0);

	/**
	 * The ways in which the input of a connection ends that has had one compressed
	 * message and is within another.
	 */
	enum WayOut {

		CLOSE((protocol) -> receive(protocol, Wire.frameTo(Role.SERVER, 0x88, ""))),

		VIOLATION((protocol) -> receive(protocol, Wire.hex("ff"))),

		END_OF_INPUT(WebSocketProtocol::endInput),

		CORRUPT((protocol) -> receive(protocol, Wire.frameTo(Role.SERVER, 0x00, Wire.hex("ffffffff")))),

		TRUNCATED((protocol) -> receive(protocol, Wire.frameTo(Role.SERVER, 0x80, ""))),

		BOMB((protocol) -> receive(protocol, Wire.frameTo(Role.SERVER, 0x00, Deflated.alone(new byte[8 << 20])))),

		OUR_FAILURE((protocol) -> {
			protocol.fail(Violation.FRAME_TOO_BIG);
			receive(protocol, new byte[1]);
		}),

		ABORT((protocol) -> {
			protocol.aborted();
			receive(protocol, new byte[1]);
		});

		private final Consumer<WebSocketProtocol> way;

		WayOut(Consumer<WebSocketProtocol> way) {
			this.way = way;
		}

	}

	@ParameterizedTest
	@EnumSource
	void whatInflatesComesBackOnEveryWayOut(WayOut out) {
		for (boolean takeover : new boolean[] { true, false }) {
			for (boolean chunks : new boolean[] { true, false }) {
				WebSocketProtocol protocol = protocol(takeover, chunks);
				byte[] message = Deflated.alone(TEXT);
				receive(protocol, Wire.frameTo(Role.SERVER, 0xC1, message));
				assertThat(this.pool.live()).isEqualTo(takeover ? 1 : 0);
				receive(protocol, Wire.frameTo(Role.SERVER, 0x41, Arrays.copyOf(message, message.length / 2)));
				assertThat(this.pool.live()).isOne();
				out.way.accept(protocol);
				assertThat(protocol.isInputOver()).isTrue();
				assertThat(this.pool.live()).isZero();
				protocol.endInput();
				assertThat(this.pool.live()).isZero();
			}
		}
	}

	@Test
	void whatNeverInflatesHoldsNothing() {
		WebSocketProtocol protocol = protocol(true, false);
		receive(protocol, Wire.frameTo(Role.SERVER, 0x81, TEXT));
		protocol.endInput();
		assertThat(this.pool.live()).isZero();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void whatDeflatesIsHeldForItsContextOnly(boolean takeover) {
		MessageDeflater deflater = protocol(takeover, false).deflater();
		int held = takeover ? 1 : 0;
		assertThat(this.pool.live()).isZero();
		deflater.deflate(ByteBuffer.wrap(TEXT));
		assertThat(this.pool.live()).isEqualTo(held);
		deflater.deflate(ByteBuffer.wrap(Wire.random(5000)));
		assertThat(this.pool.live()).as("what does not pay is forgotten").isZero();
		deflater.deflatePart(ByteBuffer.wrap(TEXT), false);
		assertThat(this.pool.live()).isOne();
		deflater.deflatePart(ByteBuffer.wrap(TEXT), true);
		deflater.release();
		assertThat(this.pool.live()).isEqualTo(held);
		deflater.prepare(PreparedMessage.text("Hello".repeat(100)));
		assertThat(this.pool.live()).as("what a prepared message made useless is forgotten").isZero();
		deflater.deflatePart(ByteBuffer.wrap(TEXT), false);
		deflater.close();
		deflater.close();
		assertThat(this.pool.live()).isZero();
	}

	@Test
	void aThousandConnectionsGiveEverythingBack() {
		for (int i = 0; i < 1000; i++) {
			WebSocketProtocol protocol = protocol(true, i % 2 == 0);
			receive(protocol, Wire.frameTo(Role.SERVER, 0x41, Deflated.alone(TEXT)));
			protocol.deflater().deflate(ByteBuffer.wrap(TEXT));
			assertThat(this.pool.live()).isEqualTo(2);
			protocol.endInput();
			protocol.deflater().close();
		}
		assertThat(this.pool.live()).isZero();
	}

	@Test
	void idleOnesAreBoundedAndUsedAgain() {
		CompressionPool two = new CompressionPool(2);
		List<Inflater> inflaters = List.of(two.takeInflater(), two.takeInflater(), two.takeInflater());
		List<Deflater> deflaters = List.of(two.takeDeflater(1), two.takeDeflater(9), two.takeDeflater(9));
		assertThat(two.live()).isEqualTo(6);
		assertThat(two.idle()).isZero();
		inflaters.forEach(two::give);
		two.give(deflaters.get(0), 1);
		two.give(deflaters.get(1), 9);
		two.give(deflaters.get(2), 9);
		assertThat(two.live()).isEqualTo(4);
		assertThat(two.idle()).isEqualTo(4);
		assertThat(two.takeInflater()).isSameAs(inflaters.get(1));
		assertThat(two.takeDeflater(9)).isSameAs(deflaters.get(1));
		assertThat(two.takeDeflater(1)).isSameAs(deflaters.get(0));
		assertThat(two.idle()).isOne();
	}

	@Test
	void theBufferForDeflatedBytesIsUsedAgainUnlessItHasGrown() {
		CompressionPool one = new CompressionPool(1);
		ByteBuffer buffer = one.takeBuffer();
		one.give(buffer.put((byte) 1));
		one.give(ByteBuffer.allocate(CompressionPool.BUFFER));
		one.give(ByteBuffer.allocate(2 * CompressionPool.BUFFER));
		assertThat(one.takeBuffer()).isSameAs(buffer).matches((taken) -> taken.position() == 0);
		assertThat(one.takeBuffer()).isNotSameAs(buffer);
	}

	@Test
	void aClosedPoolKeepsNothing() {
		CompressionPool closed = new CompressionPool(4);
		Inflater lent = closed.takeInflater();
		Deflater lentToo = closed.takeDeflater(6);
		closed.give(closed.takeInflater());
		closed.give(closed.takeDeflater(6), 6);
		closed.give(closed.takeBuffer());
		closed.close();
		closed.close();
		assertThat(closed.live()).isEqualTo(2);
		closed.give(lent);
		closed.give(lentToo, 6);
		assertThat(closed.live()).isZero();
		assertThat(closed.idle()).isZero();
		closed.give(closed.takeInflater());
		assertThat(closed.live()).as("connections that are left go on").isZero();
	}

	@Test
	void theNumberOfIdleOnesIsNotNegative() {
		assertThatIllegalArgumentException().isThrownBy(() -> new CompressionPool(-1))
			.withMessageStartingWith("maxIdle");
	}

	/** Each thread has a connection of its own; all share the pool and one message. */
	@Test
	void manyThreadsShareAPoolAndAPreparedMessage() throws Exception {
		CompressionPool shared = new CompressionPool(2);
		PreparedMessage message = PreparedMessage.text(ByteBuffer.wrap(TEXT));
		ExecutorService threads = Executors.newFixedThreadPool(4);
		try {
			List<Future<?>> done = new ArrayList<>();
			for (int thread = 0; thread < 4; thread++) {
				int windowBits = 12 + thread % 2;
				done.add(threads.submit(() -> converse(shared, message, windowBits)));
			}
			for (Future<?> each : done) {
				each.get(60, TimeUnit.SECONDS);
			}
		}
		finally {
			threads.shutdownNow();
		}
		assertThat(shared.live()).isEqualTo(shared.idle()).isLessThanOrEqualTo(4);
		assertThat(message.deflatedForm(12)).isNotNull();
		assertThat(message.deflatedForm(13)).isNotNull();
	}

	private static void converse(CompressionPool shared, PreparedMessage message, int windowBits) {
		PerMessageDeflate deflate = new PerMessageDeflate(new DeflateParameters(false, true, windowBits, 15),
				CompressionOptions.DEFAULTS, shared);
		RecordedBytes bytes = new RecordedBytes();
		Recorder events = new Recorder();
		WebSocketProtocol server = new WebSocketProtocol(
				new ProtocolSettings(Role.SERVER, ProtocolLimits.DEFAULTS, false, deflate), new Recorder(), bytes,
				BufferSource.HEAP);
		WebSocketProtocol client = new WebSocketProtocol(
				new ProtocolSettings(Role.CLIENT, ProtocolLimits.DEFAULTS, false, deflate), events, new RecordedBytes(),
				BufferSource.HEAP);
		String line = "ascii " + Recorder.abridge(new String(TEXT, StandardCharsets.US_ASCII));
		for (int i = 0; i < 200; i++) {
			server.sendDeflated(true, server.deflater().deflate(ByteBuffer.wrap(TEXT)));
			assertThat(server.send(message, server.deflater().prepare(message))).isTrue();
			client.receive(ByteBuffer.wrap(bytes.take()));
			events.expect(line, line);
		}
		server.deflater().close();
		client.endInput();
	}

	private WebSocketProtocol protocol(boolean takeover, boolean chunks) {
		DeflateParameters parameters = takeover ? Deflated.TAKEOVER : Deflated.NO_TAKEOVER;
		PerMessageDeflate deflate = new PerMessageDeflate(parameters, new CompressionOptions(6, 0, true, true, 15, 15),
				this.pool);
		Recorder events = new Recorder();
		return new WebSocketProtocol(new ProtocolSettings(Role.SERVER, ProtocolLimits.DEFAULTS, chunks, deflate),
				chunks ? new JoinedChunks(events) : events, new RecordedBytes(), BufferSource.HEAP);
	}

	private static void receive(WebSocketProtocol protocol, byte[] wire) {
		protocol.receive(ByteBuffer.wrap(wire));
	}

}
