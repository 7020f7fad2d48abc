package io.wsboot.protocol;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import io.wsboot.protocol.handshake.ExtensionOffer;
import io.wsboot.protocol.handshake.HandshakeException;
import io.wsboot.protocol.http.Growth;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * What hostile input costs: memory is counted in bytes, the processor's time is compared
 * with that of honest input of the same size.
 */
class ResourceThreatsTests {

	private static final int SIZE = 64 * 1024;

	@ParameterizedTest
	@EnumSource
	void manyConnectionsThatAnnounceTheLongestFrameTakeLittle(Role role) {
		int connections = 200;
		CountedBuffers buffers = new CountedBuffers(false);
		int longest = (int) ProtocolLimits.DEFAULTS.maxFrameSize();
		byte[] wire = Wire.cutFrameTo(role, 0x82, new byte[10], longest);
		List<WebSocketProtocol> open = new ArrayList<>();
		long allocated = Growth.allocated(wire, (bytes) -> {
			for (int i = 0; i < connections; i++) {
				WebSocketProtocol protocol = new WebSocketProtocol(ProtocolSettings.of(role, ProtocolLimits.DEFAULTS),
						new Recorder(), new RecordedBytes(), buffers);
				protocol.receive(ByteBuffer.wrap(bytes.clone()));
				open.add(protocol);
			}
		});
		assertThat(buffers.lent()).isEqualTo(connections);
		assertThat(buffers.lentBytes()).isLessThanOrEqualTo(connections * 1024);
		assertThat(allocated).as("heap in all").isLessThan(connections * 8192L);
		open.forEach(WebSocketProtocol::endInput);
		assertThat(buffers.lent()).isZero();
	}

	static Stream<Arguments> hostileFrames() {
		return Stream.of(arguments("empty pings", repeat(Wire.frameTo(Role.SERVER, 0x89, ""))),
				arguments("empty messages", repeat(Wire.frameTo(Role.SERVER, 0x82, ""))),
				arguments("empty fragments",
						repeat(Wire.join(Wire.frameTo(Role.SERVER, 0x01, ""), Wire.frameTo(Role.SERVER, 0x00, ""),
								Wire.frameTo(Role.SERVER, 0x80, "")))),
				arguments("fragments of one byte of a character",
						repeat(Wire.join(Wire.frameTo(Role.SERVER, 0x01, Wire.hex("e6")),
								Wire.frameTo(Role.SERVER, 0x00, Wire.hex("97")),
								Wire.frameTo(Role.SERVER, 0x80, Wire.hex("a5"))))),
				arguments("characters of four bytes",
						repeat(Wire.frameTo(Role.SERVER, 0x81, "\ud83d\ude00".repeat(25)))),
				arguments("the longest pongs", repeat(Wire.frameTo(Role.SERVER, 0x8A, new byte[125]))));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("hostileFrames")
	void hostileFramesCostABoundedMultipleOfHonestOnes(String what, byte[] hostile) {
		byte[] honest = repeat(Wire.frameTo(Role.SERVER, 0x81, "an honest message is about as long as this one"));
		assertThat(Cost.ratio(hostile, honest, ResourceThreatsTests::receive)).isLessThan(100);
	}

	@Test
	void aMessageThatComesByteByByteCostsLinearTime() {
		Growth.assertLinear((size) -> Wire.frameTo(Role.SERVER, 0x81, "é".repeat(size / 2)), (wire) -> {
			WebSocketProtocol protocol = new WebSocketProtocol(
					ProtocolSettings.of(Role.SERVER, ProtocolLimits.DEFAULTS), new SilentSink(), new RecordedBytes(),
					BufferSource.HEAP);
			ByteBuffer in = ByteBuffer.wrap(wire.clone());
			for (int i = 1; i <= wire.length; i++) {
				protocol.receive(in.limit(i));
			}
			assertThat(protocol.isMessageOpen()).isFalse();
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { " ", ",", "\\", "\t,", "a,", "a;", "a;b=\"c\",", "a;b=\"\\c\\", "a;b=\"\\\\\\\\", "==" })
	void aHostileListCostsLittleMoreThanAnHonestOne(String unit) {
		String honest = "permessage-deflate; client_max_window_bits=" + "1".repeat(SIZE);
		String hostile = unit.repeat(SIZE / unit.length());
		assertThat(Cost.ratio(hostile, honest, ResourceThreatsTests::parse)).isLessThan(100);
	}

	private static void parse(String list) {
		try {
			assertThat(ExtensionOffer.parse(List.of(list))).isNotEmpty();
		}
		catch (HandshakeException ex) {
			assertThat(ex.status()).isEqualTo(400);
		}
	}

	private static void receive(byte[] wire) {
		WebSocketProtocol protocol = new WebSocketProtocol(ProtocolSettings.of(Role.SERVER, ProtocolLimits.DEFAULTS),
				new SilentSink(), new RecordedBytes(), BufferSource.HEAP);
		protocol.receive(ByteBuffer.wrap(wire.clone()));
		assertThat(protocol.isInputOver()).isFalse();
	}

	private static byte[] repeat(byte[] frames) {
		byte[][] all = new byte[SIZE / frames.length][];
		Arrays.fill(all, frames);
		return Wire.join(all);
	}

}
