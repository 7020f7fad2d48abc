package io.wsboot.transport;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The PROXY protocol's specification §2: any bytes in any division are a header, no
 * header yet, or refused at the same byte; not a byte behind a header is wanted; and a
 * client's address that was read can be written and read again.
 */
class ProxyHeaderDecoderFuzzTests {

	private static final int MOST = ProxyHeaderV2.FIXED + ProxyHeaderDecoder.MOST_V2;

	/**
	 * What a decoder made of its input.
	 *
	 * @param taken bytes that it took
	 * @param complete whether that was a header
	 * @param source the client's address in it
	 * @param fault why it was refused
	 */
	private record Outcome(int taken, boolean complete, @Nullable SocketAddress source, @Nullable String fault) {
	}

	@FuzzTest
	void saysTheSameForEveryDivision(byte[] data) {
		Outcome whole = decode(data, Integer.MAX_VALUE);
		assertThat(decode(data, 1)).isEqualTo(whole);
		assertThat(decode(data, 0)).as("as much as is missing").isEqualTo(whole);
		assertThat(whole.taken()).isLessThanOrEqualTo(isLine(data) ? ProxyHeaderDecoder.MOST_V1 : MOST);
		if (whole.fault() != null) {
			assertThat(whole.fault()).startsWith("the ").contains("PROXY");
		}
		else if (!whole.complete()) {
			assertThat(whole.taken()).isEqualTo(data.length);
		}
		if (whole.source() instanceof InetSocketAddress client) {
			assertThat(decode(header(client), 0).source()).isEqualTo(client);
		}
	}

	private static boolean isLine(byte[] data) {
		return data.length > 0 && data[0] == 'P';
	}

	/**
	 * Feeds a decoder.
	 * @param step bytes at a time, 0 for as many as the decoder says
	 */
	private static Outcome decode(byte[] data, int step) {
		ProxyHeaderDecoder decoder = new ProxyHeaderDecoder();
		ByteBuffer in = ByteBuffer.wrap(data);
		boolean complete = false;
		try {
			while (!complete && in.hasRemaining()) {
				assertThat(decoder.missing()).isPositive();
				int wanted = (step == 0) ? decoder.missing() : step;
				in.limit((int) Math.min(data.length, (long) in.position() + wanted));
				complete = decoder.decode(in);
				assertThat(complete || !in.hasRemaining()).as("takes all up to the end of the header").isTrue();
				in.limit(data.length);
			}
		}
		catch (ProxyHeaderException ex) {
			return new Outcome(in.position(), false, null, ex.getMessage());
		}
		assertThat(decoder.missing() == 0).isEqualTo(complete);
		return new Outcome(in.position(), complete, decoder.source(), null);
	}

	private static byte[] header(InetSocketAddress client) {
		byte[] address = client.getAddress().getAddress();
		ByteBuffer addresses = ByteBuffer.allocate(2 * address.length + 2 * Short.BYTES)
			.put(address)
			.put(address)
			.putShort((short) client.getPort())
			.putShort((short) 0);
		return ProxyHeaders.v2((address.length == 4) ? "2111" : "2121", addresses.array());
	}

}
