package io.wsboot.spring.actuate;

import java.lang.management.ManagementFactory;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import com.sun.management.ThreadMXBean;
import io.wsboot.spring.TestPeer;
import io.wsboot.spring.annotation.OnMessage;
import io.wsboot.spring.annotation.WsEndpoint;
import io.wsboot.spring.autoconfigure.WebSocketsEndpointAutoConfiguration;
import io.wsboot.spring.autoconfigure.WsServerAutoConfiguration;
import io.wsboot.spring.messaging.SessionDirectory;
import io.wsboot.spring.server.WsServerLifecycle;
import io.wsboot.transport.SessionGroup;
import io.wsboot.transport.WsServer;
import io.wsboot.transport.WsSession;
import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What is asked about 100 000 sessions costs as much memory as its answer, whatever is
 * asked. All of them share one connection: a socket each is more than a test may open.
 */
class ManySessionsTests {

	private static final int MANY = 100_000;

	/** A reference to each session alone would be 400 000. */
	private static final long MOST_BYTES = 200_000;

	private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	@Test
	void noAnswerCopiesWhatItDoesNotTell() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(EndpointAutoConfiguration.class,
					WebSocketsEndpointAutoConfiguration.class, WsServerAutoConfiguration.class))
			.withPropertyValues("ws.server.address=127.0.0.1", "ws.server.port=0", "ws.server.shutdown.drain-window=0s",
					"management.endpoints.web.exposure.include=websockets")
			.withBean("echo", EchoEndpoint.class)
			.run((context) -> {
				WsServer server = context.getBean(WsServerLifecycle.class).server();
				try (TestPeer peer = TestPeer.connect(server.port(), "/echo")) {
					fill(context, server);
					assertAnswersAreSmall(context.getBean(WebSocketsEndpoint.class));
				}
			});
	}

	private static void assertAnswersAreSmall(WebSocketsEndpoint endpoint) {
		assertSmall(endpoint::overview);
		assertThat(assertSmall(() -> sessions(endpoint, null, null, null, 0)).entries()).hasSize(50);
		assertThat(assertSmall(() -> sessions(endpoint, null, null, null, 1_999)).more()).isTrue();
		Page<?> last = assertSmall(() -> sessions(endpoint, "echo", null, null, 2_000));
		assertThat(last.entries()).hasSize(1);
		assertThat(last.total()).isEqualTo(MANY + 1);
		assertThat(last.more()).isFalse();
		assertThat(assertSmall(() -> sessions(endpoint, "echo", "some", null, 0)).entries()).hasSize(50);
		assertThat(assertSmall(() -> sessions(endpoint, "/echo", "few", null, 0)).entries()).hasSize(7);
		assertThat(assertSmall(() -> sessions(endpoint, null, null, true, 0)).entries()).isEmpty();
		assertThat(assertSmall(() -> (Page<?>) endpoint.list("topics", null, null, null, null, null, null)).total())
			.isEqualTo(2);
	}

	private static Page<?> sessions(WebSocketsEndpoint endpoint, String name, String topic, Boolean slow, int page) {
		return (Page<?>) endpoint.list("sessions", name, topic, null, slow, page, null);
	}

	/** The first time classes are loaded. */
	private static <T> T assertSmall(Supplier<T> question) {
		assertThat(question.get()).isNotNull();
		long before = THREADS.getCurrentThreadAllocatedBytes();
		T answer = question.get();
		assertThat(THREADS.getCurrentThreadAllocatedBytes() - before).isLessThan(MOST_BYTES);
		return answer;
	}

	private static void fill(ApplicationContext context, WsServer server) throws Exception {
		SessionGroup group = context.getBean(SessionDirectory.class).endpoint("echo");
		await().until(() -> group.count() == 1);
		List<WsSession> real = new ArrayList<>();
		group.forEach(real::add);
		Constructor<?> constructor = real.get(0).getClass().getDeclaredConstructors()[0];
		constructor.setAccessible(true);
		Object gate = part(real.get(0), "gate");
		Object calls = part(real.get(0), "calls");
		for (int i = 0; i < MANY; i++) {
			WsSession session = (WsSession) constructor.newInstance(gate, calls, null);
			group.add(session);
			session.join("some");
			if (i % 15_000 == 0) {
				session.join("few");
			}
		}
		assertThat(server.topics().count("some")).isEqualTo(MANY);
	}

	private static Object part(WsSession session, String name) throws Exception {
		Method method = session.getClass().getSuperclass().getDeclaredMethod(name);
		method.setAccessible(true);
		return method.invoke(session);
	}

	@WsEndpoint("/echo")
	static class EchoEndpoint {

		@OnMessage
		String message(String text) {
			return text;
		}

	}

}
