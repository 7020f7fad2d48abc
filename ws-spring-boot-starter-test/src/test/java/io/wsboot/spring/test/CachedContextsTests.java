package io.wsboot.spring.test;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.wsboot.spring.annotation.OnMessage;
import io.wsboot.spring.annotation.WsEndpoint;
import io.wsboot.spring.server.WsServerLifecycle;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.TestContextManager;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The contexts of several test classes stay open, each with a listener of its own.
 */
class CachedContextsTests {

	private final HttpClient client = HttpClient.newHttpClient();

	@Test
	void threeContextsOfOneProcessListenAtTheSameTime() throws Exception {
		List<ApplicationContext> contexts = List.of(context(One.class), context(Two.class), context(Three.class));
		assertThat(contexts).doesNotHaveDuplicates();
		assertThat(contexts).extracting(CachedContextsTests::port).doesNotHaveDuplicates().doesNotContain(0, 8090);
		for (ApplicationContext context : contexts) {
			assertThat(context.getBean(WsServerLifecycle.class).isRunning()).isTrue();
			connect(port(context));
		}
		assertThat(context(One.class)).isSameAs(contexts.get(0));
		assertThat(context(LikeOne.class)).isSameAs(contexts.get(0));
	}

	private void connect(int port) throws Exception {
		WebSocket socket = this.client.newWebSocketBuilder()
			.buildAsync(URI.create("ws://localhost:" + port + "/echo"), new WebSocket.Listener() {
			})
			.get(30, TimeUnit.SECONDS);
		socket.sendClose(WebSocket.NORMAL_CLOSURE, "").get(30, TimeUnit.SECONDS);
	}

	private static int port(ApplicationContext context) {
		return context.getEnvironment().getRequiredProperty("local.ws.server.port", Integer.class);
	}

	private static ApplicationContext context(Class<?> test) {
		return new TestContextManager(test).getTestContext().getApplicationContext();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(EchoEndpoint.class)
	static class Application {

	}

	@WsEndpoint("/echo")
	static class EchoEndpoint {

		@OnMessage
		String text(String text) {
			return text;
		}

	}

	@SpringBootTest(classes = Application.class, properties = "number=1")
	static class One {

	}

	@SpringBootTest(classes = Application.class, properties = "number=2")
	static class Two {

	}

	@SpringBootTest(classes = Application.class, properties = "number=3")
	static class Three {

	}

	@SpringBootTest(classes = Application.class, properties = "number=1")
	static class LikeOne {

	}

}
