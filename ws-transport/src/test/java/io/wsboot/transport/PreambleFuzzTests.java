package io.wsboot.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.wsboot.protocol.handshake.WebSocketUri;
import io.wsboot.protocol.http.HeadLimits;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a proxy may answer (RFC 9110 §9.3.6, RFC 1928, RFC 1929): any bytes in any
 * division open the way, are not enough yet, or end the attempt with a sentence. The way
 * is open only behind an answer that says so, and no byte behind that is taken.
 */
class PreambleFuzzTests {

	private static final WebSocketUri SERVER = WebSocketUri.parse("wss://server.test/");

	private static final String PASSWORD = "sesame";

	private static final int SOCKS = 1;

	private static final int CREDENTIALS = 2;

	/**
	 * What became of a proxy's answers.
	 *
	 * @param said what this side said, in hexadecimal
	 * @param opened how many bytes opened the way, -1 if it is not open
	 * @param fault why it will not be
	 */
	private record Outcome(String said, int opened, @Nullable String fault) {
	}

	@FuzzTest
	void opensTheWayOrFails(byte[] data) {
		int kind = (data.length > 0) ? data[0] : 0;
		byte[] answers = Arrays.copyOfRange(data, Math.min(1, data.length), data.length);
		boolean socks = (kind & SOCKS) != 0;
		boolean credentials = (kind & CREDENTIALS) != 0;
		Outcome whole = hear(preamble(socks, credentials), answers, answers.length);
		for (int step : new int[] { 1, 2, 7 }) {
			assertThat(hear(preamble(socks, credentials), answers, step)).isEqualTo(whole);
		}
		if (whole.fault() != null) {
			assertThat(whole.fault()).startsWith("The proxy ").doesNotContain(PASSWORD);
		}
		else if (socks) {
			assertThat(whole.opened()).isEqualTo(opened(ByteBuffer.wrap(answers), credentials));
		}
		else if (whole.opened() >= 0) {
			assertThat(new String(answers, 0, whole.opened(), StandardCharsets.ISO_8859_1)).startsWith("HTTP/1.")
				.contains(" 2")
				.endsWith("\n");
		}
	}

	private static Preamble preamble(boolean socks, boolean credentials) {
		ClientProxy.Via via = socks ? ClientProxy.socks5("proxy.test", 1080) : ClientProxy.http("proxy.test", 8080);
		ClientProxy.Via proxy = credentials ? via.withCredentials("user", PASSWORD) : via;
		return socks ? new Socks5(proxy, SERVER) : new HttpConnect(proxy, SERVER, HeadLimits.DEFAULTS);
	}

	private static Outcome hear(Preamble preamble, byte[] answers, int step) {
		StringBuilder said = new StringBuilder(hex(preamble.begin()));
		ByteBuffer in = ByteBuffer.wrap(answers);
		boolean over = false;
		try {
			while (!over && in.hasRemaining()) {
				in.limit(Math.min(answers.length, in.position() + step));
				over = preamble.receive(in, (bytes) -> said.append(' ').append(hex(bytes)));
				assertThat(over || !in.hasRemaining()).as("takes all that is not the next one's").isTrue();
				in.limit(answers.length);
			}
		}
		catch (IOException ex) {
			return new Outcome(said.toString(), -1, ex.getMessage());
		}
		return new Outcome(said.toString(), over ? in.position() : -1, null);
	}

	private static String hex(ByteBuffer bytes) {
		byte[] copy = new byte[bytes.remaining()];
		bytes.duplicate().get(copy);
		return HexFormat.of().formatHex(copy);
	}

	/**
	 * The answers of a SOCKS proxy that says no to nothing, read from the RFCs alone.
	 * @return how many bytes they have, -1 if some are missing
	 */
	private static int opened(ByteBuffer answers, boolean credentials) {
		int reply = 2;
		if (answers.remaining() >= 2 && answers.get(1) == 2) {
			assertThat(credentials).isTrue();
			reply = 4;
		}
		if (answers.remaining() < reply + 5) {
			return -1;
		}
		assertThat(answers.get(reply + 1)).as("the reply").isZero();
		int address = switch (answers.get(reply + 3)) {
			case 1 -> 4;
			case 4 -> 16;
			default -> 1 + Byte.toUnsignedInt(answers.get(reply + 4));
		};
		int end = reply + 4 + address + 2;
		return (answers.remaining() >= end) ? end : -1;
	}

}
