package io.wsboot.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Text as people send it, by how many bytes its characters take in UTF-8.
 */
public enum SampleText {

	/**
	 * JSON without a character above U+007F.
	 */
	ASCII("ASCII", "{\"symbol\":\"ABC\",\"price\":101.25,\"size\":300,\"side\":\"buy\",\"venue\":\"north\"}"),

	/**
	 * Russian: mostly two bytes, spaces between.
	 */
	TWO_BYTE("2-byte", "Съешь же ещё этих мягких французских булок, да выпей чаю. "),

	/**
	 * Chinese: three bytes, its punctuation included.
	 */
	CJK("3-byte (CJK)", "天地玄黄，宇宙洪荒。日月盈昃，辰宿列张。寒来暑往，秋收冬藏。"),

	/**
	 * English with some characters of four bytes.
	 */
	EMOJI("ASCII and emoji", "Well done 🎉🎉 see you tomorrow 😀 and bring the cake 🍰! ");

	private final String label;

	private final String sample;

	SampleText(String label, String sample) {
		this.label = label;
		this.sample = sample;
	}

	/**
	 * What the report calls it.
	 */
	String label() {
		return this.label;
	}

	/**
	 * Text of a length.
	 * @param size the length in bytes
	 * @return whole characters of the sample over and over, filled up with ASCII
	 */
	byte[] utf8(int size) {
		ByteBuffer text = ByteBuffer.allocate(size);
		int[] characters = this.sample.codePoints().toArray();
		for (int i = 0; text.hasRemaining(); i++) {
			byte[] next = Character.toString(characters[i % characters.length]).getBytes(StandardCharsets.UTF_8);
			text.put((next.length <= text.remaining()) ? next : new byte[] { 'x' });
		}
		return text.array();
	}

}
