package io.wsboot.protocol;

import java.nio.ByteBuffer;

import com.code_intelligence.jazzer.junit.FuzzTest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * RFC 6455 §5.4, §5.5, §7.4, §8.1: any bytes in any division are heard as the second
 * receiver hears them, and never take more memory than the limits allow.
 */
class MessageDecoderFuzzTests {

	private static final ProtocolLimits LIMITS = new ProtocolLimits(300, 500, 6);

	@FuzzTest
	void hearsWhatTheSecondReceiverHears(byte[] data) {
		FuzzInput input = new FuzzInput(data);
		Role role = input.nextBoolean() ? Role.SERVER : Role.CLIENT;
		boolean direct = input.nextBoolean();
		int split = input.next();
		byte[] wire = input.rest();
		Recorder events = new Recorder();
		CountedBuffers buffers = new CountedBuffers(direct);
		WebSocketProtocol protocol = new WebSocketProtocol(ProtocolSettings.of(role, LIMITS), events,
				new RecordedBytes(), buffers);
		for (byte[] piece : FuzzInput.split(wire, split)) {
			ByteBuffer in = Wire.embedded(piece, direct);
			protocol.receive(in);
			assertThat(in.hasRemaining()).isFalse();
			assertThat(buffers.lent()).isLessThanOrEqualTo(protocol.isMessageOpen() ? 1 : 0);
			assertThat(buffers.lentBytes()).isLessThanOrEqualTo(1024);
		}
		protocol.endInput();
		assertThat(buffers.lent()).isZero();
		assertThat(events.take()).isEqualTo(NaiveReceiver.hear(role, LIMITS, wire));
	}

}
