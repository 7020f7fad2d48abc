package io.wsboot.spring.autoconfigure;

import io.wsboot.spring.endpoint.WsHandshakeAuthenticator;
import io.wsboot.spring.endpoint.WsHandshakeInterceptor;
import net.bytebuddy.ByteBuddy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is warned of when a listener starts that lets in everybody, or nobody.
 */
@ExtendWith(OutputCaptureExtension.class)
class AuthenticationCheckTests {

	private static final String EVERYBODY = "Spring Security is on the class path, but it does not protect the WebSocket"
			+ " listener: every handshake is let in. Declare a bean of type WsHandshakeAuthenticator and set"
			+ " ws.security.require-authentication=true; or set it to false if sessions are meant for everybody.";

	private static final String NOBODY = "ws.security.require-authentication is true, but nothing says who connects: every"
			+ " handshake is refused with 401. Declare a bean of type WsHandshakeAuthenticator.";

	private final ApplicationContextRunner plain = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WsServerAutoConfiguration.class))
		.withBean(EchoEndpoint.class)
		.withPropertyValues("ws.server.address=127.0.0.1", "ws.server.port=0", "ws.server.shutdown.drain-window=0s");

	private final ApplicationContextRunner secured = this.plain.withClassLoader(new ByteBuddy().makeInterface()
		.name("org.springframework.security.core.Authentication")
		.make()
		.load(getClass().getClassLoader())
		.getLoaded()
		.getClassLoader());

	@Test
	void whenThereIsSpringSecurityAndNobodyAuthenticatesThenThatIsWarnedOfOnce(CapturedOutput output) {
		this.secured.run((context) -> assertThat(output.getAll()).containsOnlyOnce(EVERYBODY));
	}

	@Test
	void whenThereIsNoSpringSecurityThenNothingIsWarnedOf(CapturedOutput output) {
		this.plain.run((context) -> assertThat(output.getAll()).doesNotContain(EVERYBODY, NOBODY));
	}

	@Test
	void whenThereIsAnAuthenticatorThenNothingIsWarnedOf(CapturedOutput output) {
		this.secured.withBean(WsHandshakeAuthenticator.class, () -> (handshake) -> null)
			.withPropertyValues("ws.security.require-authentication=true")
			.run((context) -> assertThat(output.getAll()).doesNotContain(EVERYBODY, NOBODY));
	}

	@Test
	void whenSessionsAreMeantForEverybodyThenNothingIsWarnedOf(CapturedOutput output) {
		this.secured.withPropertyValues("ws.security.require-authentication=false")
			.run((context) -> assertThat(output.getAll()).doesNotContain(EVERYBODY, NOBODY));
	}

	@Test
	void whenNobodyCanBeLetInThenThatIsWarnedOfWithAndWithoutSpringSecurity(CapturedOutput output) {
		this.plain.withPropertyValues("ws.security.require-authentication=true")
			.run((context) -> assertThat(output.getAll()).containsOnlyOnce(NOBODY));
		this.secured.withPropertyValues("ws.security.require-authentication=true")
			.run((context) -> assertThat(output.getAll()).doesNotContain(EVERYBODY));
	}

	@Test
	void whenAnInterceptorMayNameSomebodyThenRequiringItIsNotWarnedOf(CapturedOutput output) {
		this.plain.withPropertyValues("ws.security.require-authentication=true")
			.withBean(WsHandshakeInterceptor.class, () -> (handshake) -> handshake.principal(() -> "eve"))
			.run((context) -> assertThat(output.getAll()).doesNotContain(NOBODY));
	}

}
