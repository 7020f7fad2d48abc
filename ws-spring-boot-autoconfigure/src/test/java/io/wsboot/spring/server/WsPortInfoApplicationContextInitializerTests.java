package io.wsboot.spring.server;

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;

import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The port in the environment.
 */
class WsPortInfoApplicationContextInitializerTests {

	private static final String PROPERTY = "local.ws.server.port";

	@Test
	void whenListenerStartsThenPortIsInTheEnvironmentOfTheContextAndItsParents() {
		try (GenericApplicationContext parent = new GenericApplicationContext();
				GenericApplicationContext child = new GenericApplicationContext()) {
			parent.refresh();
			child.setParent(parent);
			new WsPortInfoApplicationContextInitializer().initialize(child);
			child.refresh();
			start(child, 1234);
			assertThat(child.getEnvironment().getProperty(PROPERTY, Integer.class)).isEqualTo(1234);
			assertThat(parent.getEnvironment().getProperty(PROPERTY, Integer.class)).isEqualTo(1234);
		}
	}

	@Test
	void whenListenerStartsAgainThenTheNewPortReplacesTheOld() {
		try (GenericApplicationContext context = new GenericApplicationContext()) {
			new WsPortInfoApplicationContextInitializer().initialize(context);
			context.refresh();
			start(context, 1234);
			start(context, 5678);
			assertThat(context.getEnvironment().getProperty(PROPERTY)).isEqualTo("5678");
		}
	}

	@Test
	void whenBootHasPublishedAPortThenOursJoinsIt() {
		try (GenericApplicationContext context = new GenericApplicationContext()) {
			context.getEnvironment()
				.getPropertySources()
				.addFirst(new MapPropertySource("server.ports", new HashMap<>(Map.of("local.server.port", 80))));
			new WsPortInfoApplicationContextInitializer().initialize(context);
			context.refresh();
			start(context, 1234);
			assertThat(context.getEnvironment().getPropertySources().get("server.ports").getSource())
				.isEqualTo(Map.of("local.server.port", 80, PROPERTY, 1234));
		}
	}

	private static void start(GenericApplicationContext context, int port) {
		context.publishEvent(new WsServerStartedEvent(context, InetSocketAddress.createUnresolved("localhost", port)));
	}

}
