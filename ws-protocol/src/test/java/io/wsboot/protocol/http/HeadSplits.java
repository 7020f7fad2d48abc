package io.wsboot.protocol.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Gives one input to a decoder whole, byte by byte, cut at every position and at seeded
 * random cuts, and insists that the outcome is the same.
 */
final class HeadSplits {

	private static final int LONGEST_FOR_EVERY_CUT = 2048;

	private HeadSplits() {
	}

	/**
	 * What a decoder made of an input.
	 *
	 * @param head the request or response head, {@code null} if there is none
	 * @param status the status of the fault, 0 if there is none
	 * @param sentence the message of the fault
	 * @param rest the bytes left over behind the head
	 */
	record Outcome(@Nullable Object head, int status, String sentence, String rest) {

		RequestHead request() {
			assertThat(this.sentence).isEmpty();
			assertThat(this.head).isInstanceOf(RequestHead.class);
			return (RequestHead) this.head;
		}

		ResponseHead response() {
			assertThat(this.sentence).isEmpty();
			assertThat(this.head).isInstanceOf(ResponseHead.class);
			return (ResponseHead) this.head;
		}

	}

	static Outcome request(String wire) {
		return request(wire, HeadLimits.DEFAULTS);
	}

	static Outcome request(String wire, HeadLimits limits) {
		return replay(wire, limits, true);
	}

	static Outcome response(String wire) {
		return replay(wire, HeadLimits.DEFAULTS, false);
	}

	static Outcome response(String wire, HeadLimits limits) {
		return replay(wire, limits, false);
	}

	private static Outcome replay(String text, HeadLimits limits, boolean requests) {
		byte[] wire = text.getBytes(StandardCharsets.ISO_8859_1);
		Outcome whole = run(wire, limits, requests);
		int[] everywhere = new int[wire.length];
		Arrays.setAll(everywhere, (i) -> i + 1);
		assertThat(run(wire, limits, requests, everywhere)).as("byte by byte").isEqualTo(whole);
		if (wire.length <= LONGEST_FOR_EVERY_CUT) {
			for (int cut = 1; cut < wire.length; cut++) {
				assertThat(run(wire, limits, requests, cut)).as("cut at %s", cut).isEqualTo(whole);
			}
		}
		Random random = new Random(6455);
		for (int round = 0; round < 20 && wire.length > 0; round++) {
			int[] cuts = random.ints(5, 0, wire.length).sorted().toArray();
			assertThat(run(wire, limits, requests, cuts)).as("cuts %s", Arrays.toString(cuts)).isEqualTo(whole);
		}
		return whole;
	}

	private static Outcome run(byte[] wire, HeadLimits limits, boolean requests, int... cuts) {
		HeadDecoder decoder = requests ? HeadDecoder.requests(limits) : HeadDecoder.responses(limits);
		int start = 0;
		try {
			for (int i = 0; i <= cuts.length; i++) {
				int end = (i < cuts.length) ? cuts[i] : wire.length;
				ByteBuffer piece = piece(wire, start, end);
				if (decoder.decode(piece)) {
					Object head = requests ? decoder.requestHead() : decoder.responseHead();
					int rest = end - piece.remaining();
					return new Outcome(head, 0, "",
							new String(wire, rest, wire.length - rest, StandardCharsets.ISO_8859_1));
				}
				assertThat(piece.hasRemaining()).as("an incomplete head takes all bytes").isFalse();
				start = end;
			}
			return new Outcome(null, 0, "", "");
		}
		catch (HttpException ex) {
			return new Outcome(null, ex.status(), ex.getMessage(), "");
		}
	}

	/** A direct buffer with other bytes around the piece. */
	private static ByteBuffer piece(byte[] wire, int start, int end) {
		ByteBuffer buffer = ByteBuffer.allocateDirect(end - start + 6);
		buffer.put((byte) '\r').put((byte) '\n').put((byte) 0).put(wire, start, end - start);
		return buffer.flip().position(3);
	}

}
