package io.wsboot.protocol;

import java.nio.ByteBuffer;
import java.util.Arrays;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Messages that are handed on in chunks (RFC 6455 §5.4, §6.2). That they add up to the
 * message, in every split, {@link Replay} shows.
 */
class ChunksTests {

	private static final int TEXT = 0x81;

	private static final int BINARY = 0x82;

	private static final ProtocolLimits LIFTED = new ProtocolLimits(Long.MAX_VALUE, Long.MAX_VALUE, 1024);

	@RegisterExtension
	private final Recorder events = new Recorder();

	private final CountedBuffers buffers = new CountedBuffers(false);

	private final CompressionPool pool = new CompressionPool(1);

	private WebSocketProtocol protocol = protocol(LIFTED, this.events);

	@Test
	void aMessageWithinOneReadIsOneChunk() {
		receive(Wire.frameTo(Role.SERVER, TEXT, "Hello"), Wire.frameTo(Role.SERVER, BINARY, "ab"));
		this.events.expect("text chunk last Hello", "binary chunk last 6162");
	}

	@Test
	void anEmptyMessageIsOneEmptyChunk() {
		receive(Wire.frameTo(Role.SERVER, TEXT, ""), Wire.frameTo(Role.SERVER, BINARY, ""),
				Wire.frameTo(Role.SERVER, 0x01, ""), Wire.frameTo(Role.SERVER, 0x80, ""));
		this.events.expect("text chunk last ", "binary chunk last ", "text chunk last ");
	}

	@Test
	void whatIsReadIsHandedOnAtOnce() {
		byte[] wire = Wire.frameTo(Role.SERVER, BINARY, Wire.hex("0102030405"));
		receive(Arrays.copyOf(wire, 8));
		this.events.expect("binary chunk 0102");
		assertThat(this.protocol.isMessageOpen()).isTrue();
		receive(Arrays.copyOfRange(wire, 8, 11));
		this.events.expect("binary chunk last 030405");
		assertThat(this.protocol.isMessageOpen()).isFalse();
		assertThat(this.buffers.acquired()).isZero();
	}

	@Test
	void fragmentsAreChunksAndControlFramesPassBetweenThem() {
		receive(Wire.frameTo(Role.SERVER, 0x01, "Hel"), Wire.frameTo(Role.SERVER, 0x89, "p"),
				Wire.frameTo(Role.SERVER, 0x00, "lo"), Wire.frameTo(Role.SERVER, 0x80, ""));
		this.events.expect("text chunk Hel", "ping 70", "text chunk lo", "text chunk last ");
	}

	@Test
	void aCutCharacterIsATinyChunk() {
		byte[] wire = Wire.frameTo(Role.SERVER, TEXT, "aé€😀b😀");
		for (byte[] piece : Splits.byteByByte(Arrays.copyOf(wire, 7))) {
			receive(piece);
		}
		receive(Arrays.copyOfRange(wire, 7, 10));
		receive(Arrays.copyOfRange(wire, 10, 13));
		receive(Arrays.copyOfRange(wire, 13, wire.length));
		this.events.expect("text chunk a", "text chunk é", "text chunk €", "text chunk 😀", "text chunk last b😀");
	}

	@Test
	void aCutCharacterMayBeTheLastChunk() {
		byte[] wire = Wire.frameTo(Role.SERVER, TEXT, "ab😀");
		receive(Arrays.copyOf(wire, 10));
		receive(Arrays.copyOfRange(wire, 10, 12));
		this.events.expect("text chunk ab", "text chunk last 😀");
	}

	@Test
	void textIsRefusedAtOnceAndWithinACharacter() {
		receive(Wire.frameTo(Role.SERVER, 0x01, new byte[] { 'a', (byte) 0xC3 }));
		this.events.expect("text chunk a");
		receive(Wire.frameTo(Role.SERVER, 0x80, ""));
		this.events.expect("violation invalid-utf8");
		this.protocol = protocol(LIFTED, this.events);
		receive(Wire.frameTo(Role.SERVER, 0x01, new byte[] { 'a', (byte) 0xFF }));
		this.events.expect("violation invalid-utf8");
	}

	@Test
	void theLimitIsThatOfTheWholeMessage() {
		this.protocol = protocol(new ProtocolLimits(6, 10, 9), this.events);
		receive(Wire.frameTo(Role.SERVER, 0x02, "012345"), Wire.frameTo(Role.SERVER, 0x80, "6789"),
				Wire.frameTo(Role.SERVER, 0x02, "012345"), Wire.headerTo(Role.SERVER, 0x80, "05"));
		this.events.expect("binary chunk 303132333435", "binary chunk last 36373839", "binary chunk 303132333435",
				"violation message-too-big");
	}

	@Test
	void withoutALimitAFrameMayBeOfAnyLength() {
		receive(Wire.headerTo(Role.SERVER, BINARY, "7f 0000 00ff ffff ffff"), Wire.hex("00000000 0102"));
		this.events.expect("binary chunk 0102");
		assertThat(this.protocol.isMessageOpen()).isTrue();
		assertThat(this.buffers.acquired()).isZero();
	}

	@Test
	void lengthsThatAddUpToMoreThanALongHasAreRefused() {
		this.protocol = protocol(new ProtocolLimits(Long.MAX_VALUE - 1, Long.MAX_VALUE - 1, 9), this.events);
		receive(Wire.frameTo(Role.SERVER, 0x02, "a"), Wire.headerTo(Role.SERVER, 0x80, "7f 7fff ffff ffff fffe"));
		this.events.expect("binary chunk 61", "violation message-too-big");
	}

	@Test
	void stopLeavesTheRestUnread() {
		this.events.during(() -> this.protocol.stop());
		ByteBuffer in = ByteBuffer
			.wrap(Wire.join(Wire.frameTo(Role.SERVER, 0x02, "ab"), Wire.frameTo(Role.SERVER, 0x80, "c")));
		this.protocol.receive(in);
		this.events.expect("binary chunk 6162");
		assertThat(in.remaining()).isEqualTo(7);
		this.protocol.receive(in);
		this.events.expect("binary chunk last 63");
	}

	@Test
	void anEndOfInputWithinACharacterEndsTheChunks() {
		byte[] wire = Wire.frameTo(Role.SERVER, TEXT, "é and more");
		receive(Arrays.copyOf(wire, 7));
		this.events.during(() -> this.protocol.endInput());
		receive(Arrays.copyOfRange(wire, 7, wire.length));
		this.events.expect("text chunk é");
	}

	@Test
	void anEndOfInputWithinACompressedMessageEndsTheChunks() {
		this.events.during(() -> this.protocol.endInput());
		receive(Wire.frameTo(Role.SERVER, 0xC2, Deflated.alone(new byte[100_000])));
		assertThat(this.events.take()).hasSize(1);
		assertThat(this.buffers.lent()).isZero();
		assertThat(this.pool.idle()).isEqualTo(this.pool.live());
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 1 << 14, 5_000_000 })
	void inflatedChunksAreBounded(int length) {
		JoinedChunks chunks = new JoinedChunks(this.events);
		this.protocol = protocol(LIFTED, chunks);
		receive(Wire.frameTo(Role.SERVER, 0xC2, Deflated.alone(new byte[length])));
		this.events.expect("binary " + Recorder.abridge("00".repeat(length)));
		assertThat(chunks.largest()).isEqualTo(Math.min(length, 16 * 1024));
		assertThat(this.buffers.largest()).isEqualTo(16 * 1024);
		assertThat(this.buffers.lent()).isZero();
	}

	@Test
	void stopEndsTheFlowOfABomb() {
		byte[] bomb = Wire.frameTo(Role.SERVER, 0xC2, Deflated.alone(new byte[64 << 20]));
		long[] inflated = new long[1];
		MessageSink sink = new JoinedChunks(this.events) {
			@Override
			public void chunk(boolean text, ByteBuffer bytes, boolean last) {
				inflated[0] += bytes.remaining();
				ChunksTests.this.protocol.stop();
			}
		};
		this.protocol = protocol(LIFTED, sink);
		ByteBuffer in = ByteBuffer.wrap(bomb);
		long most = 0;
		for (int i = 0; in.hasRemaining() && i < 1000; i++) {
			long before = inflated[0];
			this.protocol.receive(in);
			most = Math.max(most, inflated[0] - before);
		}
		assertThat(inflated[0]).isEqualTo(64 << 20);
		assertThat(most).isLessThan(544 * 1024);
	}

	@Test
	void aBombAboveTheLimitIsRefusedWhileItIsInflated() {
		this.protocol = protocol(new ProtocolLimits(1 << 20, 1 << 20, 9), new JoinedChunks(this.events));
		receive(Wire.frameTo(Role.SERVER, 0xC2, Deflated.alone(new byte[64 << 20])));
		this.events.expect("violation message-too-big");
		assertThat(this.buffers.lent()).isZero();
	}

	@Test
	void wholeMessagesMustFitIntoAnArray() {
		ProtocolLimits limits = new ProtocolLimits(1, Integer.MAX_VALUE - 63L, 1);
		assertThatIllegalArgumentException().isThrownBy(() -> ProtocolSettings.of(Role.SERVER, limits))
			.withMessageStartingWith("maxMessageSize")
			.withMessageEndingWith("2147483584");
		assertThat(ProtocolSettings.of(Role.SERVER, new ProtocolLimits(1, Integer.MAX_VALUE - 64, 1)).chunks())
			.isFalse();
		assertThat(new ProtocolSettings(Role.SERVER, limits, true, null).chunks()).isTrue();
	}

	private void receive(byte[]... wire) {
		this.protocol.receive(ByteBuffer.wrap(Wire.join(wire)));
	}

	private WebSocketProtocol protocol(ProtocolLimits limits, MessageSink sink) {
		PerMessageDeflate deflate = new PerMessageDeflate(Deflated.NO_TAKEOVER, CompressionOptions.DEFAULTS, this.pool);
		return new WebSocketProtocol(new ProtocolSettings(Role.SERVER, limits, true, deflate), sink,
				new RecordedBytes(), this.buffers);
	}

}
