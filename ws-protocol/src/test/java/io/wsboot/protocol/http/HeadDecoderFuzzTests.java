package io.wsboot.protocol.http;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.wsboot.protocol.FuzzInput;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * RFC 9112 §2 to §6: any bytes in any division are a head, no head yet, or refused with a
 * status; and a head that was read can be written and read again.
 */
class HeadDecoderFuzzTests {

	private static final HeadLimits LIMITS = new HeadLimits(64, 512, 8);

	/**
	 * What a decoder made of its input.
	 *
	 * @param heads the heads, one after the other
	 * @param status the status of the fault, 0 if there is none
	 */
	private record Outcome(List<Object> heads, int status, @Nullable String sentence) {
	}

	@FuzzTest
	void saysTheSameForEveryDivision(byte[] data) throws HttpException {
		FuzzInput input = new FuzzInput(data);
		boolean requests = input.nextBoolean();
		int split = input.next();
		byte[] wire = input.rest();
		Outcome whole = decode(requests, LIMITS, List.of(wire));
		assertThat(decode(requests, LIMITS, FuzzInput.split(wire, split))).isEqualTo(whole);
		if (whole.status() != 0) {
			assertThat(whole.status()).isIn(requests ? List.of(400, 414, 431, 501, 505) : List.of(502));
			assertThat(whole.sentence()).isNotBlank().endsWith(".");
		}
		for (Object head : whole.heads()) {
			// written anew it may be a little longer
			Outcome again = decode(requests, HeadLimits.DEFAULTS, List.of(encode(head)));
			assertThat(again).isEqualTo(new Outcome(List.of(head), 0, null));
		}
	}

	private static byte[] encode(Object head) throws HttpException {
		if (head instanceof ResponseHead response) {
			return response.encode();
		}
		RequestHead request = (RequestHead) head;
		assertThat(request.path()).startsWith("/").doesNotContain("?", " ", "\r", "\n");
		assertThat(BodyFraming.of(request).length()).isNotNegative();
		Authority authority = Authority.of(request);
		if (authority != null) {
			assertThat(Authority.parse(authority.toString())).isEqualTo(authority);
		}
		return request.encode();
	}

	private static Outcome decode(boolean requests, HeadLimits limits, List<byte[]> pieces) {
		HeadDecoder decoder = requests ? HeadDecoder.requests(limits) : HeadDecoder.responses(limits);
		List<Object> heads = new ArrayList<>();
		try {
			for (byte[] piece : pieces) {
				ByteBuffer in = ByteBuffer.wrap(piece);
				while (decoder.decode(in)) {
					heads.add(requests ? decoder.requestHead() : decoder.responseHead());
				}
				assertThat(in.hasRemaining()).as("an incomplete head takes all bytes").isFalse();
			}
		}
		catch (HttpException ex) {
			return new Outcome(heads, ex.status(), ex.getMessage());
		}
		return new Outcome(heads, 0, null);
	}

}
