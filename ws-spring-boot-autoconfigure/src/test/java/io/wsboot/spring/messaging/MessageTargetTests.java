package io.wsboot.spring.messaging;

import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.wsboot.spring.TestPeer;
import io.wsboot.spring.annotation.OnMessage;
import io.wsboot.spring.annotation.OnOpen;
import io.wsboot.spring.annotation.WsEndpoint;
import io.wsboot.transport.Delivery;
import io.wsboot.transport.WsSession;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.web.bind.annotation.PathVariable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/**
 * Whom messages can be sent to, each over real sockets.
 */
class MessageTargetTests {

	private final ApplicationContextRunner runner = MessagingServer.with(DeskEndpoint.class, BoardEndpoint.class);

	@Test
	void aUserIsReachedInAllSessionsOnWhateverEndpoint() {
		MessagingServer.run(this.runner, (context, messaging) -> {
			try (TestPeer phone = MessagingServer.open(context, "/desk/1", "User", "ada");
					TestPeer browser = MessagingServer.open(context, "/board", "User", "ada");
					TestPeer bob = MessagingServer.open(context, "/desk/1", "User", "bob");
					TestPeer stranger = MessagingServer.open(context, "/desk/1")) {
				assertThat(messaging.toUser("ada").send(Map.of("balance", 5))).isTrue();
				phone.expect("text:{\"balance\":5}");
				browser.expect("text:{\"balance\":5}");
				messaging.toUser("bob").send("only for bob");
				bob.expect("text:only for bob");
				end(messaging, bob, stranger);
			}
		});
	}

	@Test
	void aUserWhoHasNoSessionIsToldToTheSender() {
		MessagingServer.run(this.runner, (context, messaging) -> {
			assertThat(messaging.toUser("ada").send("hello?")).isFalse();
			TestPeer ada = MessagingServer.open(context, "/board", "User", "ada");
			assertThat(messaging.toUser("ada").send("hello")).isTrue();
			ada.expect("text:hello").close();
			await().until(() -> !messaging.toUser("ada").send("gone?"));
		});
	}

	@Test
	void anEndpointIsReachedByItsNameAndByItsPath() {
		MessagingServer.run(this.runner, (context, messaging) -> {
			try (TestPeer one = MessagingServer.open(context, "/desk/1");
					TestPeer two = MessagingServer.open(context, "/desk/2");
					TestPeer board = MessagingServer.open(context, "/board")) {
				messaging.toEndpoint("desk").send("by name");
				messaging.toEndpoint("/desk/{number}").send("by path");
				one.expect("text:by name").expect("text:by path");
				two.expect("text:by name").expect("text:by path");
				messaging.toEndpoint("board").send("to the board");
				board.expect("text:to the board");
			}
		});
	}

	@Test
	void anEndpointThatIsNotThereIsAMistake() {
		MessagingServer.run(this.runner,
				(context, messaging) -> assertThatIllegalArgumentException()
					.isThrownBy(() -> messaging.toEndpoint("dessk").send("?"))
					.withMessage("There is no endpoint \"dessk\". Name one by its name or its path, which are"
							+ " [/board, /desk/{number}, board, desk]"));
	}

	@Test
	void whereTheListenerIsSwitchedOffNobodyIsThere() {
		MessagingServer.run(this.runner.withPropertyValues("ws.server.enabled=false"), (context, messaging) -> {
			assertThat(messaging.toEndpoint("desk").send("?")).isFalse();
			assertThat(messaging.toUser("ada").send("?")).isFalse();
			assertThat(messaging.toTopic("news").send("?")).isFalse();
			assertThat(messaging.toSession("0123456789abcdef0123456789abcdef").send("?")).isFalse();
		});
	}

	@Test
	void aSessionIsReachedByItsIdentifier() {
		MessagingServer.run(this.runner, (context, messaging) -> {
			try (TestPeer one = MessagingServer.open(context, "/desk/1");
					TestPeer two = MessagingServer.open(context, "/desk/2")) {
				String id = one.sendText("id?").next().substring("text:".length());
				assertThat(messaging.toSession(id).send(Map.of("for", "you"))).isTrue();
				one.expect("text:{\"for\":\"you\"}");
				end(messaging, one, two);
				one.close();
				await().until(() -> !messaging.toSession(id).send("gone?"));
			}
		});
	}

	@Test
	void aSessionIsSentObjectsAsItsCodecWritesThem() {
		MessagingServer.run(this.runner, (context, messaging) -> {
			try (TestPeer one = MessagingServer.open(context, "/desk/1")) {
				one.sendText("object").expect("text:{\"desk\":1}");
			}
		});
	}

	@Test
	void someOfThoseWhoAreThereMayBeLeftOut() {
		MessagingServer.run(this.runner, (context, messaging) -> {
			try (TestPeer one = MessagingServer.open(context, "/desk/1");
					TestPeer two = MessagingServer.open(context, "/desk/2")) {
				MessageTarget desks = messaging.toEndpoint("desk").delivery(Delivery.critical());
				desks.except(context.getBean(DeskEndpoint.class).sessions.peek()).send("not for one");
				desks.filter((session) -> session.attributes().get("desk").equals(1)).send("for one");
				one.expect("text:for one");
				two.expect("text:not for one");
				end(messaging, one, two);
			}
		});
	}

	@Test
	void interceptorsLearnWhereAMessageGoes() {
		Queue<String> seen = new ConcurrentLinkedQueue<>();
		WsOutboundInterceptor interceptor = new WsOutboundInterceptor() {

			@Override
			public WsMessage sending(WsSession session, WsMessage message) {
				seen.add("session: " + message.string());
				return message;
			}

			@Override
			public WsMessage publishing(WsDestination destination, WsMessage message) {
				seen.add(destination + ": " + message.string());
				return message.string().equals("drop") ? null : message;
			}

		};
		MessagingServer.run(this.runner.withBean(WsOutboundInterceptor.class, () -> interceptor),
				(context, messaging) -> {
					try (TestPeer ada = MessagingServer.open(context, "/desk/1", "User", "ada")) {
						seen.clear();
						messaging.toUser("ada").send("1");
						messaging.toEndpoint("desk").send("drop");
						messaging.toEndpoint("desk").send("2");
						messaging.toTopic("desks").send("3");
						messaging.toSession(context.getBean(DeskEndpoint.class).sessions.peek()).send("4");
						ada.expect("text:1").expect("text:2").expect("text:3").expect("text:4");
						assertThat(seen).containsExactly("user ada: 1", "endpoint desk: drop", "endpoint desk: 2",
								"topic desks: 3", "session: 4");
					}
				});
	}

	/** Nothing else must have come before. */
	private static void end(WsMessaging messaging, TestPeer... peers) throws Exception {
		messaging.toEndpoint("desk").send("end");
		for (TestPeer peer : peers) {
			peer.expect("text:end");
		}
	}

	@WsEndpoint(path = "/desk/{number}", name = "desk")
	static class DeskEndpoint {

		final Queue<WsSession> sessions = new ConcurrentLinkedQueue<>();

		private final WsMessaging messaging;

		DeskEndpoint(WsMessaging messaging) {
			this.messaging = messaging;
		}

		@OnOpen
		String open(WsSession session, @PathVariable int number) {
			session.attributes().put("desk", number);
			session.join("desks");
			this.sessions.add(session);
			return "welcome";
		}

		@OnMessage
		void message(String text, WsSession session) {
			this.messaging.toSession(session)
				.send(text.equals("id?") ? session.id() : Map.of("desk", session.attributes().get("desk")));
		}

	}

	@WsEndpoint(path = "/board", name = "board")
	static class BoardEndpoint {

		@OnOpen
		String open() {
			return "welcome";
		}

	}

}
