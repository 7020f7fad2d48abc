package io.wsboot.protocol;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.wsboot.protocol.NaiveFrames.Frame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What is sent, frame by frame, in both roles (RFC 6455 §5.2, §5.4, §6.1).
 */
class SentFramesTests {

	private static final int KIB = 1024;

	private final RecordedBytes bytes = new RecordedBytes();

	@Test
	void theExamplesOfTheRfcAreWrittenByAServer() {
		WebSocketProtocol server = protocol(Role.SERVER);
		server.sendText(ByteBuffer.wrap(Wire.utf8("Hello")), false);
		server.sendPing(ByteBuffer.wrap(Wire.utf8("Hello")));
		server.sendPong(ByteBuffer.wrap(Wire.utf8("Hello")));
		assertThat(this.bytes.takeHex()).isEqualTo("810548656c6c6f" + "890548656c6c6f" + "8a0548656c6c6f");
	}

	@ParameterizedTest
	@CsvSource({ "0, 8200", "1, 8201", "125, 827d", "126, 827e007e", "127, 827e007f", "65535, 827effff",
			"65536, 827f0000000000010000" })
	void lengthsTakeTheShortestForm(int length, String header) {
		protocol(Role.SERVER).sendBinary(ByteBuffer.allocate(length), false);
		assertThat(this.bytes.takeHex()).isEqualTo(header + "00".repeat(length));
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 125, 126, 65535, 65536, 65537, 131072, 131073, 200_000 })
	void bothRolesWriteWhatTheSecondCodecReads(int length) {
		byte[] payload = Wire.random(length);
		for (Role role : Role.values()) {
			for (boolean direct : new boolean[] { true, false }) {
				for (boolean handedOver : new boolean[] { true, false }) {
					this.bytes.direct(direct);
					assertThat(protocol(role).sendBinary(Wire.embedded(payload, !direct), handedOver)).isTrue();
					assertThat(message(role, 2)).isEqualTo(payload);
					protocol(role).sendText(Wire.embedded(payload, direct), handedOver);
					assertThat(message(role, 1)).isEqualTo(payload);
				}
			}
		}
	}

	@Test
	void fragmentsAreOf64KibibytesAndOneWriteEach() {
		protocol(Role.SERVER).sendBinary(ByteBuffer.allocate(140 * KIB), false);
		assertThat(this.bytes.calls()).containsExactly("data " + (64 * KIB + 10), "data " + (64 * KIB + 10),
				"data " + (12 * KIB + 4));
		assertThat(NaiveFrames.decode(this.bytes.take())).extracting(Frame::firstByte)
			.containsExactly(0x02, 0x00, 0x80);
	}

	@ParameterizedTest
	@CsvSource({ "125, 124", "125, 125", "125, 126", "1000, 999", "1000, 1000", "1000, 1001", "1000, 2500",
			"65535, 200000", "100000, 200001", "16777216, 200000" })
	void noFrameIsLongerThanTheSinkWants(int most, int length) {
		byte[] payload = Wire.random(length);
		this.bytes.fragmentSize(most);
		for (Role role : Role.values()) {
			protocol(role).sendText(ByteBuffer.wrap(payload), false);
			assertThat(lengths()).isEqualTo(cut(length, most));
			protocol(role).sendBinary(ByteBuffer.wrap(payload), true);
			assertThat(message(role, 2)).isEqualTo(payload);
			WebSocketProtocol streaming = protocol(role);
			streaming.beginMessage(true, false);
			streaming.sendFragment(ByteBuffer.wrap(payload), false);
			streaming.sendFragment(ByteBuffer.wrap(payload), true);
			List<Integer> twice = new ArrayList<>(cut(length, most));
			twice.addAll(cut(length, most));
			assertThat(lengths()).isEqualTo(twice);
		}
	}

	@ParameterizedTest
	@CsvSource({ "125, 126", "1000, 2500", "40000, 200000", "65535, 65536", "65536, 200000" })
	void aPreparedMessageIsCutAnewForASinkThatWantsShorterFrames(int most, int length) {
		byte[] payload = Wire.random(length);
		PreparedMessage message = PreparedMessage.binary(ByteBuffer.wrap(payload));
		this.bytes.fragmentSize(most);
		for (Role role : Role.values()) {
			for (int time = 0; time < 2; time++) {
				protocol(role).send(message, false);
				List<Frame> frames = NaiveFrames.decode(this.bytes.take());
				assertThat(frames).allMatch((frame) -> frame.payload().length <= most);
				assertThat(join(role, 2, frames)).isEqualTo(payload);
			}
		}
	}

	@Test
	void thePreparedBytesAreSharedWithASinkThatWouldTakeLongerFrames() {
		PreparedMessage message = PreparedMessage.binary(ByteBuffer.allocate(100 * KIB));
		this.bytes.fragmentSize(1024 * KIB);
		protocol(Role.SERVER).send(message, false);
		assertThat(this.bytes.calls()).containsExactly("shared " + (100 * KIB + 10 + 4));
		assertThat(lengths()).containsExactly(64 * KIB, 36 * KIB);
		protocol(Role.SERVER).sendBinary(ByteBuffer.allocate(100 * KIB), false);
		assertThat(lengths()).containsExactly(100 * KIB);
	}

	@Test
	void aShortPreparedMessageIsSharedWhateverTheSinkWants() {
		PreparedMessage message = PreparedMessage.binary(ByteBuffer.allocate(125));
		this.bytes.fragmentSize(125);
		protocol(Role.SERVER).send(message, false);
		assertThat(this.bytes.calls()).containsExactly("shared 127");
	}

	@Test
	void aServerPassesLargeFragmentsByReferenceWhenTheyAreHandedOver() {
		WebSocketProtocol server = protocol(Role.SERVER);
		server.sendText(ByteBuffer.allocate(16 * KIB), true);
		server.sendText(ByteBuffer.allocate(16 * KIB - 1), true);
		server.sendBinary(ByteBuffer.allocate(80 * KIB), true);
		server.sendBinary(ByteBuffer.allocate(16 * KIB), false);
		assertThat(this.bytes.calls()).containsExactly("data 4+16384", "data 16387", "data 10+65536", "data 4+16384",
				"data 16388");
	}

	@Test
	void aClientNeverPassesByReferenceNorTouchesThePayload() {
		byte[] payload = Wire.random(100 * KIB);
		ByteBuffer handedOver = ByteBuffer.wrap(payload.clone());
		protocol(Role.CLIENT).sendBinary(handedOver.asReadOnlyBuffer(), true);
		assertThat(this.bytes.calls()).containsExactly("data " + (64 * KIB + 14), "data " + (36 * KIB + 8));
		assertThat(handedOver.array()).isEqualTo(payload);
	}

	@ParameterizedTest
	@EnumSource
	void aPayloadKeepsItsPositionAndItsLimit(Role role) {
		WebSocketProtocol protocol = protocol(role);
		ByteBuffer payload = Wire.embedded(new byte[100], false);
		protocol.sendText(payload, true);
		protocol.sendBinary(payload, false);
		protocol.sendPing(payload);
		protocol.send(PreparedMessage.binary(payload), false);
		assertThat(payload.position()).isEqualTo(3);
		assertThat(payload.remaining()).isEqualTo(100);
	}

	@ParameterizedTest
	@EnumSource
	void pingsAndPongsMayOvertakeDataAndACloseMayNot(Role role) {
		WebSocketProtocol protocol = protocol(role);
		protocol.sendPing(ByteBuffer.allocate(125));
		protocol.sendPong(ByteBuffer.allocate(0));
		protocol.close(CloseStatus.NORMAL);
		int masks = role.masks() ? 4 : 0;
		assertThat(this.bytes.calls()).containsExactly("control " + (127 + masks), "control " + (2 + masks),
				"data " + (4 + masks));
		assertThat(NaiveFrames.decode(this.bytes.take())).extracting(Frame::firstByte)
			.containsExactly(0x89, 0x8A, 0x88);
	}

	@Test
	void controlFramesAreOfAtMost125Bytes() {
		WebSocketProtocol protocol = protocol(Role.SERVER);
		assertThatIllegalArgumentException().isThrownBy(() -> protocol.sendPing(ByteBuffer.allocate(126)))
			.withMessageContaining("126");
		assertThatIllegalArgumentException().isThrownBy(() -> protocol.sendPong(ByteBuffer.allocate(126)));
		assertThat(this.bytes.calls()).isEmpty();
	}

	@Test
	void everyFrameOfAClientHasAFreshKey() {
		WebSocketProtocol client = protocol(Role.CLIENT);
		for (int i = 0; i < 5_000; i++) {
			client.sendBinary(ByteBuffer.allocate(3), false);
			client.sendPing(ByteBuffer.allocate(0));
		}
		Set<String> keys = new HashSet<>();
		for (Frame frame : NaiveFrames.decode(this.bytes.take())) {
			keys.add(Wire.hex(frame.key()));
		}
		// of 10 000 random keys about 0.01 pairs are equal by chance
		assertThat(keys).hasSizeGreaterThanOrEqualTo(9_998);
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 125, 126, 65536, 65537, 131072, 200_000 })
	void aPreparedMessageIsSentAsAnyOther(int length) {
		byte[] payload = Wire.random(length);
		PreparedMessage message = PreparedMessage.binary(Wire.embedded(payload, length % 2 == 0));
		assertThat(message.size()).isEqualTo(length);
		assertThat(message.isText()).isFalse();
		for (Role role : Role.values()) {
			protocol(role).sendBinary(ByteBuffer.wrap(payload), false);
			List<Integer> plain = firstBytes(this.bytes.take());
			assertThat(protocol(role).send(message, false)).isTrue();
			byte[] wire = this.bytes.take();
			assertThat(firstBytes(wire)).isEqualTo(plain);
			assertThat(join(NaiveFrames.decode(wire))).isEqualTo(payload);
		}
	}

	@Test
	void aServerSharesThePreparedBytes() {
		PreparedMessage message = PreparedMessage.text("Hello");
		WebSocketProtocol server = protocol(Role.SERVER);
		server.send(message, false);
		server.send(message, false);
		assertThat(this.bytes.calls()).containsExactly("shared 7", "shared 7");
		assertThat(this.bytes.takeHex()).isEqualTo("810548656c6c6f810548656c6c6f");
		assertThat(message.isText()).isTrue();
	}

	@Test
	void aClientMasksAPreparedMessageAnewEachTime() {
		PreparedMessage message = PreparedMessage.text("Hello");
		WebSocketProtocol client = protocol(Role.CLIENT);
		client.send(message, false);
		byte[] first = this.bytes.take();
		client.send(message, false);
		assertThat(this.bytes.take()).isNotEqualTo(first);
	}

	@Test
	void aPreparedMessageDoesNotFollowItsSource() {
		ByteBuffer source = ByteBuffer.wrap(Wire.utf8("Hello"));
		PreparedMessage message = PreparedMessage.text(source);
		source.put(0, (byte) 'J');
		assertThat(Wire.hex(message.frames())).isEqualTo("810548656c6c6f");
	}

	@Test
	void preparedTextIsUtf8() {
		assertThat(Wire.hex(PreparedMessage.text("é").frames())).isEqualTo("8102c3a9");
		assertThatIllegalArgumentException().isThrownBy(() -> PreparedMessage.text("\uDC00"));
		assertThatIllegalArgumentException().isThrownBy(() -> PreparedMessage.text(ByteBuffer.wrap(Wire.hex("c3"))));
		assertThatIllegalArgumentException().isThrownBy(() -> PreparedMessage.text(ByteBuffer.wrap(Wire.hex("61ff"))));
	}

	private WebSocketProtocol protocol(Role role) {
		return new WebSocketProtocol(ProtocolSettings.of(role, ProtocolLimits.DEFAULTS), new Recorder(), this.bytes,
				BufferSource.HEAP);
	}

	/**
	 * Takes what was sent as one message of the kind.
	 */
	private byte[] message(Role role, int opcode) {
		return join(role, opcode, NaiveFrames.decode(this.bytes.take()));
	}

	private static byte[] join(Role role, int opcode, List<Frame> frames) {
		for (int i = 0; i < frames.size(); i++) {
			Frame frame = frames.get(i);
			assertThat(frame.opcode()).isEqualTo((i == 0) ? opcode : 0);
			assertThat(frame.fin()).isEqualTo(i == frames.size() - 1);
			assertThat(frame.key() != null).isEqualTo(role == Role.CLIENT);
		}
		return join(frames);
	}

	private List<Integer> lengths() {
		return NaiveFrames.decode(this.bytes.take()).stream().map((frame) -> frame.payload().length).toList();
	}

	private static List<Integer> cut(int length, int most) {
		List<Integer> lengths = new ArrayList<>();
		for (int left = length; left > 0; left -= most) {
			lengths.add(Math.min(left, most));
		}
		return lengths;
	}

	private static List<Integer> firstBytes(byte[] wire) {
		List<Integer> firstBytes = new ArrayList<>();
		NaiveFrames.decode(wire).forEach((frame) -> firstBytes.add(frame.firstByte()));
		return firstBytes;
	}

	private static byte[] join(List<Frame> frames) {
		return Wire.join(frames.stream().map(Frame::payload).toArray(byte[][]::new));
	}

}
