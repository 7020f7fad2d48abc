package io.wsboot.benchmarks.load;

import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class FieldsTests {

	@Test
	void aLineSurvivesBeingWrittenAndRead() {
		Fields written = new Fields("echo").with("rate", 12.5).with("first-fault", "a = b, 50 %").with("empty", "");
		Fields read = Fields.parse(written.toString());
		assertThat(read.name()).isEqualTo("echo");
		assertThat(read.number("rate")).isEqualTo(12.5);
		assertThat(read.text("first-fault", "-")).isEqualTo("a = b, 50 %");
		assertThat(read.text("empty", "-")).isEmpty();
		assertThat(read.text("absent", "-")).isEqualTo("-");
		assertThat(read.number("absent", 7)).isEqualTo(7);
	}

	@Test
	void aWordWithoutAKeyIsNamed() {
		assertThatIllegalArgumentException().isThrownBy(() -> Fields.parse("echo fast"))
			.withMessage("'fast' in 'echo fast' is no key=value");
	}

	@Test
	void aNumberThatIsNoneIsNamed() {
		assertThatIllegalArgumentException().isThrownBy(() -> Fields.parse("echo size=big").number("size"))
			.withMessage("The line 'echo size=big' needs a number for 'size', but has 'big'");
	}

	@Test
	void aKeyThatNobodyReadsIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> Fields.parse("open sise=1").only(Set.of("connections")))
			.withMessage("The task 'open' has no 'sise', only connections");
	}

}
