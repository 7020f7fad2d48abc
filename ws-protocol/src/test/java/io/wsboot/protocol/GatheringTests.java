package io.wsboot.protocol;

import java.nio.ByteBuffer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Memory follows what was received, never what was announced (RFC 6455 §10.4), and comes
 * back.
 */
class GatheringTests {

	private static final int MIB = 1 << 20;

	private static final int BINARY = 0x82;

	@RegisterExtension
	private final Recorder events = new Recorder();

	private final CountedBuffers buffers = new CountedBuffers(false);

	private final WebSocketProtocol protocol = new WebSocketProtocol(
			ProtocolSettings.of(Role.SERVER, ProtocolLimits.DEFAULTS), this.events, new RecordedBytes(), this.buffers);

	@Test
	void aMessageWithinOneReadTakesNoBuffer() {
		receive(Wire.frameTo(Role.SERVER, BINARY, new byte[2000]), Wire.frameTo(Role.SERVER, 0x89, "p"));
		assertThat(this.buffers.acquired()).isZero();
		this.events.expect("binary " + Recorder.abridge("00".repeat(2000)), "ping 70");
	}

	@Test
	void anAnnouncedLengthTakesNoMemory() {
		receive(Wire.cutFrameTo(Role.SERVER, BINARY, new byte[0], MIB));
		assertThat(this.buffers.lent()).isZero();
		receive(new byte[10]);
		assertThat(this.buffers.lentBytes()).isEqualTo(1024);
	}

	@Test
	void aBufferGrowsWithWhatWasReceived() {
		byte[] wire = Wire.frameTo(Role.SERVER, BINARY, new byte[MIB]);
		int received = -14;
		for (int from = 0; from < wire.length; from += 1000) {
			int length = Math.min(1000, wire.length - from);
			this.protocol.receive(ByteBuffer.wrap(wire, from, length));
			received += length;
			assertThat(this.buffers.lentBytes()).isLessThanOrEqualTo(Math.max(1024, 2 * received));
		}
		this.events.expect("binary " + Recorder.abridge("00".repeat(MIB)));
		assertThat(this.buffers.lent()).isZero();
		assertThat(this.buffers.acquired()).as("doubling").isLessThanOrEqualTo(12);
	}

	@Test
	void aBufferIsNoLargerThanTheFrameNeeds() {
		byte[] wire = Wire.frameTo(Role.SERVER, BINARY, new byte[10_000]);
		this.protocol.receive(ByteBuffer.wrap(wire, 0, 8_000));
		this.protocol.receive(ByteBuffer.wrap(wire, 8_000, wire.length - 8_000));
		assertThat(this.buffers.largest()).isEqualTo(10_000);
		assertThat(this.buffers.acquired()).isOne();
		this.events.expect("binary " + Recorder.abridge("00".repeat(10_000)));
	}

	@Test
	void aBufferIsNoLargerThanTheMessageLimit() {
		WebSocketProtocol small = new WebSocketProtocol(
				ProtocolSettings.of(Role.SERVER, new ProtocolLimits(3000, 3000, 10)), this.events, new RecordedBytes(),
				this.buffers);
		small.receive(ByteBuffer.wrap(Wire.frameTo(Role.SERVER, 0x02, new byte[2_000])));
		assertThat(this.buffers.largest()).isEqualTo(3_000);
		small.endInput();
	}

	@Test
	void aBombTakesNoMoreMemoryThanTheMessageLimit() {
		PerMessageDeflate deflate = new PerMessageDeflate(Deflated.NO_TAKEOVER, CompressionOptions.DEFAULTS,
				new CompressionPool(0));
		WebSocketProtocol inflating = new WebSocketProtocol(
				new ProtocolSettings(Role.SERVER, ProtocolLimits.DEFAULTS, false, deflate), this.events,
				new RecordedBytes(), this.buffers);
		inflating.receive(ByteBuffer.wrap(Wire.frameTo(Role.SERVER, 0xC2, Deflated.alone(new byte[64 * MIB]))));
		this.events.expect("violation message-too-big");
		assertThat(this.buffers.largest()).isEqualTo(MIB + 1);
		assertThat(this.buffers.lent()).isZero();
	}

	@Test
	void anInflatedMessageGrowsWithWhatWasInflated() {
		PerMessageDeflate deflate = new PerMessageDeflate(Deflated.NO_TAKEOVER, CompressionOptions.DEFAULTS,
				new CompressionPool(0));
		WebSocketProtocol inflating = new WebSocketProtocol(
				new ProtocolSettings(Role.SERVER, ProtocolLimits.DEFAULTS, false, deflate), this.events,
				new RecordedBytes(), this.buffers);
		inflating.receive(ByteBuffer.wrap(Wire.frameTo(Role.SERVER, 0xC2, Deflated.alone(Wire.random(300)))));
		assertThat(this.buffers.acquired()).isOne();
		assertThat(this.buffers.largest()).isEqualTo(1024);
		inflating.receive(ByteBuffer.wrap(Wire.frameTo(Role.SERVER, 0xC2, Deflated.alone(new byte[50_000]))));
		assertThat(this.buffers.largest()).as("doubling").isLessThan(200_000);
		assertThat(this.events.take()).hasSize(2);
	}

	@Test
	void manyEmptyFragmentsTakeNoMemory() {
		receive(Wire.frameTo(Role.SERVER, 0x02, ""));
		for (int i = 0; i < 1000; i++) {
			receive(Wire.frameTo(Role.SERVER, 0x00, ""));
		}
		assertThat(this.buffers.acquired()).isZero();
		assertThat(this.protocol.isMessageOpen()).isTrue();
	}

	@Test
	void theEndOfTheInputGivesTheBufferBack() {
		receive(Wire.frameTo(Role.SERVER, 0x02, "half"));
		assertThat(this.buffers.lent()).isOne();
		this.protocol.endInput();
		this.protocol.endInput();
		assertThat(this.buffers.lent()).isZero();
		receive(Wire.frameTo(Role.SERVER, 0x80, "rest"));
	}

	@Test
	void aViolationGivesTheBufferBackBeforeItIsTold() {
		receive(Wire.frameTo(Role.SERVER, 0x02, "half"));
		this.events.during(() -> assertThat(this.buffers.lent()).isZero());
		receive(Wire.hex("ff"));
		this.events.expect("violation rsv-bits");
	}

	@Test
	void aCloseGivesTheBufferBackBeforeItIsTold() {
		receive(Wire.frameTo(Role.SERVER, 0x02, "half"));
		this.events.during(() -> assertThat(this.buffers.lent()).isZero());
		receive(Wire.frameTo(Role.SERVER, 0x88, ""));
		this.events.expect("close 1005 ");
	}

	@Test
	void aBufferIsNotGivenBackWhileACallbackHoldsIt() {
		receive(Wire.frameTo(Role.SERVER, 0x02, "half"));
		this.events.during(() -> {
			this.protocol.endInput();
			assertThat(this.buffers.lent()).isOne();
		});
		receive(Wire.frameTo(Role.SERVER, 0x80, "rest"));
		this.events.expect("binary " + Wire.hex(Wire.utf8("halfrest")));
		assertThat(this.buffers.lent()).isZero();
	}

	private void receive(byte[]... wire) {
		this.protocol.receive(ByteBuffer.wrap(Wire.join(wire)));
	}

}
