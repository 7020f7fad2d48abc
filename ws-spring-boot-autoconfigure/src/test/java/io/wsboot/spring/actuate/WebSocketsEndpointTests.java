package io.wsboot.spring.actuate;

import java.security.Principal;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.wsboot.spring.TestPeer;
import io.wsboot.spring.actuate.WebSocketsEndpointWebExtension.Problem;
import io.wsboot.spring.actuate.WebSocketsOverview.Begun;
import io.wsboot.spring.actuate.WebSocketsOverview.CloseEntry;
import io.wsboot.spring.actuate.WebSocketsOverview.EndpointEntry;
import io.wsboot.spring.actuate.WebSocketsOverview.SessionEntry;
import io.wsboot.spring.actuate.WebSocketsOverview.State;
import io.wsboot.spring.actuate.WebSocketsOverview.TopicEntry;
import io.wsboot.spring.annotation.OnMessage;
import io.wsboot.spring.annotation.OnOpen;
import io.wsboot.spring.annotation.WsEndpoint;
import io.wsboot.spring.autoconfigure.WebSocketsEndpointAutoConfiguration;
import io.wsboot.spring.autoconfigure.WsServerAutoConfiguration;
import io.wsboot.spring.endpoint.WsHandshakeInterceptor;
import io.wsboot.spring.server.WsServerLifecycle;
import io.wsboot.transport.WsServer;
import io.wsboot.transport.WsSession;
import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

/**
 * What an operator sees and does, with real sessions.
 */
class WebSocketsEndpointTests {

	private static final SecurityContext SOMEBODY = new SecurityContext() {

		@Override
		public Principal getPrincipal() {
			return () -> "ops";
		}

		@Override
		public boolean isUserInRole(String role) {
			return role.equals("operator");
		}

	};

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(EndpointAutoConfiguration.class,
				WebSocketsEndpointAutoConfiguration.class, WsServerAutoConfiguration.class))
		.withPropertyValues("ws.server.address=127.0.0.1", "ws.server.port=0", "ws.server.shutdown.drain-window=0s",
				"management.endpoints.web.exposure.include=websockets")
		.withBean("chat", ChatEndpoint.class)
		.withBean("echo", EchoEndpoint.class)
		.withBean(WsHandshakeInterceptor.class, () -> (handshake) -> {
			String user = handshake.request().fields().get("X-User");
			if (user != null) {
				handshake.principal(() -> user);
			}
		});

	@Test
	void theOverviewTellsWhatThereIs() {
		this.runner.run((context) -> {
			try (TestPeer one = connect(context, "/chat", "ann"); TestPeer other = connect(context, "/chat", "bob")) {
				awaitSessions(context, 2);
				WebSocketsOverview overview = endpoint(context).overview();
				assertThat(overview.state()).isEqualTo(State.RUNNING);
				assertThat(overview.listeners())
					.containsExactly(new WsInfoContributor.Listener("127.0.0.1:" + port(context), false));
				assertThat(overview.sessions()).isEqualTo(2);
				assertThat(overview.topics()).isEqualTo(1);
				assertThat(overview.outbound()).isNotNull();
				assertThat(overview.endpoints()).containsExactlyInAnyOrder(
						new EndpointEntry("chat", "/chat", "chat", ChatEndpoint.class.getName(), "executor", List.of(),
								2),
						new EndpointEntry("echo", "/echo", "echo", EchoEndpoint.class.getName(), "executor", List.of(),
								0));
				assertThat(endpoint(context).one("endpoints", "chat")).isIn(overview.endpoints());
				assertThat(list(context, "endpoints")).isEqualTo(overview.endpoints());
			}
		});
	}

	@Test
	void whatCountsIsToldByTheNamesOfProperties() {
		this.runner
			.withPropertyValues("ws.heartbeat.interval=7s", "ws.endpoints.chat.limits.max-message-size=3KB",
					"ws.endpoints.chat.limits.message-timeout=9s", "ws.endpoints.chat.outbound.high-water-mark=2MB",
					"ws.endpoints.chat.compression.enabled=true", "ws.compression.enabled=true")
			.run((context) -> {
				Map<?, ?> configuration = (Map<?, ?>) list(context, "configuration");
				assertThat(configuration.get("ws.heartbeat.interval")).isEqualTo("PT7S");
				assertThat(configuration.get("ws.limits.max-message-size")).isEqualTo(1L << 20);
				assertThat(configuration.get("ws.outbound.slow-consumer")).isEqualTo("close");
				assertThat(configuration.get("ws.compression.level")).isEqualTo(6);
				assertThat(configuration.get("ws.endpoints.chat.limits.max-message-size")).isEqualTo(3L * 1024);
				assertThat(configuration.get("ws.endpoints.chat.limits.message-timeout")).isEqualTo("PT9S");
				assertThat(configuration.get("ws.endpoints.chat.outbound.high-water-mark")).isEqualTo(2L << 20);
				assertThat(configuration.get("ws.endpoints.chat.compression.enabled")).isEqualTo(true);
				assertThat(configuration.keySet()).noneMatch((name) -> name.toString().startsWith("ws.endpoints.echo"));
			});
	}

	@Test
	void sessionsAreFoundByEndpointTopicAndPage() {
		this.runner.run((context) -> {
			try (TestPeer first = connect(context, "/chat", "ann");
					TestPeer second = connect(context, "/chat", "bob");
					TestPeer third = connect(context, "/echo", "ann")) {
				awaitSessions(context, 3);
				Page<SessionEntry> all = sessions(context, null, null, null, null);
				assertThat(all.total()).isEqualTo(3);
				assertThat(all.more()).isFalse();
				assertThat(all.entries()).extracting(SessionEntry::endpoint)
					.containsExactlyInAnyOrder("chat", "chat", "echo");
				assertThat(sessions(context, "echo", null, null, null).entries()).singleElement()
					.isEqualTo(
							all.entries().stream().filter((entry) -> "echo".equals(entry.endpoint())).findAny().get());
				assertThat(sessions(context, "/chat", null, null, null).total()).isEqualTo(2);
				assertThat(sessions(context, null, "everybody", null, null).total()).isEqualTo(2);
				assertThat(sessions(context, "echo", "everybody", null, null).entries()).isEmpty();
				assertThat(sessions(context, "chat", "everybody", null, null).entries()).hasSize(2);
				assertThat(sessions(context, null, "nobody", null, null).entries()).isEmpty();
				Page<SessionEntry> first2 = sessions(context, null, null, 0, 2);
				Page<SessionEntry> last = sessions(context, null, null, 1, 2);
				assertThat(first2.more()).isTrue();
				assertThat(last.more()).isFalse();
				assertThat(last.entries()).hasSize(1).doesNotContainAnyElementsOf(first2.entries());
				SessionEntry one = all.entries().get(0);
				assertThat(endpoint(context).one("sessions", one.id())).isEqualTo(one);
				assertThat(list(context, "topics"))
					.isEqualTo(new Page<>(0, 50, 1, false, List.of(new TopicEntry("everybody", 2))));
			}
		});
	}

	@Test
	void usersAndAddressesAreShownToThoseWhoMaySeeThem() {
		this.runner
			.withPropertyValues("management.endpoint.websockets.show-values=when-authorized",
					"management.endpoint.websockets.roles=operator")
			.run((context) -> {
				try (TestPeer ann = connect(context, "/chat", "ann"); TestPeer bob = connect(context, "/echo", "bob")) {
					awaitSessions(context, 2);
					WebSocketsEndpointWebExtension web = context.getBean(WebSocketsEndpointWebExtension.class);
					assertThat(page(web.list(SOMEBODY, "sessions", null, null, "ann", null, null, null)).entries())
						.singleElement()
						.satisfies((entry) -> {
							assertThat(((SessionEntry) entry).user()).isEqualTo("ann");
							assertThat(((SessionEntry) entry).peerAddress()).startsWith("127.0.0.1:");
						});
					assertThat(page(web.list(SecurityContext.NONE, "sessions", null, null, null, null, null, null))
						.entries())
						.hasSize(2)
						.allSatisfy((entry) -> assertThat((SessionEntry) entry)
							.extracting(SessionEntry::user, SessionEntry::peerAddress)
							.containsOnlyNulls());
					assertThat(sessions(context, "chat", null, null, null).entries().get(0).user()).isNull();
					assertProblem(web.list(SecurityContext.NONE, "sessions", null, null, "ann", null, null, null), 400,
							"users are not shown; set management.endpoint.websockets.show-values");
				}
			});
	}

	@Test
	void whoWasThrownOutIsToldWithTheReason() {
		this.runner.withPropertyValues("management.endpoint.websockets.show-values=always").run((context) -> {
			TestPeer peer = connect(context, "/chat", "ann");
			peer.sendText("fail");
			peer.expectClose(1011, "handler-failed");
			TestPeer other = connect(context, "/chat", "bob");
			other.sendClose(4000, "secret");
			await().until(() -> closes(context).total() == 2);
			assertThat(closes(context).entries())
				.extracting(CloseEntry::reason, CloseEntry::initiator, CloseEntry::endpoint, CloseEntry::user,
						CloseEntry::closeReason)
				.containsExactlyInAnyOrder(tuple("handler-failed", "local", "chat", "ann", null),
						tuple("peer", "peer", "chat", "bob", "secret"));
			assertThat(closes(context).entries()).allSatisfy((entry) -> {
				assertThat(entry.explanation()).endsWith(".");
				assertThat(entry.session()).hasSize(32);
				assertThat(entry.openFor()).isPositive();
				assertThat(entry.peerAddress()).startsWith("127.0.0.1:");
			});
		});
	}

	@Test
	void wordsOfPeersAreValues() {
		this.runner.run((context) -> {
			TestPeer peer = connect(context, "/chat", "ann");
			peer.sendClose(4000, "secret");
			await().until(() -> closes(context).total() == 1);
			assertThat(closes(context).entries().get(0))
				.extracting(CloseEntry::code, CloseEntry::closeReason, CloseEntry::user, CloseEntry::peerAddress)
				.containsExactly(4000, null, null, null);
		});
	}

	@Test
	void anOperatorClosesOneSession() {
		this.runner.run((context) -> {
			try (TestPeer peer = connect(context, "/chat", "ann"); TestPeer other = connect(context, "/chat", "bob")) {
				awaitSessions(context, 2);
				String id = sessions(context, null, null, 0, 1).entries().get(0).id();
				assertThat(endpoint(context).close("sessions", id)).isEqualTo(new Begun("close", 2));
				awaitSessions(context, 1);
				assertThat(closes(context).entries()).singleElement()
					.extracting(CloseEntry::session, CloseEntry::reason)
					.containsExactly(id, "operator");
				assertThat(endpoint(context).close("sessions", id)).isNull();
				assertThat(endpoint(context).close("topics", "everybody")).isNull();
			}
		});
	}

	@Test
	void anOperatorShedsAShareAndDrains() {
		this.runner.run((context) -> {
			try (TestPeer peer = connect(context, "/chat", "ann"); TestPeer other = connect(context, "/chat", "bob")) {
				awaitSessions(context, 2);
				assertThat(endpoint(context).begin("shed", 50)).isEqualTo(new Begun("shed", 2));
				awaitSessions(context, 1);
				assertThat(endpoint(context).overview().state()).isEqualTo(State.RUNNING);
				assertThat(endpoint(context).begin("drain", null)).isEqualTo(new Begun("drain", 1));
				assertThat(endpoint(context).overview().state()).isEqualTo(State.DRAINING);
				awaitSessions(context, 0);
				assertThat(closes(context).entries()).extracting(CloseEntry::reason)
					.containsExactly("going-away", "shed");
			}
		});
	}

	@Test
	void whoReadsTooSlowlyIsFound() {
		this.runner.withPropertyValues("ws.server.send-buffer-size=4KB").run((context) -> {
			try (TestPeer slow = connect(context, "/chat", "ann"); TestPeer other = connect(context, "/chat", "bob")) {
				awaitSessions(context, 2);
				slow.pause();
				slow.sendText("flood");
				await().until(() -> endpoint(context).overview().outbound().slowSessions() == 1);
				assertThat(page(list(context, "slow")).entries()).singleElement()
					.satisfies((entry) -> assertThat(((SessionEntry) entry).queuedBytes()).isPositive());
				assertThat(page(endpoint(context).list("sessions", "chat", null, null, true, null, null)).entries())
					.hasSize(1);
				assertThat(page(endpoint(context).list("sessions", "echo", null, null, true, null, null)).entries())
					.isEmpty();
			}
		});
	}

	@Test
	void whatIsWrongIsSaidInASentence() {
		this.runner.run((context) -> {
			WebSocketsEndpointWebExtension web = context.getBean(WebSocketsEndpointWebExtension.class);
			assertProblem(web.list(SOMEBODY, "clients", null, null, null, null, null, null), 404,
					"There is no 'clients' here; there are endpoints, configuration, sessions");
			assertProblem(web.list(SOMEBODY, "sessions", "talk", null, null, null, null, null), 400,
					"There is no endpoint \"talk\"");
			assertProblem(web.list(SOMEBODY, "sessions", null, null, null, null, null, 501), 400,
					"'size' must be from 1 to 500, not 501");
			assertProblem(web.list(SOMEBODY, "sessions", null, null, null, null, -1, null), 400,
					"'page' must be from 0 to 200000, not -1");
			assertProblem(web.one(SOMEBODY, "sessions", "0"), 404, "no open session with the identifier '0'");
			assertProblem(web.one(SOMEBODY, "endpoints", "talk"), 404, "no endpoint of the name 'talk'");
			assertProblem(web.one(SOMEBODY, "topics", "news"), 404, "no single entries");
			assertProblem(web.begin("send", null), 404, "there are drain and shed");
			assertProblem(web.begin("shed", null), 400, "needs a 'percent' from 1 to 100, not null");
			assertProblem(web.begin("shed", 101), 400, "not 101");
			assertProblem(web.begin("drain", 1), 400, "takes no 'percent'");
			assertProblem(web.close("sessions", "0"), 404, "no open session");
			assertThatExceptionOfType(InvalidEndpointRequestException.class)
				.isThrownBy(() -> endpoint(context).list("sessions", "talk", null, null, null, null, null));
			assertThat(web.list(SOMEBODY, "sessions", null, null, null, null, null, null).getStatus()).isEqualTo(200);
		});
	}

	private static void assertProblem(WebEndpointResponse<Object> answer, int status, String part) {
		assertThat(answer.getStatus()).isEqualTo(status);
		assertThat(answer.getBody()).isInstanceOfSatisfying(Problem.class,
				(problem) -> assertThat(problem.error()).contains(part));
	}

	private static Page<?> page(Object answer) {
		Object body = (answer instanceof WebEndpointResponse<?> response) ? response.getBody() : answer;
		assertThat(body).isInstanceOf(Page.class);
		return (Page<?>) body;
	}

	private static Object list(AssertableApplicationContext context, String section) {
		return endpoint(context).list(section, null, null, null, null, null, null);
	}

	@SuppressWarnings("unchecked")
	private static Page<CloseEntry> closes(AssertableApplicationContext context) {
		return (Page<CloseEntry>) list(context, "closes");
	}

	@SuppressWarnings("unchecked")
	private static Page<SessionEntry> sessions(AssertableApplicationContext context, String endpoint, String topic,
			Integer page, Integer size) {
		return (Page<SessionEntry>) endpoint(context).list("sessions", endpoint, topic, null, null, page, size);
	}

	private static WebSocketsEndpoint endpoint(AssertableApplicationContext context) {
		return context.getBean(WebSocketsEndpoint.class);
	}

	private static TestPeer connect(AssertableApplicationContext context, String path, String user) throws Exception {
		return TestPeer.connect(port(context), path, "X-User", user);
	}

	private static int port(AssertableApplicationContext context) {
		return server(context).port();
	}

	private static WsServer server(AssertableApplicationContext context) {
		return context.getBean(WsServerLifecycle.class).server();
	}

	/** The last callback may still run, but what is seen is settled. */
	private static void awaitSessions(AssertableApplicationContext context, int sessions) {
		await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
			assertThat(server(context).sessions().size()).isEqualTo(sessions);
			assertThat(sessions(context, "chat", "everybody", null, null).entries().size()
					+ sessions(context, "echo", null, null, null).entries().size())
				.isEqualTo(sessions);
		});
	}

	@WsEndpoint("/chat")
	static class ChatEndpoint {

		@OnOpen
		void open(WsSession session) {
			session.join("everybody");
		}

		@OnMessage
		void message(WsSession session, String text) {
			if (text.equals("fail")) {
				throw new IllegalStateException("expected by a test");
			}
			if (text.equals("flood")) {
				for (int i = 0; i < 10_000 && session.queuedBytes() < 200_000; i++) {
					session.offerText("x".repeat(8 * 1024));
				}
			}
		}

	}

	@WsEndpoint("/echo")
	static class EchoEndpoint {

		@OnMessage
		String message(String text) {
			return text;
		}

	}

}
