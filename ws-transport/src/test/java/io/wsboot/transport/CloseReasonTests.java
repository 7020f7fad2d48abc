package io.wsboot.transport;

import java.util.Arrays;

import io.wsboot.protocol.CloseCode;
import io.wsboot.protocol.CloseStatus;
import io.wsboot.protocol.Role;
import io.wsboot.protocol.Violation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * The reasons for which sessions end, as machines read them.
 */
class CloseReasonTests {

	@Test
	void noTwoReasonsHaveOneCode() {
		assertThat(Arrays.stream(CloseReason.values()).map(CloseReason::code)).doesNotHaveDuplicates()
			.allMatch((code) -> code.matches("[a-z0-9]+(-[a-z0-9]+)*"));
	}

	@ParameterizedTest
	@EnumSource
	void everyReasonIsExplainedInOneSentenceThatIsNoSecret(CloseReason reason) {
		assertThat(reason.explanation()).endsWith(".").doesNotContain("\n", "|", "io.wsboot");
	}

	@ParameterizedTest
	@EnumSource
	void everyViolationIsAReasonWithItsCodeAndItsCloseCode(Violation violation) {
		CloseReason reason = CloseReason.of(violation);
		assertThat(reason.name()).isEqualTo(violation.name());
		assertThat(reason.code()).isEqualTo(violation.code());
		assertThat(reason.closeCode()).isEqualTo(violation.closeCode());
	}

	@ParameterizedTest
	@EnumSource
	void whatIsSentLeadsBackToTheReason(CloseReason reason) {
		if (reason.closeCode() == 0 || reason.closeCode() == CloseCode.ABNORMAL) {
			assertThatIllegalStateException().isThrownBy(reason::status)
				.withMessage("Nobody sends a Close because of " + reason.code());
			return;
		}
		CloseStatus status = reason.status();
		assertThat(CloseCode.maySend(status.code(), Role.SERVER)).isTrue();
		assertThat(status).isEqualTo(CloseStatus.of(reason.closeCode(), reason.code()));
		assertThat(CloseReason.of(status)).isSameAs(reason);
		assertThat(CloseReason.of(CloseStatus.of(status.code(), reason.code() + "; retry-after=3"))).isSameAs(reason);
	}

	@Test
	void anyOtherCloseIsTheApplications() {
		assertThat(CloseReason.of(CloseStatus.NORMAL)).isSameAs(CloseReason.APPLICATION);
		assertThat(CloseReason.of(CloseStatus.of(4000, "slow-consumer"))).isSameAs(CloseReason.APPLICATION);
		assertThat(CloseReason.of(CloseStatus.of(1013, "slow-consumers"))).isSameAs(CloseReason.APPLICATION);
		assertThat(CloseReason.of(CloseStatus.of(1000, "peer"))).isSameAs(CloseReason.APPLICATION);
	}

}
