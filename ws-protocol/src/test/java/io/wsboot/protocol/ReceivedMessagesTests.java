package io.wsboot.protocol;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is valid arrives, in every split and both roles (RFC 6455 §5, §6.2).
 */
class ReceivedMessagesTests {

	private static final int FIN = 0x80;

	private static final int TEXT = 0x1;

	private static final int BINARY = 0x2;

	private static final int CLOSE = 0x88;

	private static final int PING = 0x89;

	private static final int PONG = 0x8A;

	@RegisterExtension
	private final Replay replay = new Replay();

	@Test
	void theExamplesOfTheRfcAreReadByAServer() {
		this.replay.receive(Role.SERVER, Wire.hex("81 85 37fa213d 7f9f4d5158")).expect("ascii Hello");
	}

	@Test
	void theExamplesOfTheRfcAreReadByAClient() {
		this.replay
			.receive(Role.CLIENT, Wire.hex("81 05 48656c6c6f"), Wire.hex("01 03 48656c"), Wire.hex("80 02 6c6f"),
					Wire.hex("89 05 48656c6c6f"), Wire.hex("82 7e0100"), new byte[256])
			.expect("ascii Hello", "ascii Hello", "ping 48656c6c6f", "binary " + Recorder.abridge("00".repeat(256)));
	}

	@ParameterizedTest
	@EnumSource
	void emptyMessagesAreMessages(Role role) {
		this.replay
			.receive(role, frame(role, FIN | TEXT, ""), frame(role, FIN | BINARY, ""), frame(role, PING, ""),
					frame(role, PONG, ""), frame(role, TEXT, ""), frame(role, FIN, ""))
			.expect("ascii ", "binary ", "ping ", "pong ", "ascii ");
	}

	@ParameterizedTest
	@CsvSource({ "1, SERVER", "7, SERVER", "8, SERVER", "124, SERVER", "125, SERVER", "126, SERVER", "127, SERVER",
			"65535, SERVER", "65536, SERVER", "65537, SERVER", "125, CLIENT", "126, CLIENT", "65535, CLIENT",
			"65536, CLIENT" })
	void everyFormOfLengthIsRead(int length, Role role) {
		byte[] payload = Wire.random(length);
		String text = "x".repeat(length);
		this.replay.receive(role, frame(role, FIN | TEXT, text), Wire.frameTo(role, FIN | BINARY, payload))
			.expect("ascii " + Recorder.abridge(text), "binary " + Recorder.abridge(Wire.hex(payload)));
	}

	@ParameterizedTest
	@EnumSource
	void fragmentsAreJoined(Role role) {
		this.replay
			.receive(role, frame(role, TEXT, "Hel"), frame(role, 0, "l"), frame(role, 0, ""), frame(role, FIN, "o"),
					frame(role, BINARY, ""), frame(role, 0, "ab"), frame(role, FIN, ""))
			.expect("ascii Hello", "binary 6162");
	}

	@ParameterizedTest
	@EnumSource
	void controlFramesPassBetweenFragments(Role role) {
		String longest = "p".repeat(125);
		this.replay
			.receive(role, frame(role, TEXT, "Hel"), frame(role, PING, "one"), frame(role, PONG, ""),
					frame(role, 0, "l"), frame(role, PING, longest), frame(role, FIN, "o"))
			.expect("ping " + Wire.hex(Wire.utf8("one")), "pong ", "ping " + Wire.hex(Wire.utf8(longest)),
					"ascii Hello");
	}

	@ParameterizedTest
	@EnumSource
	void charactersMayBeCutByFragments(Role role) {
		byte[] text = Wire.utf8("aé€😀");
		byte[][] frames = new byte[text.length][];
		for (int i = 0; i < text.length; i++) {
			int opcode = (i == 0) ? TEXT : 0;
			frames[i] = Wire.frameTo(role, (i == text.length - 1) ? FIN | opcode : opcode, new byte[] { text[i] });
		}
		this.replay.receive(role, frames).expect("text aé€😀");
	}

	@ParameterizedTest
	@EnumSource
	void textThatIsNotAsciiIsSaidSo(Role role) {
		this.replay
			.receive(role, frame(role, FIN | TEXT, "plain words, and more of them"),
					frame(role, FIN | TEXT, "plain words, and öne of them is not"), frame(role, TEXT, "日本語 and"),
					frame(role, FIN, "plain words"), frame(role, FIN | TEXT, "plain again"))
			.expect("ascii plain words, and more of them", "text plain words, and öne of them is not",
					"text 日本語 andplain words", "ascii plain again");
	}

	@ParameterizedTest
	@EnumSource
	void binaryDataNeedNotBeUtf8(Role role) {
		this.replay.receive(role, Wire.frameTo(role, FIN | BINARY, Wire.hex("ff80c0"))).expect("binary ff80c0");
	}

	@ParameterizedTest
	@EnumSource
	void aCloseWithoutPayloadHasNoStatus(Role role) {
		this.replay.receive(role, frame(role, CLOSE, "")).expect("close 1005 ");
	}

	@ParameterizedTest
	@ValueSource(
			ints = { 1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999 })
	void aCloseHasTheCodeAndTheReasonGiven(int code) {
		byte[] payload = Wire.join(new byte[] { (byte) (code >> 8), (byte) code }, Wire.utf8("κόσμε"));
		this.replay.receive(Role.SERVER, Wire.frameTo(Role.SERVER, CLOSE, payload)).expect("close " + code + " κόσμε");
	}

	@ParameterizedTest
	@EnumSource
	void theLongestReasonIsRead(Role role) {
		String reason = "r".repeat(123);
		this.replay.receive(role, Wire.frameTo(role, CLOSE, Wire.join(Wire.hex("03e8"), Wire.utf8(reason))))
			.expect("close 1000 " + reason);
	}

	@ParameterizedTest
	@EnumSource
	void whateverFollowsACloseIsDiscarded(Role role) {
		this.replay
			.receive(role, frame(role, FIN | TEXT, "last"), frame(role, BINARY, "open"), frame(role, CLOSE, ""),
					frame(role, CLOSE, ""), frame(role, FIN, "more"), Wire.hex("ffff"))
			.expect("ascii last", "close 1005 ");
	}

	@ParameterizedTest
	@EnumSource
	void exactlyTheLimitIsAccepted(Role role) {
		this.replay.limits(20, 30, 3)
			.receive(role, frame(role, FIN | TEXT, "x".repeat(20)), frame(role, BINARY, "y".repeat(20)),
					frame(role, 0, "y".repeat(9)), frame(role, FIN, "y"))
			.expect("ascii " + "x".repeat(20), "binary " + "79".repeat(30));
	}

	@ParameterizedTest
	@EnumSource
	void aFrameAboveTheLimitIsRefusedByItsHeader(Role role) {
		this.replay.limits(20, 30, 3).receive(role, Wire.headerTo(role, TEXT, "15")).expect("violation frame-too-big");
	}

	@ParameterizedTest
	@EnumSource
	void aMessageAboveTheLimitIsRefusedByTheHeaderOfTheFragment(Role role) {
		this.replay.limits(20, 30, 3)
			.receive(role, frame(role, TEXT, "x".repeat(20)), frame(role, PING, ""), Wire.headerTo(role, FIN, "0b"))
			.expect("ping ", "violation message-too-big");
	}

	@ParameterizedTest
	@EnumSource
	void emptyFragmentsCount(Role role) {
		this.replay.limits(20, 30, 3)
			.receive(role, frame(role, TEXT, ""), frame(role, 0, ""), frame(role, FIN, ""), frame(role, TEXT, ""),
					frame(role, 0, ""), frame(role, 0, ""), frame(role, PING, "third"), Wire.headerTo(role, 0, "00"))
			.expect("ascii ", "ping " + Wire.hex(Wire.utf8("third")), "violation too-many-fragments");
	}

	@ParameterizedTest
	@EnumSource
	void controlFramesAreNoFragmentsAndHaveNoLimitOfData(Role role) {
		String ping = "p".repeat(125);
		this.replay.limits(1, 2, 1)
			.receive(role, frame(role, PING, ping), frame(role, PONG, ""), frame(role, FIN | TEXT, "x"))
			.expect("ping " + Wire.hex(Wire.utf8(ping)), "pong ", "ascii x");
	}

	@ParameterizedTest
	@EnumSource
	void withALimitOfZeroOnlyEmptyMessagesArrive(Role role) {
		this.replay.limits(0, 0, 2)
			.receive(role, frame(role, TEXT, ""), frame(role, FIN, ""), Wire.headerTo(role, TEXT, "01"))
			.expect("ascii ", "violation frame-too-big");
	}

	private static byte[] frame(Role receiver, int firstByte, String payload) {
		return Wire.frameTo(receiver, firstByte, payload);
	}

}
