package io.wsboot.protocol;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * The ways in which TCP may cut the same bytes into reads.
 */
final class Splits {

	private static final int EVERY_POSITION_UP_TO = 600;

	private static final int RANDOM = 12;

	private Splits() {
	}

	/**
	 * The whole, byte by byte, cut in two at every position (at positions near the ends
	 * and a seeded choice for long input), and at seeded random cuts.
	 */
	static List<List<byte[]>> of(byte[] wire) {
		Random random = new Random(wire.length);
		List<List<byte[]>> splits = new ArrayList<>();
		splits.add(List.of(wire));
		splits.add(pieces(wire, 1, 1, random));
		for (int cut = 1; cut < wire.length; cut++) {
			if (wire.length <= EVERY_POSITION_UP_TO || cut < 40 || wire.length - cut < 40
					|| random.nextInt(wire.length) < 40) {
				splits.add(List.of(Arrays.copyOf(wire, cut), Arrays.copyOfRange(wire, cut, wire.length)));
			}
		}
		for (int i = 0; i < RANDOM; i++) {
			splits.add(pieces(wire, 1, 2 + wire.length / (1 + i), random));
		}
		return splits;
	}

	static List<byte[]> byteByByte(byte[] wire) {
		return pieces(wire, 1, 1, new Random(0));
	}

	static List<byte[]> pieces(byte[] wire, int least, int most, Random random) {
		List<byte[]> pieces = new ArrayList<>();
		int at = 0;
		while (at < wire.length) {
			int length = Math.min(wire.length - at, least + random.nextInt(most - least + 1));
			pieces.add(Arrays.copyOfRange(wire, at, at + length));
			at += length;
		}
		return pieces;
	}

}
