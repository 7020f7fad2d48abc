package io.wsboot.spring.applications.order;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.wsboot.protocol.CloseStatus;
import io.wsboot.transport.WsClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * However long handlers take, and wherever they run: every session sees its messages in
 * their order, its callbacks never overlap, nothing is lost, and its end comes last and
 * once. {@code -Dws.test.messages} says how many messages each session sends.
 */
class OrderTests {

	private static final int SESSIONS = 64;

	private static final int MESSAGES = Integer.getInteger("ws.test.messages", 500);

	private static final Duration DEADLINE = Duration.ofMinutes(3);

	@Test
	void handlersOfThePoolKeepTheOrder() throws Exception {
		assertThat(threadsOf("blocking")).allMatch((thread) -> !isVirtual(thread)).hasSizeGreaterThan(1);
	}

	@Test
	void answersThatComeLaterKeepTheOrder() throws Exception {
		assertThat(threadsOf("later")).allMatch((thread) -> !isVirtual(thread)).hasSizeGreaterThan(1);
	}

	@Test
	void methodsOnLoopsAndInThePoolKeepTheOrder() throws Exception {
		assertThat(threadsOf("mixed")).allMatch((thread) -> !isVirtual(thread))
			.anyMatch((thread) -> thread.getName().startsWith("ws-loop"))
			.anyMatch((thread) -> thread.getName().startsWith("ws-handler"));
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21, disabledReason = "virtual threads came with Java 21")
	void methodsOnLoopsAndOnVirtualThreadsKeepTheOrder() throws Exception {
		assertThat(threadsOf("mixed", "--spring.threads.virtual.enabled=true"))
			.allMatch((thread) -> isVirtual(thread) != thread.getName().startsWith("ws-loop"))
			.anyMatch(OrderTests::isVirtual)
			.anyMatch((thread) -> thread.getName().startsWith("ws-loop"));
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21, disabledReason = "virtual threads came with Java 21")
	void handlersOnVirtualThreadsKeepTheOrder() throws Exception {
		assertThat(threadsOf("blocking", "--spring.threads.virtual.enabled=true")).allMatch(OrderTests::isVirtual)
			.hasSizeGreaterThan(1);
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21, disabledReason = "virtual threads came with Java 21")
	void answersThatComeLaterKeepTheOrderOnVirtualThreads() throws Exception {
		assertThat(threadsOf("later", "--spring.threads.virtual.enabled=true")).allMatch(OrderTests::isVirtual)
			.hasSizeGreaterThan(1);
	}

	/** Has all sessions say everything to an endpoint, and returns where handlers ran. */
	private static Set<Thread> threadsOf(String path, String... arguments) throws Exception {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(OrderApplication.class)
			.properties("ws.server.port=0", "ws.server.address=127.0.0.1", "spring.main.banner-mode=off")
			.run(arguments); WsClient client = WsClient.builder().build()) {
			String uri = "ws://127.0.0.1:" + context.getEnvironment().getProperty("local.ws.server.port") + "/" + path;
			SessionLogs logs = context.getBean(SessionLogs.class);
			List<CountingClient> clients = new ArrayList<>();
			for (int i = 0; i < SESSIONS; i++) {
				clients.add(new CountingClient(MESSAGES, path.equals("mixed")));
				client.connect(uri + "/" + i, clients.get(i));
			}
			await().atMost(DEADLINE).until(() -> clients.stream().allMatch((each) -> each.closeCode() != 0));
			await().atMost(DEADLINE)
				.until(() -> logs.all().size() == SESSIONS && logs.all().stream().allMatch(SessionLog::isEnded));
			assertThat(clients).allSatisfy((each) -> assertThat(each.faults()).isEmpty())
				.allSatisfy((each) -> assertThat(each.closeCode()).isEqualTo(CloseStatus.NORMAL.code()));
			// what would come behind the end comes before the listener is down
			context.close();
			assertThat(logs.all()).allSatisfy((log) -> assertThat(log.faults()).isEmpty())
				.allSatisfy((log) -> assertThat(log.messages()).isEqualTo(MESSAGES));
			return logs.threads();
		}
	}

	private static boolean isVirtual(Thread thread) {
		try {
			return Runtime.version().feature() >= 21 && (boolean) Thread.class.getMethod("isVirtual").invoke(thread);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
