package io.wsboot.benchmarks;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class KernelOptionsTests {

	@Test
	void withoutOptionsAFullRunOnThisJdkIsPrinted() {
		KernelOptions options = KernelOptions.parse(List.of());
		Path java = Path.of(System.getProperty("java.home"), "bin", "java");
		assertThat(options).isEqualTo(new KernelOptions(false, 5, List.of(java), "", null));
	}

	@Test
	void eachOptionIsTaken() {
		KernelOptions options = KernelOptions.parse(List.of("--rounds", "2", "--jvm", "a", "--write", "page.md",
				"--jvm", "b", "--only", "Frame", "--quick"));
		assertThat(options)
			.isEqualTo(new KernelOptions(true, 2, List.of(Path.of("a"), Path.of("b")), "Frame", Path.of("page.md")));
	}

	@ParameterizedTest
	@CsvSource({ "--fast, There is no option '--fast'", "--jvm, The option --jvm needs a value",
			"--rounds 0, '--rounds must be at least 1, but is 0'",
			"--rounds many, '--rounds needs a number, but is ''many'''" })
	void aMistakeIsNamed(String args, String message) {
		assertThatIllegalArgumentException().isThrownBy(() -> KernelOptions.parse(List.of(args.split(" "))))
			.withMessage(message);
	}

}
