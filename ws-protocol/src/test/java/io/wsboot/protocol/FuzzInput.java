package io.wsboot.protocol;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Reads decisions off the front of a fuzzer's input. Behind its end every byte is zero,
 * so that any input is a whole one.
 */
public final class FuzzInput {

	private final byte[] bytes;

	private int position;

	public FuzzInput(byte[] bytes) {
		this.bytes = bytes;
	}

	public boolean hasMore() {
		return this.position < this.bytes.length;
	}

	/** A number from 0 to 255. */
	public int next() {
		return hasMore() ? this.bytes[this.position++] & 0xFF : 0;
	}

	public boolean nextBoolean() {
		return (next() & 1) != 0;
	}

	/** At most so many of the next bytes. */
	public byte[] take(int most) {
		int end = Math.min(this.bytes.length, this.position + most);
		byte[] taken = Arrays.copyOfRange(this.bytes, this.position, end);
		this.position = end;
		return taken;
	}

	public byte[] rest() {
		return take(this.bytes.length);
	}

	/** Cuts bytes into pieces as one byte of the input decides; 0 leaves them whole. */
	public static List<byte[]> split(byte[] wire, int decision) {
		if (decision == 0 || wire.length < 2) {
			return List.of(wire);
		}
		Random random = new Random(decision);
		int most = 1 + random.nextInt(wire.length);
		List<byte[]> pieces = new ArrayList<>();
		for (int at = 0; at < wire.length;) {
			int end = Math.min(wire.length, at + 1 + random.nextInt(most));
			pieces.add(Arrays.copyOfRange(wire, at, end));
			at = end;
		}
		return pieces;
	}

}
