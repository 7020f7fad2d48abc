package io.wsboot.protocol;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * A second inflater, read straight off RFC 1951, bit by bit and without a thought for
 * speed. It keeps its window from message to message and refuses a reference that goes
 * back further than the window it was given.
 */
final class NaiveInflater {

	private static final int[] LENGTH_BASE = { 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59,
			67, 83, 99, 115, 131, 163, 195, 227, 258 };

	private static final int[] LENGTH_BITS = { 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4,
			5, 5, 5, 5, 0 };

	private static final int[] DISTANCE_BASE = { 1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385,
			513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577 };

	private static final int[] CODE_LENGTH_ORDER = { 16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15 };

	private final int window;

	private final boolean takeover;

	private byte[] history = new byte[64 * 1024];

	private int written;

	private int messageStart;

	private int furthest;

	private byte[] in = {};

	private int bit;

	NaiveInflater(int windowBits, boolean takeover) {
		this.window = 1 << windowBits;
		this.takeover = takeover;
	}

	/**
	 * The longest distance so far.
	 */
	int furthest() {
		return this.furthest;
	}

	/**
	 * Inflates a message as RFC 7692 §7.2.2 says.
	 */
	byte[] message(byte[] payload) {
		if (!this.takeover) {
			this.written = 0;
		}
		this.messageStart = this.written;
		this.in = Wire.join(payload, Wire.hex("0000ffff"));
		this.bit = 0;
		while (this.bit < 8 * this.in.length) {
			block();
		}
		return Arrays.copyOfRange(this.history, this.messageStart, this.written);
	}

	private void block() {
		boolean last = bits(1) == 1;
		switch (bits(2)) {
			case 0 -> stored();
			case 1 -> compressed(fixedLiterals(), fixedDistances());
			case 2 -> dynamic();
			default -> throw new IllegalArgumentException("A block of the reserved type");
		}
		if (last) {
			this.bit = (this.bit + 7) / 8 * 8;
		}
	}

	private void stored() {
		this.bit = (this.bit + 7) / 8 * 8;
		int length = bits(16);
		if (bits(16) != (length ^ 0xFFFF)) {
			throw new IllegalArgumentException("A stored block with a wrong length");
		}
		for (int i = 0; i < length; i++) {
			write(bits(8));
		}
	}

	private void dynamic() {
		int literals = bits(5) + 257;
		int distances = bits(5) + 1;
		int[] codeLengths = new int[19];
		int count = bits(4) + 4;
		for (int i = 0; i < count; i++) {
			codeLengths[CODE_LENGTH_ORDER[i]] = bits(3);
		}
		Map<Integer, Integer> codes = huffman(codeLengths);
		int[] lengths = new int[literals + distances];
		int at = 0;
		while (at < lengths.length) {
			int symbol = symbol(codes);
			if (symbol < 16) {
				lengths[at++] = symbol;
				continue;
			}
			int repeated = (symbol == 16) ? lengths[at - 1] : 0;
			int times = (symbol == 16) ? 3 + bits(2) : (symbol == 17) ? 3 + bits(3) : 11 + bits(7);
			for (int i = 0; i < times; i++) {
				lengths[at++] = repeated;
			}
		}
		compressed(huffman(Arrays.copyOf(lengths, literals)),
				huffman(Arrays.copyOfRange(lengths, literals, lengths.length)));
	}

	private void compressed(Map<Integer, Integer> literals, Map<Integer, Integer> distances) {
		int symbol = symbol(literals);
		while (symbol != 256) {
			if (symbol < 256) {
				write(symbol);
			}
			else {
				int length = LENGTH_BASE[symbol - 257] + bits(LENGTH_BITS[symbol - 257]);
				int code = symbol(distances);
				copy(length, DISTANCE_BASE[code] + bits(Math.max(0, code / 2 - 1)));
			}
			symbol = symbol(literals);
		}
	}

	private void copy(int length, int distance) {
		if (distance > this.window || distance > this.written) {
			throw new IllegalArgumentException("A reference goes back by " + distance);
		}
		this.furthest = Math.max(this.furthest, distance);
		for (int i = 0; i < length; i++) {
			write(this.history[this.written - distance]);
		}
	}

	private void write(int value) {
		if (this.written == this.history.length) {
			this.history = Arrays.copyOf(this.history, 2 * this.written);
		}
		this.history[this.written++] = (byte) value;
	}

	private int bits(int count) {
		int value = 0;
		for (int i = 0; i < count; i++) {
			value |= (this.in[this.bit / 8] >> this.bit % 8 & 1) << i;
			this.bit++;
		}
		return value;
	}

	private int symbol(Map<Integer, Integer> codes) {
		int code = 1;
		Integer symbol;
		do {
			code = code << 1 | bits(1);
			symbol = codes.get(code);
		}
		while (symbol == null && code < 1 << 16);
		if (symbol == null) {
			throw new IllegalArgumentException("A code without a meaning");
		}
		return symbol;
	}

	/**
	 * The symbols by their codes, each with a one before its first bit (RFC 1951 §3.2.2).
	 */
	private static Map<Integer, Integer> huffman(int[] lengths) {
		Map<Integer, Integer> codes = new HashMap<>();
		int code = 0;
		for (int length = 1; length <= 15; length++) {
			for (int symbol = 0; symbol < lengths.length; symbol++) {
				if (lengths[symbol] == length) {
					codes.put(1 << length | code++, symbol);
				}
			}
			code <<= 1;
		}
		return codes;
	}

	private static Map<Integer, Integer> fixedLiterals() {
		int[] lengths = new int[288];
		Arrays.fill(lengths, 0, 144, 8);
		Arrays.fill(lengths, 144, 256, 9);
		Arrays.fill(lengths, 256, 280, 7);
		Arrays.fill(lengths, 280, 288, 8);
		return huffman(lengths);
	}

	private static Map<Integer, Integer> fixedDistances() {
		int[] lengths = new int[30];
		Arrays.fill(lengths, 5);
		return huffman(lengths);
	}

}
