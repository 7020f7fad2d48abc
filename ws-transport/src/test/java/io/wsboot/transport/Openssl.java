package io.wsboot.transport;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

import static io.wsboot.transport.TestServer.eventually;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The machine's {@code openssl s_client}, connected to a server. Tests that need it are
 * skipped where it is missing, unless {@code ws.test.forbid-skips} is set: then they
 * fail.
 */
final class Openssl implements AutoCloseable {

	private final Process process;

	private final Thread reader = new Thread(this::read, "openssl");

	private final StringBuffer said = new StringBuffer();

	Openssl(int port, String... options) throws IOException {
		List<String> command = new ArrayList<>(
				List.of("openssl", "s_client", "-connect", "127.0.0.1:" + port, "-servername", "localhost"));
		command.addAll(Arrays.asList(options));
		this.process = new ProcessBuilder(command).redirectErrorStream(true).start();
		this.reader.setDaemon(true);
		this.reader.start();
	}

	/**
	 * Types a line, or several.
	 */
	void type(String text) throws IOException {
		this.process.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
		this.process.getOutputStream().flush();
	}

	/**
	 * Awaits what openssl says, or what the server does.
	 */
	void expect(String text) {
		eventually().untilAsserted(() -> assertThat(this.said.toString()).contains(text));
	}

	/**
	 * Awaits the end of openssl.
	 * @return everything it said
	 */
	String end() throws Exception {
		this.process.getOutputStream().close();
		assertThat(this.process.waitFor(10, TimeUnit.SECONDS)).isTrue();
		this.reader.join(TimeUnit.SECONDS.toMillis(10));
		return this.said.toString();
	}

	private void read() {
		try (InputStream in = this.process.getInputStream()) {
			byte[] bytes = new byte[4096];
			for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
				this.said.append(new String(bytes, 0, count, StandardCharsets.ISO_8859_1));
			}
		}
		catch (IOException ex) {
			// the process was ended
		}
	}

	@Override
	public void close() {
		this.process.destroy();
	}

	/**
	 * Whether it is there.
	 */
	static final class Present implements ExecutionCondition {

		@Override
		public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
			return Programs.condition("openssl");
		}

	}

}
