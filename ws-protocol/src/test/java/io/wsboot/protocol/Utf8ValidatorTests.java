package io.wsboot.protocol;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * RFC 6455 §8.1 by RFC 3629 §4, against that grammar as a pattern and the JDK's decoder.
 */
class Utf8ValidatorTests {

	/**
	 * The grammar of RFC 3629 §4, over bytes as characters.
	 */
	private static final Pattern GRAMMAR = Pattern.compile("""
			([\\x00-\\x7F]
			|[\\xC2-\\xDF][\\x80-\\xBF]
			|\\xE0[\\xA0-\\xBF][\\x80-\\xBF]
			|[\\xE1-\\xEC][\\x80-\\xBF]{2}
			|\\xED[\\x80-\\x9F][\\x80-\\xBF]
			|[\\xEE-\\xEF][\\x80-\\xBF]{2}
			|\\xF0[\\x90-\\xBF][\\x80-\\xBF]{2}
			|[\\xF1-\\xF3][\\x80-\\xBF]{3}
			|\\xF4[\\x80-\\x8F][\\x80-\\xBF]{2})*""", Pattern.COMMENTS);

	private final CharsetDecoder twin = StandardCharsets.UTF_8.newDecoder();

	private final CharBuffer decoded = CharBuffer.allocate(200);

	@ParameterizedTest
	@CsvSource({ "'', §4 nothing", "00, §4 lowest of one byte", "7f, §4 highest of one byte", "c280, §4 lowest of two",
			"dfbf, §4 highest of two", "e0a080, §4 lowest of three", "ed9fbf, §4 last before the surrogates",
			"ee8080, §4 first after the surrogates", "efbfbf, §4 highest of three", "f0908080, §4 lowest of four",
			"f48fbfbf, §4 U+10FFFF", "efbbbf61, §6 byte order mark", "efbfbe, §3 noncharacter" })
	void acceptsTheEdgesOfWhatIsWellFormed(String hex, String rule) {
		assertThat(isValid(Wire.hex(hex))).as(rule).isTrue();
	}

	@ParameterizedTest
	@CsvSource({ "80, 1, lone continuation", "bf, 1, lone continuation", "c0, 1, overlong two", "c1, 1, overlong two",
			"f5, 1, above U+10FFFF", "ff, 1, never in UTF-8", "e09f, 2, overlong three", "eda0, 2, surrogate",
			"f08f, 2, overlong four", "f490, 2, above U+10FFFF", "c27f, 2, not a continuation",
			"c2c0, 2, not a continuation", "e1807f, 3, not a continuation", "f18080c0, 4, not a continuation",
			"e180c2, 3, a new character within one" })
	void refusesAtTheByteThatMakesItCertain(String hex, int certain, String rule) {
		byte[] bytes = Wire.hex(hex);
		assertThat(firstInvalid(bytes)).as(rule).isEqualTo(certain);
		byte[] behind = Wire.join(Wire.utf8("0123456789abcdef"), bytes, Wire.utf8("0123456789"));
		assertThat(firstInvalid(behind)).as(rule).isEqualTo(16 + certain);
	}

	@Test
	void agreesWithTheTwinOnAllOfTwoBytes() {
		for (int value = 0; value <= 0xFFFF; value++) {
			agree(new byte[] { (byte) (value >> 8), (byte) value });
		}
	}

	@Test
	void agreesWithTheTwinOnAllLeadsAndEdgesOfFourBytes() {
		int[] edges = { 0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC2, 0xE1, 0xFF };
		for (int lead = 0; lead <= 0xFF; lead++) {
			for (int second : edges) {
				for (int third : edges) {
					agree(new byte[] { (byte) lead, (byte) second, (byte) third });
					for (int fourth : edges) {
						agree(new byte[] { (byte) lead, (byte) second, (byte) third, (byte) fourth });
					}
				}
			}
		}
	}

	@Test
	void agreesWithTheTwinOnSpoiledText() {
		Random random = new Random(8);
		byte[] text = Wire.utf8("Hello World, κόσμε, 日本語, 😀 and again plain text that is longer than a word");
		for (int i = 0; i < 10_000; i++) {
			byte[] spoiled = text.clone();
			spoiled[random.nextInt(text.length)] = (byte) random.nextInt();
			agree(spoiled);
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void asciiIsToldFromOtherTextAtEveryOffsetAndLength(boolean direct) {
		for (int offset = 0; offset < 9; offset++) {
			for (int length = 2; length < 40; length++) {
				ByteBuffer buffer = direct ? ByteBuffer.allocateDirect(60) : ByteBuffer.allocate(63).slice(3, 60);
				buffer.limit(offset + length);
				int state = Utf8Validator.validate(Utf8Validator.START, buffer, offset, offset + length);
				assertThat(Utf8Validator.isAscii(state)).isTrue();
				assertThat(Utf8Validator.isComplete(state)).isTrue();
				buffer.put(offset + length - 2, Wire.hex("c3a4"));
				state = Utf8Validator.validate(Utf8Validator.START, buffer, offset, offset + length);
				assertThat(Utf8Validator.isAscii(state)).isFalse();
				assertThat(Utf8Validator.isComplete(state)).isTrue();
				state = Utf8Validator.validate(state, buffer, 0, offset);
				assertThat(Utf8Validator.isAscii(state)).as("for good").isFalse();
			}
		}
	}

	@Test
	void theBytesAroundAreNotLookedAt() {
		ByteBuffer buffer = ByteBuffer.wrap(Wire.hex("ff 6162 ff"));
		assertThat(Utf8Validator.isValid(buffer, 1, 3)).isTrue();
		assertThat(buffer.position()).isZero();
	}

	/**
	 * Whole, in two parts cut anywhere, and byte by byte.
	 */
	private void agree(byte[] bytes) {
		int expected = firstHopeless(bytes);
		boolean valid = isDecodable(bytes);
		ByteBuffer buffer = ByteBuffer.wrap(bytes);
		if (isValid(bytes) != valid) {
			throw new AssertionError(Wire.hex(bytes) + " is " + (valid ? "valid" : "invalid"));
		}
		if (firstInvalid(bytes) != expected) {
			throw new AssertionError(Wire.hex(bytes) + " is first invalid at " + expected);
		}
		for (int cut = 1; cut < bytes.length; cut++) {
			int state = Utf8Validator.validate(Utf8Validator.START, buffer, 0, cut);
			if (state != Utf8Validator.INVALID) {
				state = Utf8Validator.validate(state, buffer, cut, bytes.length);
			}
			if ((state == Utf8Validator.INVALID) != (expected > 0)) {
				throw new AssertionError(Wire.hex(bytes) + " cut at " + cut);
			}
		}
	}

	private static boolean isValid(byte[] bytes) {
		return Utf8Validator.isValid(ByteBuffer.wrap(bytes), 0, bytes.length);
	}

	/**
	 * How many bytes it takes to be refused; 0 if they are not.
	 */
	private static int firstInvalid(byte[] bytes) {
		int state = Utf8Validator.START;
		ByteBuffer buffer = ByteBuffer.wrap(bytes);
		for (int i = 0; i < bytes.length; i++) {
			state = Utf8Validator.validate(state, buffer, i, i + 1);
			if (state == Utf8Validator.INVALID) {
				return i + 1;
			}
		}
		return 0;
	}

	/**
	 * The length of the shortest prefix that nothing could complete; 0 if there is none.
	 */
	private static int firstHopeless(byte[] bytes) {
		String text = new String(bytes, StandardCharsets.ISO_8859_1);
		for (int length = 1; length <= bytes.length; length++) {
			Matcher matcher = GRAMMAR.matcher(text).region(0, length);
			if (!matcher.matches() && !matcher.hitEnd()) {
				return length;
			}
		}
		return 0;
	}

	private boolean isDecodable(byte[] bytes) {
		ByteBuffer in = ByteBuffer.wrap(bytes);
		return this.twin.reset().decode(in, this.decoded.clear(), true).isUnderflow();
	}

}
