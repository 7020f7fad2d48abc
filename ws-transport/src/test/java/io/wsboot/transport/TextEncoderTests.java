package io.wsboot.transport;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class TextEncoderTests {

	private final TextEncoder encoder = new TextEncoder();

	@ParameterizedTest
	@ValueSource(strings = { "", "a", "1234567", "12345678", "123456789", "\u0000\u007F" })
	void shortAsciiIsEncodedInPlace(String text) {
		ByteBuffer encoded = this.encoder.encode(text);
		assertThat(this.encoder.keeps(encoded)).isTrue();
		assertThat(string(encoded)).isEqualTo(text);
	}

	@ParameterizedTest
	@ValueSource(strings = { "\u0080", "1234567é", "12345678é", "ÿ", "Ā", "\u0141234567", "€uro", "\uD83D\uDE00" })
	void otherTextIsEncodedIntoAnArrayOfItsOwn(String text) {
		ByteBuffer encoded = this.encoder.encode(text);
		assertThat(this.encoder.keeps(encoded)).isFalse();
		assertThat(string(encoded)).isEqualTo(text);
	}

	@ParameterizedTest
	@ValueSource(strings = { "\uD83D", "before \uDE00 behind", "\uDE00\uD83D" })
	void aSurrogateWithoutItsPairBecomesAQuestionMark(String text) {
		assertThat(string(this.encoder.encode(text))).isEqualTo(text.replace('\uD83D', '?').replace('\uDE00', '?'));
	}

	@Test
	void everyLengthIsEncoded() {
		for (int length = 0; length < 2 * TextEncoder.LONGEST; length++) {
			String text = "x".repeat(length);
			ByteBuffer encoded = this.encoder.encode(text);
			assertThat(string(encoded)).isEqualTo(text);
			assertThat(this.encoder.keeps(encoded)).isEqualTo(length <= TextEncoder.LONGEST);
		}
	}

	@Test
	void itAgreesWithTheJdkWhateverCameBefore() {
		Random random = new Random(7);
		for (int i = 0; i < 20_000; i++) {
			int most = (i % 3 == 0) ? 0x80 : (i % 3 == 1) ? 0x100 : 0x1_0000;
			StringBuilder text = new StringBuilder();
			for (int length = random.nextInt(40); length > 0; length--) {
				text.append((char) random.nextInt(most));
			}
			byte[] expected = text.toString().getBytes(StandardCharsets.UTF_8);
			assertThat(bytes(this.encoder.encode(text))).isEqualTo(expected);
		}
	}

	private static String string(ByteBuffer utf8) {
		return new String(bytes(utf8), StandardCharsets.UTF_8);
	}

	private static byte[] bytes(ByteBuffer buffer) {
		byte[] bytes = new byte[buffer.remaining()];
		buffer.duplicate().get(bytes);
		return bytes;
	}

}
