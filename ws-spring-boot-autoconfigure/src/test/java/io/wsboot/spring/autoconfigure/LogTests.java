package io.wsboot.spring.autoconfigure;

import java.util.List;

import io.wsboot.spring.server.WsPortInfoApplicationContextInitializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * What an operator reads who has configured nothing: that the listener starts and stops,
 * and nothing about single sessions and requests.
 */
@ExtendWith(OutputCaptureExtension.class)
class LogTests {

	private static final int SESSIONS = 5;

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WsContextAutoConfiguration.class, WsServerAutoConfiguration.class))
		.withInitializer(new WsPortInfoApplicationContextInitializer())
		.withPropertyValues("ws.server.address=127.0.0.1", "ws.server.port=0", "ws.server.shutdown.drain-window=0s")
		.withBean("echo", EchoEndpoint.class);

	@Test
	void sessionsAndRefusedRequestsAreNotWorthALine(CapturedOutput output) {
		this.runner.run((context) -> {
			int port = context.getEnvironment().getRequiredProperty("local.ws.server.port", Integer.class);
			for (int i = 0; i < SESSIONS; i++) {
				TestPeer peer = TestPeer.connect(port, "/echo");
				peer.send("line " + i);
				peer.receives("line " + i);
				peer.close(1000);
				assertThat(catchThrowable(() -> TestPeer.connect(port, "/nowhere"))).isNotNull();
			}
		});
		assertThat(loud(output)).hasSizeBetween(2, 3)
			.allSatisfy((line) -> assertThat(line).contains("WebSocket listener on port "))
			.anySatisfy((line) -> assertThat(line).contains("endpoints /echo"))
			.anySatisfy((line) -> assertThat(line).endsWith(" stopped"));
	}

	/**
	 * Lines of the library that are shown by default. Names of loggers are shortened if
	 * an application has been started in this process before; those of the JDK's own
	 * logger have the level in front.
	 */
	private static List<String> loud(CapturedOutput output) {
		return output.getAll()
			.lines()
			.filter((line) -> line.matches(".* (INFO|WARN|ERROR) .*\\bio?\\.w(sboot)?\\..*")
					|| line.matches("(INFO|WARNING|SEVERE): .*"))
			.toList();
	}

}
