package io.wsboot.protocol;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import io.wsboot.protocol.NaiveFrames.Frame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Compressed messages on the way out, read by a peer with exactly the window agreed on
 * (RFC 7692 §6.1, §7.1, §7.2.1).
 */
class Rfc7692SentTests {

	private static final String JSON = "{\"id\":%d,\"name\":\"user %d\",\"roles\":[\"reader\",\"writer\"],\"x\":%d}";

	private final Random random = new Random(7);

	/** §7.2.3.1. */
	@ParameterizedTest
	@EnumSource
	void theExampleOfTheRfcIsSent(Role role) {
		DeflatingPair pair = new DeflatingPair(role, 15, true);
		ByteBuffer deflated = pair.deflater().deflatePart(ByteBuffer.wrap(Wire.utf8("Hello")), true);
		assertThat(Wire.hex(deflated)).isEqualTo("f248cdc9c90700");
	}

	/** §7.2.3.2. */
	@Test
	void withTakeoverAMessageRefersToOneBefore() {
		MessageDeflater deflater = new DeflatingPair(Role.SERVER, 15, true).deflater();
		deflater.deflatePart(ByteBuffer.wrap(Wire.utf8("Hello")), true);
		assertThat(Wire.hex(deflater.deflatePart(ByteBuffer.wrap(Wire.utf8("Hello")), true))).isEqualTo("f200110000");
	}

	@Test
	void withoutTakeoverEachMessageIsDeflatedByItself() {
		MessageDeflater deflater = new DeflatingPair(Role.SERVER, 15, false).deflater();
		for (int i = 0; i < 3; i++) {
			assertThat(Wire.hex(deflater.deflatePart(ByteBuffer.wrap(Wire.utf8("Hello")), true)))
				.isEqualTo("f248cdc9c90700");
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 8, 12, 15 })
	void withoutTakeoverEqualMessagesAreDeflatedAlike(int windowBits) {
		MessageDeflater deflater = new DeflatingPair(Role.CLIENT, windowBits, false).deflater();
		ByteBuffer payload = ByteBuffer.wrap(payload(5000));
		String first = Wire.hex(deflater.deflate(payload));
		for (int i = 0; i < 3; i++) {
			assertThat(Wire.hex(deflater.deflate(payload))).isEqualTo(first);
		}
	}

	@ParameterizedTest
	@CsvSource({ "8, true", "8, false", "9, true", "9, false", "10, true", "10, false", "11, true", "11, false",
			"12, true", "12, false", "13, true", "13, false", "14, true", "14, false", "15, true", "15, false" })
	void noReferenceLeavesTheWindow(int windowBits, boolean takeover) {
		DeflatingPair server = new DeflatingPair(Role.SERVER, windowBits, takeover);
		DeflatingPair client = new DeflatingPair(Role.CLIENT, windowBits, takeover);
		int window = 1 << windowBits;
		int total = 0;
		int[] sizes = { 0, 1, 6, 100, 255, 256, 257, 400, window - 1, window, window + 1, 3 * window + 5, 40_000,
				2 * window, window, 300, Math.max(0, window - 300), 7 };
		for (int size : sizes) {
			byte[] payload = payload(size);
			PreparedMessage prepared = PreparedMessage.binary(ByteBuffer.wrap(payload));
			total += 6 * size;
			for (DeflatingPair pair : List.of(server, client)) {
				pair.sendWhole(payload);
				pair.sendPieces(payload, 1 + this.random.nextInt(2 * size + 1));
				pair.sendPrepared(prepared, payload);
			}
		}
		assertThat(server.furthest()).isBetween(window / 2, window);
		assertThat(server.sent() + client.sent()).as("it compresses").isLessThan(total * 2 / 3);
		assertThat(server.compressed()).isGreaterThan(2 * sizes.length);
	}

	/**
	 * The payload of a message repeats that of the last: the longest way back there is.
	 */
	@ParameterizedTest
	@ValueSource(ints = { 8, 9, 10, 11, 12, 13, 14, 15 })
	void whatIsRepeatedJustOutsideOfTheWindowIsNotReferredTo(int windowBits) {
		int window = 1 << windowBits;
		for (int size = window - 4; size <= window + 4; size++) {
			DeflatingPair pair = new DeflatingPair(Role.SERVER, windowBits, true);
			byte[] noise = Wire.random(size);
			for (int i = 0; i < 4; i++) {
				pair.sendPieces(noise, size);
			}
			assertThat(pair.furthest()).isLessThanOrEqualTo(window);
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void whatDoesNotPayIsSentPlainAndThePeerStaysInStep(boolean takeover) {
		DeflatingPair pair = new DeflatingPair(Role.SERVER, 15, takeover);
		byte[] text = payload(5000);
		pair.sendWhole(text);
		pair.sendWhole(Wire.random(5000));
		pair.sendWhole(Wire.random(200_000));
		assertThat(pair.compressed()).isOne();
		pair.sendWhole(text);
		pair.sendWhole(text);
		assertThat(pair.compressed()).isEqualTo(3);
	}

	@Test
	void tinyMessagesAreSentPlainWhereTheyDoNotPay() {
		DeflatingPair pair = new DeflatingPair(Role.SERVER, 15, false);
		for (int size = 0; size < 7; size++) {
			pair.sendWhole(new byte[size]);
		}
		assertThat(pair.compressed()).isLessThan(4);
		pair.sendWhole(new byte[100]);
	}

	/** A flush that ends just at the end of a buffer must not be written twice. */
	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void anyLengthOfTheResultIsComplete(boolean takeover) {
		DeflatingPair pair = new DeflatingPair(Role.CLIENT, 15, takeover);
		byte[] noise = Wire.random(CompressionPool.BUFFER + 60);
		for (int size = CompressionPool.BUFFER - 60; size < noise.length; size++) {
			pair.sendPieces(Arrays.copyOf(noise, size), size);
		}
		for (int scale = 1; scale <= 8; scale *= 2) {
			byte[] half = payload(scale * CompressionPool.BUFFER);
			this.random.nextBytes(half);
			pair.sendPieces(half, half.length);
			pair.sendWhole(Wire.join(half, new byte[half.length]));
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aMessageOfNothingInPiecesIsTheEmptyBlock(boolean takeover) {
		DeflatingPair pair = new DeflatingPair(Role.SERVER, 8, takeover);
		pair.sendPieces(new byte[0], 1);
		pair.sendPieces(payload(256), 256);
		pair.sendPieces(new byte[0], 1);
		pair.sendPieces(new byte[0], 1);
		pair.sendWhole(payload(300));
		assertThat(Wire.hex(pair.deflater().deflatePart(ByteBuffer.allocate(0), true))).isEqualTo("00");
	}

	/** §6.1: RSV1 is set in the first frame alone. */
	@ParameterizedTest
	@EnumSource
	void longCompressedMessagesLeaveAsFragments(Role role) {
		RecordedBytes bytes = new RecordedBytes();
		WebSocketProtocol protocol = compressed(role, bytes, 0);
		byte[] payload = Wire.random(150_000);
		protocol.sendDeflated(true, ByteBuffer.wrap(payload));
		List<Frame> frames = NaiveFrames.decode(bytes.take());
		assertThat(frames).extracting(Frame::firstByte).containsExactly(0x41, 0x00, 0x80);
		assertThat(Wire.join(frames.stream().map(Frame::payload).toArray(byte[][]::new))).isEqualTo(payload);
	}

	@Test
	void theShortestMessageToBeCompressedIsSet() {
		MessageDeflater deflater = compressed(Role.SERVER, new RecordedBytes(), 1024).deflater();
		assertThat(deflater.wants(1023)).isFalse();
		assertThat(deflater.wants(1024)).isTrue();
		assertThat(deflater.prepare(PreparedMessage.binary(ByteBuffer.allocate(1023)))).isFalse();
		assertThat(deflater.prepare(PreparedMessage.binary(ByteBuffer.allocate(1024)))).isTrue();
		assertThat(compressed(Role.SERVER, new RecordedBytes(), 0).deflater().wants(0)).isFalse();
	}

	@ParameterizedTest
	@EnumSource
	void thePeerStaysInStepBehindAPreparedMessage(Role role) {
		DeflatingPair pair = new DeflatingPair(role, 15, true);
		byte[] own = payload(3000);
		byte[] shared = Wire.join(payload(2000), own);
		PreparedMessage message = PreparedMessage.binary(ByteBuffer.wrap(shared));
		pair.sendWhole(own);
		pair.sendPrepared(message, shared);
		pair.sendWhole(own);
		pair.sendPrepared(message, shared);
		pair.sendPrepared(message, shared);
		pair.sendPieces(own, 100);
		pair.sendPrepared(message.uncompressed(), shared);
		pair.sendWhole(own);
		assertThat(pair.compressed()).isEqualTo(7);
	}

	@Test
	void theDeflatedFormIsMadeOncePerWindow() {
		PreparedMessage message = PreparedMessage.binary(ByteBuffer.wrap(payload(200_000)));
		for (int windowBits : new int[] { 15, 9, 15, 9 }) {
			assertThat(new DeflatingPair(Role.SERVER, windowBits, false).deflater().prepare(message)).isTrue();
		}
		DeflatedForm small = message.deflatedForm(9);
		DeflatedForm large = message.deflatedForm(15);
		assertThat(small.size()).isGreaterThan(large.size());
		assertThat(small.next()).isSameAs(large);
		assertThat(large.next()).isNull();
		assertThat(message.deflatedForm(10)).isNull();
		assertThat(large.frames().isReadOnly()).isTrue();
	}

	@Test
	void aPreparedMessageThatDoesNotPayIsSentPlain() {
		byte[] noise = Wire.random(100_000);
		PreparedMessage message = PreparedMessage.binary(ByteBuffer.wrap(noise));
		DeflatingPair pair = new DeflatingPair(Role.SERVER, 15, true);
		pair.sendPrepared(message, noise);
		pair.sendPrepared(message, noise);
		assertThat(pair.compressed()).isZero();
		assertThat(message.deflatedForm(15).frames()).isNull();
		assertThatIllegalStateException().isThrownBy(() -> pair.protocol().send(message, true))
			.withMessageContaining("no deflated form");
	}

	@Test
	void aDeflatedFormIsNeverSentThatWasNotPrepared() {
		PreparedMessage message = PreparedMessage.text("Hello");
		WebSocketProtocol plain = new WebSocketProtocol(ProtocolSettings.of(Role.SERVER, ProtocolLimits.DEFAULTS),
				new Recorder(), new RecordedBytes(), BufferSource.HEAP);
		assertThat(plain.deflater()).isNull();
		assertThatIllegalStateException().isThrownBy(() -> plain.send(message, true));
		assertThatIllegalStateException()
			.isThrownBy(() -> compressed(Role.SERVER, new RecordedBytes(), 0).send(message, true));
	}

	@Test
	void anUncompressedMessageSharesTheBytes() {
		PreparedMessage message = PreparedMessage.text("Hello".repeat(100));
		PreparedMessage uncompressed = message.uncompressed();
		assertThat(uncompressed.uncompressed()).isSameAs(uncompressed);
		assertThat(uncompressed.isText()).isTrue();
		assertThat(uncompressed.size()).isEqualTo(500);
		assertThat(uncompressed.frames()).isEqualTo(message.frames());
		assertThat(new DeflatingPair(Role.SERVER, 15, false).deflater().prepare(uncompressed)).isFalse();
	}

	@Test
	void aMessageInPiecesIsEndedBeforeAnotherIsDeflated() {
		DeflatingPair pair = new DeflatingPair(Role.SERVER, 15, true);
		MessageDeflater deflater = pair.deflater();
		PreparedMessage message = PreparedMessage.binary(ByteBuffer.allocate(100));
		deflater.deflatePart(ByteBuffer.allocate(10), false);
		assertThatIllegalStateException().isThrownBy(() -> deflater.deflate(ByteBuffer.allocate(10)))
			.withMessageContaining("has not ended");
		assertThatIllegalStateException().isThrownBy(() -> deflater.prepare(message));
		deflater.deflatePart(ByteBuffer.allocate(10), true);
		assertThat(deflater.prepare(message)).isTrue();
	}

	@Test
	void nothingIsDeflatedAfterTheEnd() {
		MessageDeflater deflater = new DeflatingPair(Role.SERVER, 15, true).deflater();
		deflater.close();
		deflater.close();
		deflater.release();
		assertThatIllegalStateException().isThrownBy(() -> deflater.deflate(ByteBuffer.allocate(10)))
			.withMessageContaining("closed");
		assertThatIllegalStateException().isThrownBy(() -> deflater.deflatePart(ByteBuffer.allocate(10), true));
		assertThatIllegalStateException().isThrownBy(() -> deflater.prepare(PreparedMessage.text("Hello")));
	}

	@ParameterizedTest
	@CsvSource({ "0, 0, 15, 15, level", "10, 0, 15, 15, level", "6, -1, 15, 15, minSize",
			"6, 0, 7, 15, serverMaxWindowBits", "6, 0, 16, 15, serverMaxWindowBits", "6, 0, 15, 7, clientMaxWindowBits",
			"6, 0, 15, 16, clientMaxWindowBits" })
	void anOptionOutOfRangeIsNamed(int level, int minSize, int serverBits, int clientBits, String name) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new CompressionOptions(level, minSize, true, true, serverBits, clientBits))
			.withMessageStartingWith(name);
		if (name.endsWith("Bits")) {
			assertThatIllegalArgumentException()
				.isThrownBy(() -> new DeflateParameters(true, true, serverBits, clientBits))
				.withMessageStartingWith(name);
		}
	}

	@Test
	void theDefaultsKeepNoContext() {
		assertThat(CompressionOptions.DEFAULTS).isEqualTo(new CompressionOptions(6, 1024, true, true, 15, 15));
	}

	private byte[] payload(int size) {
		StringBuilder json = new StringBuilder();
		while (json.length() < size) {
			json.append(JSON.formatted(this.random.nextInt(500), this.random.nextInt(50), this.random.nextInt()));
		}
		return Arrays.copyOf(Wire.utf8(json.toString()), size);
	}

	private static WebSocketProtocol compressed(Role role, RecordedBytes bytes, int minSize) {
		PerMessageDeflate deflate = new PerMessageDeflate(Deflated.TAKEOVER,
				new CompressionOptions(6, minSize, false, false, 15, 15), new CompressionPool(0));
		return new WebSocketProtocol(new ProtocolSettings(role, ProtocolLimits.DEFAULTS, false, deflate),
				new Recorder(), bytes, BufferSource.HEAP);
	}

}
