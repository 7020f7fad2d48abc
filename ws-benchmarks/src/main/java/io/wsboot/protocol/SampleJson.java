package io.wsboot.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

/**
 * JSON as applications send it: the same names over and over, other values each time.
 */
public final class SampleJson {

	private static final String[] VENUES = { "north", "south", "east", "west" };

	private SampleJson() {
	}

	/**
	 * A batch of messages, no two of them alike, the same in every run.
	 * @param size the length of each, in bytes
	 * @return the messages; the last order of each is cut
	 */
	static byte[][] messages(int size) {
		Random random = new Random(7692);
		byte[][] messages = new byte[SampleFrames.batch(size)][];
		for (int i = 0; i < messages.length; i++) {
			messages[i] = message(size, random);
		}
		return messages;
	}

	/**
	 * One message.
	 * @param size its length, in bytes
	 * @param random chooses its values
	 * @return the message; its last order is cut
	 */
	public static byte[] message(int size, Random random) {
		StringBuilder text = new StringBuilder("[");
		while (text.length() < size) {
			text.append("{\"id\":").append(random.nextInt(1_000_000));
			text.append(",\"price\":")
				.append(random.nextInt(100_000))
				.append(".25,\"size\":")
				.append(random.nextInt(500));
			text.append(",\"side\":\"").append(random.nextBoolean() ? "buy" : "sell");
			text.append("\",\"venue\":\"").append(VENUES[random.nextInt(VENUES.length)]).append("\"},");
		}
		return Arrays.copyOf(text.toString().getBytes(StandardCharsets.US_ASCII), size);
	}

}
