package io.wsboot.sample;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The browser of the machine. Tests that need it are skipped where it is missing, unless
 * {@code ws.test.forbid-skips} is set: then they fail.
 */
final class Chromium implements ExecutionCondition {

	private static final List<String> NEEDED = List.of("chromium", "chromedriver");

	private final String searchPath;

	private final boolean forbidSkips;

	Chromium() {
		this(System.getenv().getOrDefault("PATH", ""), Boolean.getBoolean("ws.test.forbid-skips"));
	}

	Chromium(String searchPath, boolean forbidSkips) {
		this.searchPath = searchPath;
		this.forbidSkips = forbidSkips;
	}

	File browser() {
		return required("chromium");
	}

	File driver() {
		return required("chromedriver");
	}

	@Override
	public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
		Optional<String> missing = NEEDED.stream().filter((name) -> find(name).isEmpty()).findFirst();
		if (missing.isEmpty()) {
			return ConditionEvaluationResult.enabled("chromium and its driver are here");
		}
		String reason = missing.get() + " is missing";
		if (this.forbidSkips) {
			throw new IllegalStateException(reason + ", and ws.test.forbid-skips forbids to skip the test");
		}
		return ConditionEvaluationResult.disabled("skipped because " + reason);
	}

	private File required(String name) {
		return find(name).orElseThrow(() -> new IllegalStateException(name + " is missing"));
	}

	private Optional<File> find(String name) {
		return Arrays.stream(this.searchPath.split(File.pathSeparator))
			.filter((directory) -> !directory.isEmpty())
			.map((directory) -> Path.of(directory, name))
			.filter(Files::isExecutable)
			.map(Path::toFile)
			.findFirst();
	}

}
