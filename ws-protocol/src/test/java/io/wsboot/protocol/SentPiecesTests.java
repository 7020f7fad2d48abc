package io.wsboot.protocol;

import java.nio.ByteBuffer;
import java.util.List;

import io.wsboot.protocol.NaiveFrames.Frame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * A message that is sent piece by piece (RFC 6455 §5.4).
 */
class SentPiecesTests {

	private final RecordedBytes bytes = new RecordedBytes();

	@ParameterizedTest
	@EnumSource
	void piecesAreFragmentsAndControlFramesPassBetweenThem(Role role) {
		WebSocketProtocol protocol = protocol(role);
		assertThat(protocol.beginMessage(true, false)).isTrue();
		assertThat(this.bytes.calls()).isEmpty();
		assertThat(protocol.sendFragment(piece("Hel"), false)).isTrue();
		assertThat(protocol.sendPing(piece("p"))).isTrue();
		assertThat(protocol.sendFragment(piece("l"), false)).isTrue();
		assertThat(protocol.sendPong(piece("p"))).isTrue();
		assertThat(protocol.sendFragment(piece("o"), true)).isTrue();
		assertThat(sent()).containsExactly("01 48656c", "89 70", "00 6c", "8a 70", "80 6f");
	}

	@Test
	void theNextMessageMayFollow() {
		WebSocketProtocol protocol = protocol(Role.SERVER);
		protocol.beginMessage(false, false);
		protocol.sendFragment(piece("a"), true);
		protocol.sendText(piece("b"), false);
		protocol.beginMessage(true, false);
		protocol.sendFragment(piece("c"), true);
		assertThat(sent()).containsExactly("82 61", "81 62", "81 63");
	}

	@Test
	void anEmptyPieceWritesNothingUnlessItIsTheLast() {
		WebSocketProtocol protocol = protocol(Role.SERVER);
		protocol.beginMessage(true, true);
		assertThat(protocol.sendFragment(piece(""), false)).isTrue();
		assertThat(this.bytes.calls()).isEmpty();
		protocol.sendFragment(piece("a"), false);
		protocol.sendFragment(piece(""), false);
		protocol.sendFragment(piece(""), true);
		protocol.beginMessage(false, false);
		protocol.sendFragment(piece(""), true);
		assertThat(sent()).containsExactly("41 61", "80 ", "82 ");
	}

	@ParameterizedTest
	@EnumSource
	void aLongPieceLeavesAsSeveralFragments(Role role) {
		WebSocketProtocol protocol = protocol(role);
		byte[] payload = Wire.random(200_000);
		ByteBuffer piece = Wire.embedded(payload, true);
		protocol.beginMessage(false, true);
		protocol.sendFragment(piece, false);
		protocol.sendFragment(piece, true);
		assertThat(piece.remaining()).isEqualTo(payload.length);
		List<Frame> frames = NaiveFrames.decode(this.bytes.take());
		assertThat(frames).extracting(Frame::firstByte).containsExactly(0x42, 0, 0, 0, 0, 0, 0, 0x80);
		assertThat(frames).allMatch((frame) -> frame.payload().length <= 65536);
		assertThat(Wire.join(frames.stream().map(Frame::payload).toArray(byte[][]::new)))
			.isEqualTo(Wire.join(payload, payload));
	}

	@Test
	void noOtherMessageIsSentBeforeTheLastPiece() {
		WebSocketProtocol protocol = protocol(Role.SERVER);
		protocol.beginMessage(true, false);
		for (int i = 0; i < 2; i++) {
			assertThatIllegalStateException().isThrownBy(() -> protocol.sendText(piece("a"), false))
				.withMessageContaining("has not ended");
			assertThatIllegalStateException().isThrownBy(() -> protocol.sendBinary(piece("a"), true));
			assertThatIllegalStateException().isThrownBy(() -> protocol.sendDeflated(true, piece("a")));
			assertThatIllegalStateException().isThrownBy(() -> protocol.send(PreparedMessage.text("a"), false));
			assertThatIllegalStateException().isThrownBy(() -> protocol.beginMessage(true, false));
			protocol.sendFragment(piece("first"), false);
		}
		protocol.sendFragment(piece(""), true);
		assertThat(protocol.sendText(piece("a"), false)).isTrue();
	}

	@Test
	void aPieceBelongsToAMessage() {
		WebSocketProtocol protocol = protocol(Role.SERVER);
		assertThatIllegalStateException().isThrownBy(() -> protocol.sendFragment(piece("a"), true))
			.withMessageContaining("begun");
		protocol.beginMessage(true, false);
		protocol.sendFragment(piece("a"), true);
		assertThatIllegalStateException().isThrownBy(() -> protocol.sendFragment(piece("a"), true));
	}

	@Test
	void aCloseMayLeaveAMessageUnfinished() {
		WebSocketProtocol protocol = protocol(Role.SERVER);
		protocol.beginMessage(true, false);
		protocol.sendFragment(piece("a"), false);
		assertThat(protocol.close(CloseStatus.NORMAL)).isTrue();
		assertThat(sent()).containsExactly("01 61", "88 03e8");
		assertThat(protocol.sendFragment(piece("b"), true)).isFalse();
		assertThat(protocol.beginMessage(true, false)).isFalse();
		assertThat(protocol.sendText(piece("c"), false)).isFalse();
		assertThat(protocol.sendDeflated(true, piece("c"))).isFalse();
		assertThat(protocol.send(PreparedMessage.text("c"), true)).isFalse();
		assertThat(this.bytes.calls()).isEmpty();
	}

	private List<String> sent() {
		return NaiveFrames.decode(this.bytes.take())
			.stream()
			.map((frame) -> "%02x ".formatted(frame.firstByte()) + Wire.hex(frame.payload()))
			.toList();
	}

	private static ByteBuffer piece(String text) {
		return ByteBuffer.wrap(Wire.utf8(text));
	}

	private WebSocketProtocol protocol(Role role) {
		return new WebSocketProtocol(ProtocolSettings.of(role, ProtocolLimits.DEFAULTS), new Recorder(), this.bytes,
				BufferSource.HEAP);
	}

}
