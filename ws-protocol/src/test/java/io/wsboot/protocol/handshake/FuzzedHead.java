package io.wsboot.protocol.handshake;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import io.wsboot.protocol.FuzzInput;
import io.wsboot.protocol.http.HeadDecoder;
import io.wsboot.protocol.http.HttpException;
import org.jspecify.annotations.Nullable;

/**
 * Heads near the right one, which a fuzzer would take long to find.
 */
final class FuzzedHead {

	private FuzzedHead() {
	}

	/**
	 * Three inputs in four are lines behind a right head, of which they may leave one
	 * line out; the others are a whole head.
	 */
	static String text(FuzzInput input, String firstLine, String... lines) {
		int kind = input.next();
		StringBuilder text = new StringBuilder();
		if ((kind & 3) != 0) {
			int leftOut = (kind >> 2) - 1;
			text.append(firstLine).append("\r\n");
			for (int i = 0; i < lines.length; i++) {
				text.append((i == leftOut) ? "" : lines[i] + "\r\n");
			}
		}
		text.append(new String(input.rest(), StandardCharsets.ISO_8859_1));
		return text.append("\r\n\r\n").toString();
	}

	/**
	 * Has a head decoded.
	 * @return the decoder if it has read one, else {@code null}
	 */
	static @Nullable HeadDecoder decode(HeadDecoder decoder, String text) {
		try {
			return decoder.decode(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1))) ? decoder : null;
		}
		catch (HttpException ex) {
			return null;
		}
	}

}
