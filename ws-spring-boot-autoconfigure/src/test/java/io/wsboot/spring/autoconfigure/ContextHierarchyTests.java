package io.wsboot.spring.autoconfigure;

import io.wsboot.protocol.CloseCode;
import io.wsboot.spring.annotation.OnMessage;
import io.wsboot.spring.annotation.WsEndpoint;
import io.wsboot.spring.messaging.WsMessaging;
import io.wsboot.spring.server.WsServerLifecycle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Contexts with parents, and contexts whose beans are made late.
 */
class ContextHierarchyTests {

	private ConfigurableApplicationContext parent;

	private ConfigurableApplicationContext child;

	@AfterEach
	void close() {
		if (this.child != null) {
			this.child.close();
		}
		this.parent.close();
	}

	@Test
	void whenOnlyTheChildHasEndpointsThenItsListenerServesThem() throws Exception {
		this.parent = run(null, Services.class);
		this.child = run(this.parent, Application.class);
		assertThat(this.parent.getBean(WsServerLifecycle.class).isRunning()).isFalse();
		assertThat(port(this.parent)).isEqualTo(port(this.child));
		assertEchoes(port(this.child), "/echo");
	}

	@Test
	void whenBothHaveEndpointsThenEachHasAListenerOfItsOwn() throws Exception {
		this.parent = run(null, OtherApplication.class);
		int parentPort = port(this.parent);
		this.child = run(this.parent, Application.class);
		assertEchoes(parentPort, "/other");
		assertEchoes(port(this.child), "/echo");
		assertThat(port(this.child)).isNotEqualTo(parentPort);
	}

	@Test
	void whenTheChildIsClosedThenTheParentsListenerGoesOn() throws Exception {
		this.parent = run(null, OtherApplication.class);
		int parentPort = port(this.parent);
		this.child = run(this.parent, Application.class);
		TestPeer ofParent = TestPeer.connect(parentPort, "/other");
		TestPeer ofChild = TestPeer.connect(port(this.child), "/echo");
		this.child.close();
		ofChild.isClosedWith(CloseCode.GOING_AWAY);
		ofParent.send("still here");
		ofParent.receives("still here");
	}

	@Test
	void whenAServiceOfTheParentPublishesThenSessionsOfTheChildReceiveIt() throws Exception {
		this.parent = run(null, Services.class);
		this.child = run(this.parent, Application.class);
		TestPeer peer = TestPeer.connect(port(this.child), "/echo");
		peer.send("hello");
		peer.receives("hello");
		this.parent.getBean(WsMessaging.class).toTopic("everybody").send("news");
		peer.receives("news");
	}

	@Test
	void whenBeansAreMadeLateThenTheListenerStartsAllTheSame() throws Exception {
		this.parent = run(null, Application.class, "--spring.main.lazy-initialization=true");
		assertThat(this.parent.getBeanFactory().containsSingleton("wsServerLifecycle")).isTrue();
		assertEchoes(port(this.parent), "/echo");
		TestPeer peer = TestPeer.connect(port(this.parent), "/echo");
		this.parent.close();
		peer.isClosedWith(CloseCode.GOING_AWAY);
	}

	private static ConfigurableApplicationContext run(ConfigurableApplicationContext parent, Class<?> application,
			String... arguments) {
		SpringApplicationBuilder builder = new SpringApplicationBuilder(application).web(WebApplicationType.NONE)
			.properties("ws.server.address=127.0.0.1", "ws.server.port=0", "ws.server.shutdown.drain-window=0s");
		return ((parent != null) ? builder.parent(parent) : builder).run(arguments);
	}

	private static int port(ConfigurableApplicationContext context) {
		return context.getEnvironment().getRequiredProperty("local.ws.server.port", Integer.class);
	}

	private static void assertEchoes(int port, String path) throws Exception {
		TestPeer peer = TestPeer.connect(port, path);
		peer.send("hello");
		peer.receives("hello");
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(WsServerAutoConfiguration.class)
	static class Services {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(WsServerAutoConfiguration.class)
	@Import(EchoEndpoint.class)
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(WsServerAutoConfiguration.class)
	@Import(OtherEndpoint.class)
	static class OtherApplication {

	}

	@WsEndpoint("/other")
	static class OtherEndpoint {

		@OnMessage
		String message(String text) {
			return text;
		}

	}

}
