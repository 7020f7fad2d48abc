package io.wsboot.protocol.handshake;

import java.util.Base64;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * RFC 6455 §1.3, §4.1 and §4.2.2.
 */
class HandshakeKeyTests {

	@Test
	void theExampleOfTheRfcIsProven() {
		assertThat(new HandshakeKey("dGhlIHNhbXBsZSBub25jZQ==").accept()).isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
	}

	@Test
	void aRandomKeyIs16BytesInBase64() {
		String key = HandshakeKey.random().value();
		assertThat(Base64.getDecoder().decode(key)).hasSize(16);
		assertThat(HandshakeKey.isWellFormed(key)).isTrue();
		assertThat(HandshakeKey.random().value()).isNotEqualTo(key);
	}

	@ParameterizedTest
	@CsvSource({ "AAAAAAAAAAAAAAAAAAAAAA==,true", "zzzzzzzzzzzzzzzzzzzzzz==,true", "++++++++++//////////+/==,true",
			"0123456789012345678901==,true", "012345678901234567890===,false", "01234567890123456789012=,false",
			"012345678901234567890123,false", "0123456789012345678901,false", "@123456789012345678901==,false",
			"[123456789012345678901==,false", "`123456789012345678901==,false", "{123456789012345678901==,false",
			":123456789012345678901==,false", ".123456789012345678901==,false",
			"0123456789012345678901==\u00A0,false" })
	void aKeyHas22DigitsAndTwoEqualsSigns(String text, boolean wellFormed) {
		assertThat(HandshakeKey.isWellFormed(text)).isEqualTo(wellFormed);
	}

}
