package io.wsboot.sample;

import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class ChromiumTests {

	@Test
	void withoutChromiumTestsAreSkippedByName(@TempDir Path empty) {
		ConditionEvaluationResult result = evaluate(empty, false);
		assertThat(result.isDisabled()).isTrue();
		assertThat(result.getReason()).hasValue("skipped because chromium is missing");
	}

	@Test
	void whenSkipsAreForbiddenWhatIsMissingIsAFailure(@TempDir Path directory) throws Exception {
		program(directory, "chromium");
		assertThatIllegalStateException().isThrownBy(() -> evaluate(directory, true))
			.withMessageStartingWith("chromedriver is missing");
	}

	@Test
	void withBothProgramsTestsRun(@TempDir Path directory) throws Exception {
		program(directory, "chromium");
		program(directory, "chromedriver");
		assertThat(evaluate(directory, true).isDisabled()).isFalse();
	}

	private static ConditionEvaluationResult evaluate(Path directory, boolean forbidSkips) {
		return new Chromium(directory.toString(), forbidSkips).evaluateExecutionCondition(null);
	}

	private static void program(Path directory, String name) throws Exception {
		assertThat(Files.createFile(directory.resolve(name)).toFile().setExecutable(true)).isTrue();
	}

}
