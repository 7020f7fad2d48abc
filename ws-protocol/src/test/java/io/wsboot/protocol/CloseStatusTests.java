package io.wsboot.protocol;

import java.nio.ByteBuffer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * RFC 6455 §5.5.1, §7.1.5, §7.1.6. What parsing refuses is in the table of violations.
 */
class CloseStatusTests {

	@Test
	void anEmptyPayloadIsNoStatus() throws ProtocolException {
		assertThat(CloseStatus.parse(ByteBuffer.allocate(0))).isSameAs(CloseStatus.NO_STATUS);
	}

	@Test
	void codeAndReasonAreReadBack() throws ProtocolException {
		for (CloseStatus status : new CloseStatus[] { CloseStatus.NORMAL, CloseStatus.of(4999, "κόσμε"),
				CloseStatus.of(3000, "x".repeat(123)) }) {
			ByteBuffer payload = status.encode();
			assertThat(CloseStatus.parse(payload)).isEqualTo(status);
			assertThat(payload.position()).isZero();
		}
	}

	@Test
	void codeStandsBeforeReason() {
		assertThat(Wire.hex(CloseStatus.of(1001, "bye").encode())).isEqualTo("03e9627965");
		assertThat(Wire.hex(CloseStatus.GOING_AWAY.encode())).isEqualTo("03e9");
	}

	@Test
	void closeCode1005IsNeverSent() {
		assertThat(CloseStatus.NO_STATUS.encode().hasRemaining()).isFalse();
		assertThat(CloseStatus.ABNORMAL.encode().hasRemaining()).isFalse();
	}

	@ParameterizedTest
	@ValueSource(ints = { -1, 0, 999, 5000, 65535 })
	void aCodeOutsideOfTheRangesIsNone(int code) {
		assertThatIllegalArgumentException().isThrownBy(() -> CloseStatus.of(code))
			.withMessageContaining(String.valueOf(code));
	}

	@ParameterizedTest
	@ValueSource(ints = { 1000, 1005, 1015, 2999, 4999 })
	void aStatusMayHoldACodeThatMayNotBeSent(int code) {
		assertThat(CloseStatus.of(code)).isEqualTo(new CloseStatus(code, ""));
	}

	@Test
	void aReasonIsLimitedInBytesNotInCharacters() {
		assertThat(CloseStatus.of(1000, "é".repeat(61) + "e").encode().remaining()).isEqualTo(125);
		assertThatIllegalArgumentException().isThrownBy(() -> CloseStatus.of(1000, "é".repeat(62)))
			.withMessageContaining("123");
	}

	@Test
	void aReasonIsNotRepaired() {
		assertThatIllegalArgumentException().isThrownBy(() -> CloseStatus.of(1000, "\uD83D"))
			.withMessageContaining("surrogate");
	}

}
