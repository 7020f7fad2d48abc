package io.wsboot.protocol;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * The small types: opcodes, roles, limits and violations.
 */
class VocabularyTests {

	@ParameterizedTest
	@EnumSource
	void anOpcodeIsFoundByItsCode(Opcode opcode) {
		assertThat(Opcode.of(opcode.code())).isSameAs(opcode);
		assertThat(Opcode.of(0xF0 | opcode.code())).isSameAs(opcode);
		assertThat(opcode.isControl()).isEqualTo(opcode.name().matches("CLOSE|PING|PONG"));
	}

	@Test
	void tenCodesAreReserved() {
		long reserved = Arrays.stream(new int[] { 3, 4, 5, 6, 7, 0xB, 0xC, 0xD, 0xE, 0xF })
			.filter((code) -> Opcode.of(code) == null)
			.count();
		assertThat(reserved).isEqualTo(10);
	}

	@Test
	void onlyTheClientMasks() {
		assertThat(Role.CLIENT.masks()).isTrue();
		assertThat(Role.CLIENT.expectsMask()).isFalse();
		assertThat(Role.SERVER.masks()).isFalse();
		assertThat(Role.SERVER.expectsMask()).isTrue();
	}

	@Test
	void theDefaultsAreOneMebibyte() {
		assertThat(ProtocolLimits.DEFAULTS).isEqualTo(new ProtocolLimits(1048576, 1048576, 1024));
	}

	@Test
	void theLeastLimitsAreAllowed() {
		assertThat(new ProtocolLimits(0, 0, 1).maxMessageSize()).isZero();
	}

	@ParameterizedTest
	@CsvSource({ "-1, 100, 1, maxFrameSize", "101, 100, 1, maxFrameSize", "0, -1, 1, maxMessageSize",
			"100, 100, 0, maxFragments" })
	void aLimitOutOfRangeIsNamed(long frame, int message, int fragments, String name) {
		assertThatIllegalArgumentException().isThrownBy(() -> new ProtocolLimits(frame, message, fragments))
			.withMessageStartingWith(name);
	}

	@Test
	void violationsHaveStableNamesOfTheirOwn() {
		Set<String> codes = new HashSet<>();
		for (Violation violation : Violation.values()) {
			assertThat(violation.code()).matches("[a-z0-9]+(-[a-z0-9]+)*");
			assertThat(codes.add(violation.code())).isTrue();
			assertThat(violation.section()).matches("RFC (6455|7692) §\\d+(\\.\\d+)*");
		}
	}

	@ParameterizedTest
	@CsvSource({ "RSV_BITS, 1002", "RESERVED_OPCODE, 1002", "FRAGMENTED_CONTROL_FRAME, 1002",
			"CONTROL_FRAME_TOO_LONG, 1002", "UNMASKED_FRAME, 1002", "MASKED_FRAME, 1002", "LENGTH_NOT_MINIMAL, 1002",
			"LENGTH_TOP_BIT, 1002", "STRAY_CONTINUATION, 1002", "MESSAGE_WITHIN_MESSAGE, 1002", "CLOSE_TOO_SHORT, 1002",
			"CLOSE_CODE, 1002", "CLOSE_REASON_UTF8, 1007", "INVALID_UTF8, 1007", "FRAME_TOO_BIG, 1009",
			"MESSAGE_TOO_BIG, 1009", "CORRUPT_DEFLATE, 1007", "TOO_MANY_FRAGMENTS, 1008" })
	void aViolationHasItsCloseCode(Violation violation, int closeCode) {
		assertThat(violation.closeCode()).isEqualTo(closeCode);
		assertThat(violation.status()).isEqualTo(CloseStatus.of(closeCode, violation.code()));
	}

	@Test
	void aProtocolExceptionIsCheap() {
		ProtocolException exception = new ProtocolException(Violation.RSV_BITS);
		assertThat(exception.violation()).isSameAs(Violation.RSV_BITS);
		assertThat(exception.getStackTrace()).isEmpty();
		assertThat(exception).hasMessage("rsv-bits (RFC 6455 §5.2)");
	}

}
