package io.wsboot.protocol;

import java.util.Arrays;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compressed messages on the way in (RFC 7692 §6.2, §7.2.2, §7.2.3), in every split.
 */
class Rfc7692ReceivedTests {

	private static final int FIN = 0x80;

	private static final int RSV1 = 0x40;

	private static final int TEXT = 0x1;

	private static final int BINARY = 0x2;

	private static final int WHOLE_TEXT = FIN | RSV1 | TEXT;

	private static final int WHOLE_BINARY = FIN | RSV1 | BINARY;

	private static final int PING = 0x89;

	@RegisterExtension
	private final Replay replay = new Replay();

	/** §7.2.3.1. */
	@Test
	void aBlockOfFixedCodesIsRead() {
		this.replay.deflate(Deflated.NO_TAKEOVER)
			.receive(Role.CLIENT, Wire.hex("c1 07 f248cdc9c90700"))
			.expect("ascii Hello");
	}

	/** §7.2.3.1, in fragments with a ping between them. */
	@ParameterizedTest
	@EnumSource
	void fragmentsAreInflatedAsOne(Role role) {
		this.replay.deflate(Deflated.NO_TAKEOVER)
			.receive(role, frame(role, RSV1 | TEXT, "f248cd"), Wire.frameTo(role, PING, "p"),
					frame(role, FIN, "c9c90700"))
			.expect("ping 70", "ascii Hello");
	}

	/** §7.2.3.2. */
	@ParameterizedTest
	@EnumSource
	void aMessageMayReferToOneBefore(Role role) {
		this.replay.deflate(Deflated.TAKEOVER)
			.receive(role, frame(role, WHOLE_TEXT, "f248cdc9c90700"), frame(role, WHOLE_TEXT, "f200110000"))
			.expect("ascii Hello", "ascii Hello");
	}

	/** §7.2.3.2. */
	@Test
	void withoutTakeoverNoMessageMayReferToOneBefore() {
		this.replay.deflate(Deflated.NO_TAKEOVER)
			.receive(Role.SERVER, frame(Role.SERVER, WHOLE_TEXT, "f248cdc9c90700"),
					frame(Role.SERVER, WHOLE_TEXT, "f200110000"))
			.expect("ascii Hello", "violation corrupt-deflate");
	}

	/** §7.2.3.3. */
	@ParameterizedTest
	@EnumSource
	void aStoredBlockIsRead(Role role) {
		this.replay.deflate(Deflated.NO_TAKEOVER)
			.receive(role, frame(role, WHOLE_TEXT, "000500faff48656c6c6f00"))
			.expect("ascii Hello");
	}

	/** §7.2.3.4. */
	@ParameterizedTest
	@CsvSource({ "f348cdc9c90700 00, true", "f348cdc9c90700 00, false", "f348cdc9c90700, true",
			"f348cdc9c90700, false" })
	void aFinalBlockIsReadAndTheNextMessageToo(String payload, boolean takeover) {
		this.replay.deflate(takeover ? Deflated.TAKEOVER : Deflated.NO_TAKEOVER)
			.receive(Role.SERVER, frame(Role.SERVER, WHOLE_TEXT, payload),
					frame(Role.SERVER, WHOLE_TEXT, "f248cdc9c90700"))
			.expect("ascii Hello", "ascii Hello");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aFinalBlockMayEndAFragment(boolean takeover) {
		this.replay.deflate(takeover ? Deflated.TAKEOVER : Deflated.NO_TAKEOVER)
			.receive(Role.CLIENT, frame(Role.CLIENT, RSV1 | TEXT, "f348cdc9c90700"), frame(Role.CLIENT, FIN, ""),
					frame(Role.CLIENT, RSV1 | TEXT, "f348cdc9c90700"), frame(Role.CLIENT, FIN, "00"))
			.expect("ascii Hello", "ascii Hello");
	}

	/** §7.2.3.5. */
	@ParameterizedTest
	@EnumSource
	void severalBlocksAreRead(Role role) {
		this.replay.deflate(Deflated.NO_TAKEOVER)
			.receive(role, frame(role, WHOLE_TEXT, "f248050000 00ffffcac9c90700"))
			.expect("ascii Hello");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void moreMayFollowAFinalBlock(boolean takeover) {
		byte[] twice = Wire.join(Deflated.stream(Wire.utf8("first, ")), Deflated.stream(Wire.utf8("second, ")),
				Deflated.alone(Wire.utf8("third")));
		this.replay.deflate(takeover ? Deflated.TAKEOVER : Deflated.NO_TAKEOVER)
			.receive(Role.SERVER, Wire.frameTo(Role.SERVER, WHOLE_TEXT, twice))
			.expect("ascii first, second, third");
	}

	/** §7.2.3.6. */
	@ParameterizedTest
	@EnumSource
	void emptyMessagesAreRead(Role role) {
		this.replay.deflate(Deflated.TAKEOVER)
			.receive(role, frame(role, WHOLE_TEXT, "00"), frame(role, WHOLE_BINARY, "00"), frame(role, RSV1 | TEXT, ""),
					frame(role, FIN, "00"), frame(role, WHOLE_TEXT, "f248cdc9c90700"))
			.expect("ascii ", "binary ", "ascii ", "ascii Hello");
	}

	/** Some leave off even the block of §7.2.3.6; nothing can be missing. */
	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aCompressedMessageWithoutAnyByteIsEmpty(boolean takeover) {
		this.replay.deflate(takeover ? Deflated.TAKEOVER : Deflated.NO_TAKEOVER)
			.receive(Role.CLIENT, frame(Role.CLIENT, WHOLE_BINARY, ""), frame(Role.CLIENT, RSV1 | TEXT, ""),
					frame(Role.CLIENT, FIN, ""), frame(Role.CLIENT, WHOLE_TEXT, "f248cdc9c90700"))
			.expect("binary ", "ascii ", "ascii Hello");
	}

	@ParameterizedTest
	@EnumSource
	void fragmentsMayBeEmpty(Role role) {
		this.replay.deflate(Deflated.NO_TAKEOVER)
			.receive(role, frame(role, RSV1 | BINARY, ""), frame(role, 0, "f248cd"), frame(role, 0, ""),
					frame(role, 0, "c9c90700"), frame(role, FIN, ""))
			.expect("binary 48656c6c6f");
	}

	@ParameterizedTest
	@EnumSource
	void messagesThatAreNotCompressedDoNotTouchTheWindow(Role role) {
		this.replay.deflate(Deflated.TAKEOVER)
			.receive(role, frame(role, WHOLE_TEXT, "f248cdc9c90700"), Wire.frameTo(role, FIN | TEXT, "plain"),
					frame(role, WHOLE_TEXT, "f200110000"))
			.expect("ascii Hello", "ascii plain", "ascii Hello");
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 1023, 1024, 1025, 16_383, 16_384, 16_385, 40_000 })
	void anySizeIsInflated(int length) {
		byte[] zeros = new byte[length];
		byte[] random = Wire.random(Math.min(length, 3000));
		Deflated peer = new Deflated();
		this.replay.deflate(Deflated.TAKEOVER)
			.receive(Role.CLIENT, Wire.frameTo(Role.CLIENT, WHOLE_BINARY, peer.next(zeros)),
					Wire.frameTo(Role.CLIENT, WHOLE_BINARY, peer.next(random)))
			.expect("binary " + Recorder.abridge(Wire.hex(zeros)), "binary " + Recorder.abridge(Wire.hex(random)));
	}

	@ParameterizedTest
	@EnumSource
	void textIsValidatedAsItIsInflated(Role role) {
		String text = "aé€😀".repeat(2000);
		this.replay.deflate(Deflated.NO_TAKEOVER)
			.receive(role, Wire.frameTo(role, WHOLE_TEXT, Deflated.alone(Wire.utf8(text))))
			.expect("text " + Recorder.abridge(text));
	}

	@ParameterizedTest
	@ValueSource(strings = { "c3", "61ff", "eda080", "f0908080c0", "e282" })
	void inflatedTextThatIsNotUtf8IsRefused(String bytes) {
		this.replay.deflate(Deflated.NO_TAKEOVER)
			.receive(Role.SERVER, Wire.frameTo(Role.SERVER, WHOLE_TEXT, Deflated.alone(Wire.hex(bytes))))
			.expect("violation invalid-utf8");
	}

	@Test
	void inflatedTextIsRefusedBeforeTheMessageEnds() {
		byte[] bad = new Deflated().next(Wire.hex("61ff61"));
		this.replay.deflate(Deflated.NO_TAKEOVER)
			.receive(Role.SERVER, Wire.frameTo(Role.SERVER, RSV1 | TEXT, bad))
			.expect("violation invalid-utf8");
	}

	/**
	 * A block of the reserved type, a wrong stored length, a reference before the start,
	 * a code without a meaning, bad trees.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "06", "07ffffff", "000500ffff48656c6c6f00", "f200110000", "fcff", "f248cdc9c90700ff",
			"ffffffffffff", "0c0000ffff" })
	void whatIsNotDeflateIsRefused(String payload) {
		for (DeflateParameters parameters : new DeflateParameters[] { Deflated.TAKEOVER, Deflated.NO_TAKEOVER }) {
			this.replay.deflate(parameters)
				.receive(Role.SERVER, frame(Role.SERVER, WHOLE_BINARY, payload))
				.expect("violation corrupt-deflate");
		}
	}

	/** The last frame cuts the stream anywhere but behind a block. */
	@Test
	void aTruncatedMessageIsRefused() {
		byte[] whole = Deflated.alone(Wire.utf8("Hello, hello, hello: is anybody there, is anybody there?"));
		for (int length = 1; length < whole.length; length++) {
			byte[] cut = Arrays.copyOf(whole, length);
			this.replay.deflate(Deflated.NO_TAKEOVER)
				.receive(Role.SERVER, Wire.frameTo(Role.SERVER, WHOLE_TEXT, cut))
				.expect("violation corrupt-deflate");
		}
	}

	/** Whether a block has ended cannot be proven where the stream goes on. */
	@ParameterizedTest
	@ValueSource(strings = { "f248cdc9c9", "f248cdc9", "000500faff48656c6c", "000500faff", "0005" })
	void aTruncatedMessageIsRefusedWhereContextIsKept(String payload) {
		this.replay.deflate(Deflated.TAKEOVER)
			.receive(Role.SERVER, frame(Role.SERVER, WHOLE_BINARY, payload))
			.expect("violation corrupt-deflate");
	}

	/** §6. */
	@ParameterizedTest
	@CsvSource({ "SERVER, 0x40", "SERVER, 0xc0", "SERVER, 0xc9", "CLIENT, 0xca", "CLIENT, 0xc8", "CLIENT, 0xd1",
			"SERVER, 0xe1", "SERVER, 0xf2", "CLIENT, 0xa1" })
	void rsv1HasAMeaningInTheFirstFrameOfAMessageOnly(Role role, String firstByte) {
		this.replay.deflate(Deflated.TAKEOVER)
			.receive(role, frame(role, RSV1 | TEXT, "f248"), Wire.headerTo(role, Integer.decode(firstByte), "00"))
			.expect("violation rsv-bits");
	}

	@ParameterizedTest
	@EnumSource
	void rsv1HasNoMeaningUnlessAgreedOn(Role role) {
		this.replay.receive(role, Wire.headerTo(role, WHOLE_TEXT, "01")).expect("violation rsv-bits");
	}

	@ParameterizedTest
	@EnumSource
	void aReservedOpcodeStaysReserved(Role role) {
		this.replay.deflate(Deflated.TAKEOVER)
			.receive(role, Wire.headerTo(role, 0xC3, "01"))
			.expect("violation reserved-opcode");
	}

	@ParameterizedTest
	@CsvSource({ "30, 30, true", "30, 31, false", "100000, 100000, true", "100000, 100001, false", "16384, 16384, true",
			"16384, 16385, false" })
	void theLimitIsThatOfTheInflatedMessage(int limit, int length, boolean arrives) {
		byte[] frame = Wire.frameTo(Role.SERVER, WHOLE_BINARY, Deflated.alone(new byte[length]));
		this.replay.deflate(Deflated.NO_TAKEOVER)
			.limits(Math.min(limit, 1000), limit, 1)
			.receive(Role.SERVER, frame)
			.expect(arrives ? "binary " + Recorder.abridge("00".repeat(length)) : "violation message-too-big");
	}

	/** An eighth and 64 bytes above the limit. */
	@Test
	void aFrameIsMeasuredOnTheWire() {
		byte[] zeros = new byte[10_000];
		this.replay.deflate(Deflated.NO_TAKEOVER)
			.limits(100, 10_000, 1)
			.receive(Role.SERVER, Wire.frameTo(Role.SERVER, WHOLE_BINARY, Deflated.alone(zeros)),
					Wire.headerTo(Role.SERVER, WHOLE_BINARY, "7e00b1"))
			.expect("binary " + Recorder.abridge(Wire.hex(zeros)), "violation frame-too-big");
	}

	/**
	 * What a peer may send, it may send compressed, even where compression makes it
	 * longer.
	 */
	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 100, 1000, 65_536 })
	void aMessageAtTheLimitMayBeCompressedThoughItDoesNotShrink(int limit) {
		byte[] random = new byte[limit];
		new Random(limit).nextBytes(random);
		byte[] compressed = Deflated.alone(random);
		assertThat(compressed).hasSizeGreaterThan(limit);
		this.replay.deflate(Deflated.NO_TAKEOVER)
			.limits(limit, limit, 1)
			.receive(Role.SERVER, Wire.frameTo(Role.SERVER, WHOLE_BINARY, compressed))
			.expect("binary " + Recorder.abridge(Wire.hex(random)));
	}

	@Test
	void compressedFragmentsCount() {
		this.replay.deflate(Deflated.NO_TAKEOVER)
			.limits(100, 100, 2)
			.receive(Role.SERVER, frame(Role.SERVER, RSV1 | TEXT, ""), frame(Role.SERVER, 0, ""),
					Wire.headerTo(Role.SERVER, FIN, "01"))
			.expect("violation too-many-fragments");
	}

	/** Twice the limit and 1 KiB. */
	@Test
	void whatInflatesToNothingIsBounded() {
		byte[] nothing = Wire.hex("000000ffff".repeat(200));
		this.replay.deflate(Deflated.NO_TAKEOVER)
			.limits(1000, 1000, 9)
			.receive(Role.SERVER, Wire.frameTo(Role.SERVER, RSV1 | BINARY, nothing),
					Wire.frameTo(Role.SERVER, 0, nothing), Wire.frameTo(Role.SERVER, 0, nothing),
					Wire.headerTo(Role.SERVER, 0, "19"))
			.expect("violation message-too-big");
		this.replay
			.receive(Role.SERVER, Wire.frameTo(Role.SERVER, RSV1 | BINARY, nothing),
					Wire.frameTo(Role.SERVER, 0, nothing), Wire.frameTo(Role.SERVER, 0, nothing),
					Wire.frameTo(Role.SERVER, FIN, Wire.hex("000000ffff".repeat(4) + "00")))
			.expect("binary ");
	}

	private static byte[] frame(Role receiver, int firstByte, String hex) {
		return Wire.frameTo(receiver, firstByte, Wire.hex(hex));
	}

}
