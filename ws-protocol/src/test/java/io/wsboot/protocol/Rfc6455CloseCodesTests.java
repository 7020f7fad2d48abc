package io.wsboot.protocol;

import java.nio.ByteBuffer;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * RFC 6455 §7.4 and the registry of IANA, on the wire: every number that two bytes can
 * hold, at either side.
 */
class Rfc6455CloseCodesTests {

	@ParameterizedTest
	@EnumSource
	void everyCodeIsTakenOrRefusedAsItsRangeSays(Role role) {
		int taken = 0;
		for (int code = 0; code <= 0xFFFF; code++) {
			Recorder events = new Recorder();
			WebSocketProtocol protocol = new WebSocketProtocol(ProtocolSettings.of(role, ProtocolLimits.DEFAULTS),
					events, new RecordedBytes(), BufferSource.HEAP);
			byte[] payload = { (byte) (code >> 8), (byte) code };
			protocol.receive(ByteBuffer.wrap(Wire.frameTo(role, 0x88, payload)));
			events.expect(isDefined(code) ? "close " + code + " " : "violation close-code");
			taken += isDefined(code) ? 1 : 0;
		}
		assertThat(taken).isEqualTo(4 + 8 + 1000 + 1000);
	}

	private static boolean isDefined(int code) {
		return switch (code) {
			case 1000, 1001, 1002, 1003 -> true;
			case 1007, 1008, 1009, 1010, 1011 -> true;
			// registered later: restart, try again later, bad gateway
			case 1012, 1013, 1014 -> true;
			default -> code / 1000 == 3 || code / 1000 == 4;
		};
	}

}
