package io.wsboot.spring.autoconfigure;

import io.wsboot.spring.annotation.OnMessage;
import io.wsboot.spring.annotation.Unmatched;
import io.wsboot.spring.annotation.WsEndpoint;
import io.wsboot.spring.server.WsPortInfoApplicationContextInitializer;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ContextConsumer;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;

/**
 * How messages find their method, by property.
 */
class MessagePropertiesTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class, WsServerAutoConfiguration.class))
		.withInitializer(new WsPortInfoApplicationContextInitializer())
		.withPropertyValues("ws.server.address=127.0.0.1", "ws.server.port=0", "ws.server.shutdown.drain-window=0s")
		.withBean("chatRoom", RoomEndpoint.class);

	@Test
	void whenNothingIsSetThenTheTypeIsInTypeAndOthersCloseTheSession() {
		this.runner.run(served((peer) -> {
			peer.send("{\"type\":\"ping\"}");
			peer.receives("pong");
			peer.send("{\"type\":\"dance\"}");
			peer.isClosedWith(1003);
		}));
	}

	@Test
	void whenTheTypePropertyIsSetThenItHoldsTheType() {
		this.runner.withPropertyValues("ws.messages.type-property=op").run(served((peer) -> {
			peer.send("{\"op\":\"ping\"}");
			peer.receives("pong");
		}));
	}

	@Test
	void whenUnmatchedMessagesAreIgnoredThenTheSessionStaysOpen() {
		this.runner.withPropertyValues("ws.messages.unmatched=ignore").run(served((peer) -> {
			peer.send("{\"type\":\"dance\"}");
			peer.send("{\"type\":\"ping\"}");
			peer.receives("pong");
		}));
	}

	@Test
	void whenThePolicyIsSetForTheEndpointThenItWins() {
		this.runner
			.withPropertyValues("ws.messages.unmatched=close", "ws.endpoints.chat-room.messages.unmatched=ignore")
			.run(served((peer) -> {
				peer.send("{\"type\":\"dance\"}");
				peer.send("{\"type\":\"ping\"}");
				peer.receives("pong");
			}));
	}

	@Test
	void whenTheCodecIsSetForTheEndpointThenTextIsNotExpected() {
		this.runner.withPropertyValues("ws.endpoints.CHATROOM.codec=cbor").run(served((peer) -> {
			peer.send("{\"type\":\"ping\"}");
			peer.isClosedWith(1003);
		}));
	}

	private static ContextConsumer<AssertableApplicationContext> served(Conversation conversation) {
		return (context) -> {
			int port = context.getEnvironment().getRequiredProperty("local.ws.server.port", Integer.class);
			conversation.with(TestPeer.connect(port, "/room"));
		};
	}

	interface Conversation {

		void with(TestPeer peer) throws Exception;

	}

	@WsEndpoint(path = "/room", unmatched = Unmatched.DEFAULT)
	static class RoomEndpoint {

		@OnMessage(type = "ping")
		String ping(Ping ping) {
			return "pong";
		}

	}

	record Ping() {

	}

}
