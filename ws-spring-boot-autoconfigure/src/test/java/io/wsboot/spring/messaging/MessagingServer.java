package io.wsboot.spring.messaging;

import io.wsboot.spring.TestPeer;
import io.wsboot.spring.autoconfigure.WsServerAutoConfiguration;
import io.wsboot.spring.endpoint.WsHandshakeInterceptor;
import io.wsboot.spring.server.WsPortInfoApplicationContextInitializer;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

/**
 * An application whose sessions are opened by whom the header {@code User} names.
 */
final class MessagingServer {

	private MessagingServer() {
	}

	static ApplicationContextRunner with(Class<?>... beans) {
		ApplicationContextRunner runner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class, WsServerAutoConfiguration.class))
			.withInitializer(new WsPortInfoApplicationContextInitializer())
			.withPropertyValues("ws.server.address=127.0.0.1", "ws.server.port=0", "ws.server.shutdown.drain-window=0s")
			.withBean(WsHandshakeInterceptor.class, () -> (handshake) -> {
				String user = handshake.request().fields().get("User");
				handshake.principal((user != null) ? () -> user : null);
			});
		for (Class<?> bean : beans) {
			runner = runner.withUserConfiguration(bean);
		}
		return runner;
	}

	/** Opens a session; it has a first word when this returns. */
	static TestPeer open(ApplicationContext context, String path, String... headers) throws Exception {
		TestPeer peer = TestPeer.connect(port(context), path, headers);
		return peer.expect("text:welcome");
	}

	static int port(ApplicationContext context) {
		return context.getEnvironment().getRequiredProperty("local.ws.server.port", Integer.class);
	}

	static void run(ApplicationContextRunner runner, Body body) {
		runner.run((context) -> body.accept(context, context.getBean(WsMessaging.class)));
	}

	/** What a test does with the application. */
	@FunctionalInterface
	interface Body {

		void accept(AssertableApplicationContext context, WsMessaging messaging) throws Exception;

	}

}
