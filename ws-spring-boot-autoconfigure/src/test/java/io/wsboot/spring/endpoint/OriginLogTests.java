package io.wsboot.spring.endpoint;

import java.time.Duration;

import io.wsboot.spring.annotation.OnMessage;
import io.wsboot.spring.annotation.WsEndpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class OriginLogTests {

	private long now = Long.MAX_VALUE - 1;

	private final OriginLog log = new OriginLog(() -> this.now);

	private final EndpointDefinition endpoint = Scans.scan(ChatEndpoint.class).endpoints().get(0);

	@Test
	void aRefusalTellsWhatWasCompared(CapturedOutput output) {
		refuse("https://evil.example");
		assertThat(output.getAll()).contains("Refused a handshake for /chat/{room} with 403: it comes from the origin"
				+ " \"https://evil.example\" and names the host \"localhost:8090\"; allowed is the host that the"
				+ " request names in its Host field, on any port."
				+ " The property ws.server.allowed-origins allows others.");
		assertThat(output.getAll()).doesNotContain("more were refused");
	}

	@Test
	void refusalsAreLoggedOnceASecondAndCounted(CapturedOutput output) {
		refuse("https://one.example");
		this.now += Duration.ofMillis(999).toNanos();
		refuse("https://two.example");
		refuse("https://three.example");
		this.now += Duration.ofMillis(1).toNanos();
		refuse("https://four.example");
		assertThat(output.getAll()).contains("one.example")
			.doesNotContain("two.example", "three.example")
			.contains("four.example")
			.containsOnlyOnce("(2 more were refused since the last such line.)");
	}

	@Test
	void textOfThePeerIsShortAndInOneLine() {
		assertThat(OriginLog.printable("a\"b\\\u001b[2J\u0085é"))
			.isEqualTo("\"a\\u0022b\\u005c\\u001b[2J\\u0085\\u00e9\"");
		assertThat(OriginLog.printable("x".repeat(100))).isEqualTo("\"" + "x".repeat(100) + "\"");
		assertThat(OriginLog.printable("x".repeat(101))).isEqualTo("\"" + "x".repeat(100) + "…\"");
	}

	private void refuse(String origin) {
		this.log.refused(Requests.get("/chat/a", "Origin: " + origin), this.endpoint, OriginPolicy.sameHost(),
				"ws.server.allowed-origins");
	}

	@WsEndpoint("/chat/{room}")
	static class ChatEndpoint {

		@OnMessage
		void text(String text) {
		}

	}

}
