package io.wsboot.benchmarks.comparison;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ContestArgumentsTests {

	private static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();

	@Test
	void withoutOptionsEverythingIsMeasuredInThreeRounds() {
		ContestOptions options = ContestArguments.parse(List.of());
		assertThat(options.quick()).isFalse();
		assertThat(options.rounds()).isEqualTo(3);
		assertThat(options.scenarios()).containsExactly(Scenario.values());
		assertThat(options.servers()).isEmpty();
		assertThat(options.wave()).isEqualTo(5_000);
		assertThat(options.favoured()).isFalse();
		assertThat(options.peers()).hasFileName("peers");
		assertThat(options.report()).isNull();
	}

	@Test
	void eachOptionIsTaken() {
		ContestOptions options = ContestArguments.parse(List.of("--rounds", "2", "--scenarios", "b,g", "--servers",
				"raw,jetty", "--jvm", JAVA, "--warm-up", "1.5", "--time", "0.5", "--wave", "10", "--peers", "there",
				"--favour", "--write", "page.md", "--external", "mine=java -jar mine.jar {port}", "--external-raw",
				"c=./echo {port} {mode}", "--quick"));
		assertThat(options.quick()).isTrue();
		assertThat(options.rounds()).isEqualTo(2);
		assertThat(options.scenarios()).containsExactly(Scenario.B, Scenario.G);
		assertThat(options.servers()).containsExactly("raw", "jetty");
		assertThat(options.jvm()).isEqualTo(new Jvm(Path.of(JAVA)));
		assertThat(options.durations().warmUp()).isEqualTo(1.5);
		assertThat(options.durations().measure()).isEqualTo(0.5);
		assertThat(options.wave()).isEqualTo(10);
		assertThat(options.peers()).isEqualTo(Path.of("there"));
		assertThat(options.favoured()).isTrue();
		assertThat(options.report()).isEqualTo(Path.of("page.md"));
		assertThat(options.externals()).containsExactly(
				new ContestOptions.External("mine", "java -jar mine.jar {port}", false),
				new ContestOptions.External("c", "./echo {port} {mode}", true));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"',
			value = { "--fast | There is no option '--fast'", "fast | 'fast' is no option; all options begin with --",
					"--rounds | The option --rounds needs a value",
					"--rounds 0 | --rounds must be from 1.0 to 100.0, but is 0",
					"--rounds many | --rounds needs a number, but is 'many'",
					"--scenarios az | --scenarios has 'z', but knows only abcdefghijklmnop",
					"--jvm nowhere | --jvm names 'nowhere', which is no program; give the path of a java command",
					"--external mine | --external needs NAME='COMMAND with {port}', but is 'mine'" })
	void aMistakeIsNamed(String args, String message) {
		assertThatIllegalArgumentException().isThrownBy(() -> ContestArguments.parse(List.of(args.split(" "))))
			.withMessage(message);
	}

}
