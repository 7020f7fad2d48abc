package io.wsboot.spring.restart;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What DevTools does to an application, twenty times, in a process of its own: only there
 * does nobody else hold class loaders, and soft references are given up at once.
 */
@Timeout(300)
class RestartTests {

	@Test
	void whenAnApplicationIsRestartedThenPortThreadsAndClassLoadersAreGivenBack(@TempDir Path folder) throws Exception {
		Path log = folder.resolve("restarts.log");
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-Xmx256m", "-XX:SoftRefLRUPolicyMSPerMB=0", "-XX:TieredStopAtLevel=1", "-cp",
				System.getProperty("java.class.path"), Restarts.class.getName())
			.redirectErrorStream(true)
			.redirectOutput(log.toFile())
			.start();
		try {
			boolean ended = process.waitFor(200, TimeUnit.SECONDS);
			assertThat(ended && process.exitValue() == 0).as("%s", Files.readString(log)).isTrue();
			assertThat(Files.readString(log)).contains("restarted 20 times, and nothing stayed behind");
		}
		finally {
			process.destroyForcibly();
		}
	}

}
