package io.wsboot.benchmarks.load;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.Deflater;

import io.wsboot.protocol.SampleJson;

/**
 * A text and what it is on the wire with permessage-deflate (RFC 7692). It refers to no
 * other message, which a sender that keeps its context may do, and so it can be sent at
 * any time. Its first bytes are not compressed, so that they can be stamped.
 *
 * @param plain the text
 * @param compressed the payload of its frame
 */
record CompressedText(byte[] plain, byte[] compressed) {

	/** Where the text begins in the payload: behind the header of a block as it is. */
	static final int PLAIN_AT = 5;

	/**
	 * More than a window of 32 KiB holds of texts of 1 KiB, and no multiple of the stride
	 * at which whole messages are compared.
	 */
	private static final int TEXTS = 61;

	private static final int LEVEL = 6;

	private static final int TAIL = 4;

	/**
	 * Makes texts that compress to the same number of bytes.
	 * @param size the bytes of each, more than the stamps have
	 */
	static List<CompressedText> ofSize(int size) {
		Random random = new Random(7692);
		Map<Integer, List<CompressedText>> byLength = new HashMap<>();
		while (true) {
			CompressedText text = of(SampleJson.message(size, random));
			List<CompressedText> alike = byLength.computeIfAbsent(text.compressed().length,
					(length) -> new ArrayList<>());
			alike.add(text);
			if (alike.size() == TEXTS) {
				return alike;
			}
		}
	}

	private static CompressedText of(byte[] plain) {
		ByteArrayOutputStream payload = new ByteArrayOutputStream();
		payload.writeBytes(new byte[] { 0, Messages.STAMPS, 0, ~Messages.STAMPS, ~0 });
		payload.write(plain, 0, Messages.STAMPS);
		payload.writeBytes(deflated(plain, Messages.STAMPS));
		return new CompressedText(plain, payload.toByteArray());
	}

	private static byte[] deflated(byte[] plain, int from) {
		Deflater deflater = new Deflater(LEVEL, true);
		try {
			deflater.setInput(plain, from, plain.length - from);
			byte[] room = new byte[2 * plain.length + 64];
			int length = deflater.deflate(room, 0, room.length, Deflater.SYNC_FLUSH);
			return Arrays.copyOf(room, length - TAIL);
		}
		finally {
			deflater.end();
		}
	}

}
