package io.wsboot.protocol;

import java.nio.ByteBuffer;

import com.code_intelligence.jazzer.junit.FuzzTest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * RFC 6455 §5.5.1, §7.4: any payload of a Close is a status or one of three violations.
 */
class CloseStatusFuzzTests {

	@FuzzTest
	void isReadOrRefused(byte[] data) {
		ByteBuffer payload = ByteBuffer.wrap(new FuzzInput(data).take(125));
		CloseStatus status;
		try {
			status = CloseStatus.parse(payload);
		}
		catch (ProtocolException ex) {
			assertThat(ex.violation()).isIn(Violation.CLOSE_TOO_SHORT, Violation.CLOSE_CODE,
					Violation.CLOSE_REASON_UTF8);
			return;
		}
		assertThat(payload.position()).isZero();
		assertThat(status.code() == CloseCode.NO_STATUS || CloseCode.mayReceive(status.code())).isTrue();
		assertThat(status.encode()).as("means what it says").isEqualTo(payload);
		for (Role role : Role.values()) {
			WebSocketProtocol protocol = new WebSocketProtocol(ProtocolSettings.of(role, ProtocolLimits.DEFAULTS),
					new Recorder(), new RecordedBytes(), BufferSource.HEAP);
			protocol.closeReceived(status);
			assertThat(protocol.closeStatus()).isEqualTo(status);
			assertThat(protocol.state()).isEqualTo(ClosingState.COMPLETE);
		}
	}

}
