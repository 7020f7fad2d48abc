package io.wsboot.transport;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;

/**
 * Programs of the machine that some tests need. Such tests are skipped where one is
 * missing, unless {@code ws.test.forbid-skips} is set: then they fail.
 */
final class Programs {

	private Programs() {
	}

	/**
	 * Where a program is, be it among those of the administrator.
	 */
	static @Nullable Path find(String name) {
		String path = System.getenv().getOrDefault("PATH", "");
		return Stream.concat(Stream.of(path.split(File.pathSeparator)), Stream.of("/usr/sbin", "/sbin"))
			.map((folder) -> Path.of(folder, name))
			.filter(Files::isExecutable)
			.findFirst()
			.orElse(null);
	}

	/**
	 * Whether tests that need a program can be run.
	 */
	static ConditionEvaluationResult condition(String name) {
		if (find(name) != null) {
			return ConditionEvaluationResult.enabled(name + " is here");
		}
		if (Boolean.getBoolean("ws.test.forbid-skips")) {
			throw new IllegalStateException(name + " is missing, and ws.test.forbid-skips forbids to skip the test");
		}
		return ConditionEvaluationResult.disabled("skipped because " + name + " is missing");
	}

}
