package io.wsboot.protocol;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One row for each rule a peer can break. The wire of a row ends with the byte that
 * breaks it.
 */
class ViolationTableTests {

	private static final int FIN = 0x80;

	private static final int TEXT = 0x1;

	private static final int BINARY = 0x2;

	private static final int CLOSE = 0x8;

	@RegisterExtension
	private final Replay replay = new Replay();

	record Row(String rule, Violation violation, Function<Role, byte[]> wire) {

		@Override
		public String toString() {
			return this.violation + ": " + this.rule;
		}

	}

	static Stream<Arguments> rows() {
		List<Row> rows = new ArrayList<>();
		firstByteRows(rows);
		secondByteRows(rows);
		lengthRows(rows);
		fragmentRows(rows);
		closeRows(rows);
		textRows(rows);
		return rows.stream()
			.flatMap((row) -> Stream.of(Role.values()).map((role) -> Arguments.of(row.toString(), role, row)));
	}

	private static void firstByteRows(List<Row> rows) {
		for (int rsv : new int[] { 0x40, 0x20, 0x10, 0x70 }) {
			for (int opcode : new int[] { 0x0, 0x1, 0x2, 0x8, 0x9, 0xA, 0x3 }) {
				int firstByte = FIN | rsv | opcode;
				rows.add(new Row("§5.2 first byte %02x".formatted(firstByte), Violation.RSV_BITS,
						(role) -> new byte[] { (byte) firstByte }));
			}
		}
		for (int opcode : new int[] { 0x3, 0x4, 0x5, 0x6, 0x7, 0xB, 0xC, 0xD, 0xE, 0xF }) {
			rows.add(new Row("§5.2 final opcode %x".formatted(opcode), Violation.RESERVED_OPCODE,
					(role) -> new byte[] { (byte) (FIN | opcode) }));
			rows.add(new Row("§5.2 opcode %x".formatted(opcode), Violation.RESERVED_OPCODE,
					(role) -> new byte[] { (byte) opcode }));
		}
		for (int opcode : new int[] { 0x8, 0x9, 0xA }) {
			rows.add(new Row("§5.5 opcode %x without FIN".formatted(opcode), Violation.FRAGMENTED_CONTROL_FRAME,
					(role) -> new byte[] { (byte) opcode }));
		}
	}

	private static void secondByteRows(List<Row> rows) {
		for (int opcode : new int[] { 0x1, 0x2, 0x8, 0x9, 0xA }) {
			int firstByte = FIN | opcode;
			Row unmasked = new Row("§5.1 masking of opcode %x".formatted(opcode), Violation.UNMASKED_FRAME,
					(role) -> (role == Role.SERVER) ? new byte[] { (byte) firstByte, 5 } : wrongMask(firstByte));
			rows.add(unmasked);
		}
		for (int opcode : new int[] { 0x8, 0x9, 0xA }) {
			rows.add(new Row("§5.5 opcode %x of 126 bytes".formatted(opcode), Violation.CONTROL_FRAME_TOO_LONG,
					(role) -> Wire.headerTo(role, FIN | opcode, "7e")));
			rows.add(new Row("§5.5 opcode %x in 64-bit form".formatted(opcode), Violation.CONTROL_FRAME_TOO_LONG,
					(role) -> Wire.headerTo(role, FIN | opcode, "7f")));
		}
	}

	private static byte[] wrongMask(int firstByte) {
		return new byte[] { (byte) firstByte, (byte) 0x85 };
	}

	private static void lengthRows(List<Row> rows) {
		length(rows, Violation.LENGTH_NOT_MINIMAL, "7e0000", "7e0005", "7e007d", "7f0000000000000000",
				"7f0000000000000005", "7f000000000000012c", "7f000000000000ffff");
		length(rows, Violation.LENGTH_TOP_BIT, "7f8000000000000000", "7f8000000000000005", "7fffffffffffffffff");
		length(rows, Violation.FRAME_TOO_BIG, "7f0000000000100001", "7f0000000080000000", "7f0000000100000000",
				"7f0001000000000000", "7f4000000000000000", "7f7fffffffffffffff");
	}

	private static void length(List<Row> rows, Violation violation, String... lengths) {
		for (String length : lengths) {
			for (int firstByte : new int[] { TEXT, FIN | BINARY }) {
				rows.add(new Row("§5.2 length %s after %02x".formatted(length, firstByte), violation,
						(role) -> Wire.headerTo(role, firstByte, length)));
			}
		}
	}

	private static void fragmentRows(List<Row> rows) {
		rows.add(new Row("§5.4 first frame is a continuation", Violation.STRAY_CONTINUATION,
				(role) -> Wire.headerTo(role, 0x00, "05")));
		rows.add(new Row("§5.4 first frame is a last continuation", Violation.STRAY_CONTINUATION,
				(role) -> Wire.headerTo(role, FIN, "00")));
		for (int opcode : new int[] { TEXT, BINARY }) {
			rows.add(new Row("§5.4 opcode %x before the last fragment".formatted(opcode),
					Violation.MESSAGE_WITHIN_MESSAGE,
					(role) -> Wire.join(Wire.frameTo(role, TEXT, "abc"), Wire.headerTo(role, FIN | opcode, "7e0100"))));
			rows.add(new Row("§5.4 opcode %x behind an empty fragment".formatted(opcode),
					Violation.MESSAGE_WITHIN_MESSAGE,
					(role) -> Wire.join(Wire.frameTo(role, BINARY, ""), Wire.headerTo(role, opcode, "01"))));
		}
	}

	private static void closeRows(List<Row> rows) {
		rows.add(new Row("§5.5.1 one byte", Violation.CLOSE_TOO_SHORT,
				(role) -> Wire.frameTo(role, FIN | CLOSE, Wire.hex("03"))));
		for (int code : new int[] { 0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 32768, 65535 }) {
			byte[] payload = { (byte) (code >> 8), (byte) code };
			rows.add(new Row("§7.4 close code %d".formatted(code), Violation.CLOSE_CODE,
					(role) -> Wire.frameTo(role, FIN | CLOSE, payload)));
		}
		for (String reason : new String[] { "ff", "61c3", "eda080", "f4908080", "c080", "e28c" }) {
			rows.add(new Row("§5.5.1 reason %s".formatted(reason), Violation.CLOSE_REASON_UTF8,
					(role) -> Wire.frameTo(role, FIN | CLOSE, Wire.hex("03e8" + reason))));
		}
	}

	private static void textRows(List<Row> rows) {
		for (String text : new String[] { "80", "bf", "c0", "c1", "f5", "ff", "e080", "e09f", "eda0", "f080", "f08f",
				"f490", "c241", "e1bf41", "f1bfbf41", "c2c2", "68656c6c6f68656c6c6fff", "e697a5e69cace8aaff" }) {
			byte[] bytes = Wire.hex(text);
			rows.add(new Row("§8.1 text %s and more to come".formatted(text), Violation.INVALID_UTF8,
					(role) -> Wire.cutFrameTo(role, FIN | TEXT, bytes, 40)));
			rows.add(new Row("§8.1 fragment %s and more to come".formatted(text), Violation.INVALID_UTF8,
					(role) -> Wire.join(Wire.frameTo(role, TEXT, "κόσμε"), Wire.cutFrameTo(role, 0, bytes, 300))));
		}
		for (String text : new String[] { "c2", "e1", "e1bf", "f1", "f1bf", "f1bfbf", "61c2" }) {
			byte[] bytes = Wire.hex(text);
			rows.add(new Row("§8.1 text ends after %s".formatted(text), Violation.INVALID_UTF8,
					(role) -> Wire.frameTo(role, FIN | TEXT, bytes)));
			rows.add(new Row("§8.1 last fragment ends after %s".formatted(text), Violation.INVALID_UTF8,
					(role) -> Wire.join(Wire.frameTo(role, TEXT, "a"), Wire.frameTo(role, FIN, bytes))));
			rows.add(new Row("§8.1 empty last fragment after %s".formatted(text), Violation.INVALID_UTF8,
					(role) -> Wire.join(Wire.frameTo(role, TEXT, bytes), frameWithoutPayload(role))));
		}
	}

	private static byte[] frameWithoutPayload(Role role) {
		return Wire.frameTo(role, FIN, "");
	}

	@ParameterizedTest(name = "{1} · {0}")
	@MethodSource("rows")
	void isRefusedInEverySplit(String name, Role role, Row row) {
		this.replay.receive(role, row.wire().apply(role)).expect("violation " + expected(role, row).code());
	}

	@ParameterizedTest(name = "{1} · {0}")
	@MethodSource("rows")
	void isRefusedAtTheByteThatBreaksTheRule(String name, Role role, Row row) {
		Recorder events = new Recorder();
		WebSocketProtocol protocol = protocol(role, events);
		byte[] wire = row.wire().apply(role);
		for (int i = 0; i < wire.length; i++) {
			assertThat(events.size()).as("events before byte %d of %d", i, wire.length).isZero();
			assertThat(protocol.isInputOver()).isFalse();
			protocol.receive(ByteBuffer.wrap(wire, i, 1));
		}
		events.expect("violation " + expected(role, row).code());
		assertThat(protocol.isInputOver()).isTrue();
	}

	@ParameterizedTest(name = "{1} · {0}")
	@MethodSource("rows")
	void whateverFollowsIsDiscarded(String name, Role role, Row row) {
		byte[] follows = Wire.join(Wire.frameTo(role, FIN | TEXT, "more"), Wire.frameTo(role, FIN | CLOSE, ""));
		this.replay.receive(role, row.wire().apply(role), follows).expect("violation " + expected(role, row).code());
	}

	private static WebSocketProtocol protocol(Role role, Recorder events) {
		return new WebSocketProtocol(ProtocolSettings.of(role, ProtocolLimits.DEFAULTS), events, new RecordedBytes(),
				BufferSource.HEAP);
	}

	/**
	 * What a server must refuse, a client must refuse mirrored.
	 */
	private static Violation expected(Role role, Row row) {
		return (row.violation() == Violation.UNMASKED_FRAME && role == Role.CLIENT) ? Violation.MASKED_FRAME
				: row.violation();
	}

}
