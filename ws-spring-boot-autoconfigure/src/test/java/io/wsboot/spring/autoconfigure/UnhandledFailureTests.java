package io.wsboot.spring.autoconfigure;

import io.wsboot.spring.TestPeer;
import io.wsboot.spring.annotation.OnMessage;
import io.wsboot.spring.annotation.WsEndpoint;
import io.wsboot.spring.endpoint.PayloadNotDecodableException;
import io.wsboot.spring.server.WsPortInfoApplicationContextInitializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What {@code ws.errors.unhandled} does to a session whose failure nobody takes.
 */
@ExtendWith(OutputCaptureExtension.class)
class UnhandledFailureTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WsServerAutoConfiguration.class))
		.withInitializer(new WsPortInfoApplicationContextInitializer())
		.withPropertyValues("ws.server.address=127.0.0.1", "ws.server.port=0", "ws.server.shutdown.drain-window=0s")
		.withBean("failing", FailingEndpoint.class);

	@Test
	void whenNothingIsSetThenTheFailureIsLoggedAndTheSessionClosed(CapturedOutput output) {
		this.runner.run((context) -> {
			try (TestPeer peer = connect(context)) {
				peer.sendText("fail").expectClose(1011, "handler-failed");
				assertThat(output).contains(
						"Endpoint /failing: UnhandledFailureTests.FailingEndpoint.text failed in" + " session ",
						"java.lang.IllegalStateException: no luck with fail");
			}
		});
	}

	@Test
	void whenFailuresAreLoggedThenTheSessionStaysOpen(CapturedOutput output) {
		this.runner.withPropertyValues("ws.errors.unhandled=log").run((context) -> {
			try (TestPeer peer = connect(context)) {
				peer.sendText("fail").sendText("unreadable").sendText("fine").expect("text:fine");
				assertThat(output)
					.containsOnlyOnce(
							"Endpoint /failing: UnhandledFailureTests.FailingEndpoint.text" + " failed in session ")
					.contains("java.lang.IllegalStateException: no luck with fail");
			}
		});
	}

	private static TestPeer connect(AssertableApplicationContext context) throws Exception {
		return TestPeer.connect(context.getEnvironment().getRequiredProperty("local.ws.server.port", Integer.class),
				"/failing");
	}

	@WsEndpoint("/failing")
	static class FailingEndpoint {

		@OnMessage
		String text(String text) {
			if (text.equals("unreadable")) {
				throw new PayloadNotDecodableException("of another format", null);
			}
			if (text.equals("fail")) {
				throw new IllegalStateException("no luck with " + text);
			}
			return text;
		}

	}

}
