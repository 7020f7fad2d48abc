package io.wsboot.transport;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Headers of the PROXY protocol, right and wrong, whole and cut.
 */
class ProxyHeaderTests {

	private static final byte[] BEHIND = { 'G', 'E', 'T', ' ', '/' };

	private static final SocketAddress CLIENT = new InetSocketAddress("192.0.2.7", 56324);

	private static final SocketAddress CLIENT6 = new InetSocketAddress("2001:db8::7", 56324);

	private static final String ADDRESSES6 = "20010db8 00000000 00000000 00000007"
			+ "20010db8 00000000 00000000 00000001 dc04 01bb";

	static Stream<Arguments> headers() {
		return Stream.of(arguments("v1 TCP4", ProxyHeaders.V1, CLIENT),
				arguments("v1 TCP6", ProxyHeaders.line("PROXY TCP6 2001:db8::7 2001:db8::1 56324 443\r\n"), CLIENT6),
				arguments("v1 TCP6, an IPv4 address", ProxyHeaders.line("PROXY TCP6 ::ffff:192.0.2.7 ::1 56324 0\r\n"),
						CLIENT),
				arguments("v1 of 107 bytes",
						ProxyHeaders.line(
								"PROXY UNKNOWN ffff:f...f:ffff ffff:f...f:ffff 65535 65535" + " ".repeat(48) + "\r\n"),
						null),
				arguments("v1 UNKNOWN alone", ProxyHeaders.line("PROXY UNKNOWN\r\n"), null),
				arguments("v2 TCP4", ProxyHeaders.v2(""), CLIENT),
				arguments("v2 TCP4 with records", ProxyHeaders.v2("04 0003 000000" + "ea 0000"), CLIENT),
				arguments("v2 with a checksum", ProxyHeaders.v2WithChecksum(), CLIENT),
				arguments("v2 TCP6", ProxyHeaders.v2("2121", RawPeer.hex(ADDRESSES6)), CLIENT6),
				arguments("v2 UNIX", ProxyHeaders.v2("2131", path("/run/client.sock")),
						UnixDomainSocketAddress.of("/run/client.sock")),
				arguments("v2 UNIX without a name", ProxyHeaders.v2("2131", path("")), UnixDomainSocketAddress.of("")),
				arguments("v2 LOCAL", ProxyHeaders.v2("2000", new byte[0]), null),
				arguments("v2 LOCAL with what must be ignored",
						ProxyHeaders.v2("20ff", RawPeer.hex("03 0004 00000000 ff")), null),
				arguments("v2 unspecified", ProxyHeaders.v2("2100", new byte[0]), null),
				arguments("v2 unspecified with records", ProxyHeaders.v2("2100", RawPeer.hex("01 0002 6832")), null),
				arguments("v2 of the largest size", ProxyHeaders.v2("2000", new byte[ProxyHeaderDecoder.MOST_V2]),
						null));
	}

	private static byte[] path(String client) {
		byte[] addresses = new byte[216];
		System.arraycopy(ProxyHeaders.line(client), 0, addresses, 0, client.length());
		return addresses;
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("headers")
	void aHeaderTellsTheClientWhereverItIsCut(String name, byte[] header, SocketAddress client) throws Exception {
		byte[] all = Arrays.copyOf(header, header.length + BEHIND.length);
		System.arraycopy(BEHIND, 0, all, header.length, BEHIND.length);
		for (int cut = 0; cut <= header.length; cut++) {
			ProxyHeaderDecoder decoder = new ProxyHeaderDecoder();
			assertThat(decoder.decode(ByteBuffer.wrap(all, 0, cut))).isEqualTo(cut == header.length);
			ByteBuffer rest = ByteBuffer.wrap(all, cut, all.length - cut);
			assertThat(decoder.decode(rest)).isTrue();
			assertThat(rest).isEqualTo(ByteBuffer.wrap(BEHIND));
			assertThat(decoder.source()).isEqualTo(client);
		}
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("headers")
	void whatIsMissingIsNeverBehindTheHeader(String name, byte[] header, SocketAddress client) throws Exception {
		ProxyHeaderDecoder decoder = new ProxyHeaderDecoder();
		int at = 0;
		while (decoder.missing() > 0) {
			int wanted = decoder.missing();
			assertThat(at + wanted).isLessThanOrEqualTo(header.length);
			decoder.decode(ByteBuffer.wrap(header, at, wanted));
			at += wanted;
		}
		assertThat(at).isEqualTo(header.length);
		assertThat(decoder.source()).isEqualTo(client);
	}

	static Stream<Arguments> malformed() {
		return Stream.of(wrong("PROXZ", "does not begin with"), wrong("GET ", "does not begin with"),
				wrong("\u0016\u0003", "does not begin with"), wrong("\r\n\r\n\u0000\r\nQUIX", "does not begin with"),
				wrong("PROXY TCP4 192.0.2.7 198.51.100.1 56324 443\n", "CR LF"),
				wrong("PROXY TCP4 192.0.2.7 198.51.100.1 56324 443\rX", "CR LF"),
				wrong("PROXY UNKNOWN" + "x".repeat(94), "longer than 107"), wrong("PROXY TCP4\r\n", "two addresses"),
				wrong("PROXY \r\n", "neither TCP4"), wrong("PROXY UDP4 192.0.2.7 198.51.100.1 1 2\r\n", "neither TCP4"),
				wrong("PROXY tcp4 192.0.2.7 198.51.100.1 1 2\r\n", "neither TCP4"),
				wrong("PROXY TCP4 192.0.2.7 198.51.100.1 1\r\n", "two addresses"),
				wrong("PROXY TCP4 192.0.2.7 198.51.100.1 1 2 3\r\n", "two addresses"),
				wrong("PROXY TCP4  192.0.2.7 198.51.100.1 1 2\r\n", "two addresses"),
				wrong("PROXY TCP4 192.0.2.7 198.51.100.1 1 \r\n", "a port"),
				wrong("PROXY TCP4 192.0.2.7 198.51.100.1 65536 2\r\n", "a port"),
				wrong("PROXY TCP4 192.0.2.7 198.51.100.1 -1 2\r\n", "a port"),
				wrong("PROXY TCP4 192.0.2.7 198.51.100.1 01 2\r\n", "a port"),
				wrong("PROXY TCP4 192.0.2.7 198.51.100.1 1 x\r\n", "a port"),
				wrong("PROXY TCP4 192.0.2.256 198.51.100.1 1 2\r\n", "an address"),
				wrong("PROXY TCP4 192.0.2.07 198.51.100.1 1 2\r\n", "an address"),
				wrong("PROXY TCP4 192.0.7 198.51.100.1 1 2\r\n", "an address"),
				wrong("PROXY TCP4 localhost 198.51.100.1 1 2\r\n", "an address"),
				wrong("PROXY TCP4 192.0.2.7 name.invalid 1 2\r\n", "an address"),
				wrong("PROXY TCP4 2001:db8::7 198.51.100.1 1 2\r\n", "an address"),
				wrong("PROXY TCP6 192.0.2.7 2001:db8::1 1 2\r\n", "an address"),
				wrong("PROXY TCP6 .:: 2001:db8::1 1 2\r\n", "an address"),
				wrong("PROXY TCP6 2001:db8::7::1 2001:db8::1 1 2\r\n", "an address"),
				wrong("PROXY TCP6 fe80::1%eth0 2001:db8::1 1 2\r\n", "an address"),
				wrong(ProxyHeaders.v2("1111", new byte[12]), "another version"),
				wrong(ProxyHeaders.v2("2211", new byte[12]), "unknown command"),
				wrong(ProxyHeaders.v2("2112", new byte[12]), "else than a stream"),
				wrong(ProxyHeaders.v2("2141", new byte[12]), "else than a stream"),
				wrong(ProxyHeaders.v2("2111", new byte[11]), "too short"),
				wrong(ProxyHeaders.v2("2121", new byte[35]), "too short"),
				wrong(ProxyHeaders.v2("2131", new byte[215]), "too short"),
				wrong(ProxyHeaders.v2("2000", new byte[ProxyHeaderDecoder.MOST_V2 + 1]), "at most 4096"),
				wrong(ProxyHeaders.v2("04"), "within a record"), wrong(ProxyHeaders.v2("04 00"), "within a record"),
				wrong(ProxyHeaders.v2("04 0001"), "within a record"),
				wrong(ProxyHeaders.v2("04 ffff 00"), "within a record"),
				wrong(ProxyHeaders.v2("03 0004 00000000"), "checksum"),
				wrong(ProxyHeaders.v2("03 0003 000000"), "checksum"));
	}

	private static Arguments wrong(String line, String reason) {
		return wrong(ProxyHeaders.line(line), reason);
	}

	private static Arguments wrong(byte[] header, String reason) {
		return arguments(header, reason);
	}

	@ParameterizedTest(name = "{1} {index}")
	@MethodSource("malformed")
	void aMalformedHeaderIsRefused(byte[] header, String reason) throws Exception {
		for (int cut : new int[] { 0, 1, header.length - 1 }) {
			ProxyHeaderDecoder decoder = new ProxyHeaderDecoder();
			assertThatExceptionOfType(ProxyHeaderException.class).isThrownBy(() -> {
				decoder.decode(ByteBuffer.wrap(header, 0, cut));
				decoder.decode(ByteBuffer.wrap(header, cut, header.length - cut));
			}).withMessageContaining(reason);
		}
	}

	@Test
	void eachByteOfAChecksummedHeaderMatters() {
		byte[] header = ProxyHeaders.v2WithChecksum();
		for (int i = 0; i < header.length * Byte.SIZE; i++) {
			byte[] broken = header.clone();
			broken[i / Byte.SIZE] ^= (byte) (1 << i % Byte.SIZE);
			ProxyHeaderDecoder decoder = new ProxyHeaderDecoder();
			try {
				boolean complete = decoder.decode(ByteBuffer.wrap(broken));
				// a longer one waits for more; a local one says nothing about a client;
				// the type
				// of the last record makes it another one
				assertThat(!complete || decoder.source() == null || broken[33] != 3).isTrue();
			}
			catch (ProxyHeaderException ex) {
				assertThat(ex).hasMessageContaining("PROXY header");
			}
		}
	}

	@Test
	void noiseIsRefusedOrAHeader() {
		SplittableRandom random = new SplittableRandom(18);
		byte[][] beginnings = { ProxyHeaders.V1, ProxyHeaders.v2WithChecksum(), ProxyHeaders.v2("2131", path("/x")) };
		for (int i = 0; i < 20_000; i++) {
			byte[] noise = beginnings[i % beginnings.length].clone();
			for (int changes = random.nextInt(4); changes >= 0; changes--) {
				noise[random.nextInt(noise.length)] = (byte) random.nextInt();
			}
			ProxyHeaderDecoder decoder = new ProxyHeaderDecoder();
			ByteBuffer in = ByteBuffer.wrap(noise);
			try {
				assertThat(decoder.decode(in)).isEqualTo(decoder.missing() == 0);
			}
			catch (ProxyHeaderException ex) {
				assertThat(ex).hasMessageContaining("PROXY");
			}
		}
	}

	@ParameterizedTest
	@CsvSource({ "10.0.0.0/8, 10.255.0.1, true", "10.0.0.0/8, 11.0.0.1, false", "192.168.4.0/22, 192.168.7.255, true",
			"192.168.4.0/22, 192.168.8.0, false", "127.0.0.1, 127.0.0.1, true", "127.0.0.1, 127.0.0.2, false",
			"0.0.0.0/0, 203.0.113.9, true", "0.0.0.0/0, ::1, false", "::/0, ::1, true", "fd00::/8, fdff::1, true",
			"fd00::/8, fe00::1, false", "2001:db8::/33, 2001:db8:7fff::1, true",
			"2001:db8::/33, 2001:db8:8000::1, false", "::ffff:10.0.0.1, 10.0.0.1, true",
			"10.0.0.1, ::ffff:10.0.0.1, true" })
	void aRangeHasTheAddressesThatBeginLikeIt(String range, String address, boolean contained) {
		assertThat(ProxyProtocol.isTrusted(ProxyProtocol.trusting("192.0.2.200", range).ranges(),
				new InetSocketAddress(address, 1)))
			.isEqualTo(contained);
	}

}
