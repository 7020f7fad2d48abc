package io.wsboot.protocol;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * RFC 6455 §7.4 and the IANA registry: both ends of every range.
 */
class CloseCodeTests {

	@ParameterizedTest
	@CsvSource({ "-1, false", "0, false", "999, false", "1000, true", "1001, true", "1002, true", "1003, true",
			"1004, false", "1005, false", "1006, false", "1007, true", "1008, true", "1009, true", "1010, true",
			"1011, true", "1012, true", "1013, true", "1014, true", "1015, false", "1016, false", "2999, false",
			"3000, true", "3999, true", "4000, true", "4999, true", "5000, false", "65535, false" })
	void onlyRegisteredAndPrivateCodesMayBeReceived(int code, boolean may) {
		assertThat(CloseCode.mayReceive(code)).isEqualTo(may);
		assertThat(CloseCode.maySend(code, Role.CLIENT)).isEqualTo(may);
	}

	@Test
	void aServerDoesNotSendMandatoryExtension() {
		assertThat(CloseCode.maySend(CloseCode.MANDATORY_EXTENSION, Role.SERVER)).isFalse();
		assertThat(CloseCode.maySend(CloseCode.INTERNAL_ERROR, Role.SERVER)).isTrue();
		assertThat(CloseCode.maySend(CloseCode.NO_STATUS, Role.SERVER)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(ints = { CloseCode.NO_STATUS, CloseCode.ABNORMAL, CloseCode.TLS_HANDSHAKE })
	void localCodesAreNeverOnTheWire(int code) {
		assertThat(CloseCode.isLocalOnly(code)).isTrue();
		assertThat(CloseCode.mayReceive(code)).isFalse();
	}

	@Test
	void otherCodesAreNotLocal() {
		assertThat(CloseCode.isLocalOnly(CloseCode.NORMAL)).isFalse();
		assertThat(CloseCode.isLocalOnly(CloseCode.BAD_GATEWAY)).isFalse();
	}

}
