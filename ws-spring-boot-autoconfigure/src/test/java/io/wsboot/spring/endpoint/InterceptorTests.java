package io.wsboot.spring.endpoint;

import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.security.Principal;
import java.util.Locale;
import java.util.concurrent.ExecutionException;

import io.wsboot.protocol.handshake.HandshakeException;
import io.wsboot.protocol.http.HttpFields;
import io.wsboot.spring.TestPeer;
import io.wsboot.spring.annotation.Attribute;
import io.wsboot.spring.annotation.Execution;
import io.wsboot.spring.annotation.OnError;
import io.wsboot.spring.annotation.OnMessage;
import io.wsboot.spring.annotation.OnOpen;
import io.wsboot.spring.annotation.PublishTo;
import io.wsboot.spring.annotation.WsAdvice;
import io.wsboot.spring.annotation.WsEndpoint;
import io.wsboot.spring.messaging.WsDestination;
import io.wsboot.spring.messaging.WsInboundInterceptor;
import io.wsboot.spring.messaging.WsMessage;
import io.wsboot.spring.messaging.WsMessaging;
import io.wsboot.spring.messaging.WsOutboundInterceptor;
import io.wsboot.transport.WsHandler;
import io.wsboot.transport.WsSession;
import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * What stands between a peer and an endpoint.
 */
class InterceptorTests {

	@Test
	void aHandshakeInterceptorNamesThePrincipalAndLeavesAttributes() throws Exception {
		try (EndpointServer server = new EndpointServer(WhoEndpoint.class, TokenInterceptor.class);
				TestPeer peer = TestPeer.connect(server.port(), "/who", "X-Token", "ada")) {
			peer.expect("text:ada of tokens, who at /who, asked on test-handler");
		}
	}

	@Test
	void aHandshakeInterceptorMayRefuse() throws Exception {
		try (EndpointServer server = new EndpointServer(WhoEndpoint.class, TokenInterceptor.class)) {
			WebSocketHandshakeException refusal = refusal(server);
			assertThat(refusal.getResponse().statusCode()).isEqualTo(401);
			assertThat(refusal.getResponse().headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
		}
	}

	@Test
	void aHandshakeInterceptorThatFailsAnswers500() throws Exception {
		try (EndpointServer server = new EndpointServer(WhoEndpoint.class, FailingInterceptor.class)) {
			assertThat(refusal(server).getResponse().statusCode()).isEqualTo(500);
		}
	}

	@Test
	void messagesThatArriveAreChangedAndDroppedInOrder() throws Exception {
		try (EndpointServer server = new EndpointServer(EchoEndpoint.class, Louder.class, NoSecrets.class);
				TestPeer peer = TestPeer.connect(server.port(), "/echo")) {
			peer.sendText("secret").sendText("hello").expect("text:HELLO");
			peer.sendText("to bytes").expect("binary:01");
			peer.sendBinary(7, 8).expect("binary:0708");
		}
	}

	@Test
	void whatAnInboundInterceptorThrowsReachesTheNearestOnError() throws Exception {
		try (EndpointServer server = new EndpointServer(ExplainingEndpoint.class, EchoEndpoint.class, Guard.class,
				StateAdvice.class, Stamp.class);
				TestPeer explained = TestPeer.connect(server.port(), "/explaining");
				TestPeer advised = TestPeer.connect(server.port(), "/echo")) {
			explained.sendText("argument").expect("text:<own argument>");
			explained.sendText("state").expect("text:<advice state>").sendText("fine").expect("text:<fine>");
			advised.sendText("state").expect("text:<advice state>").sendText("fine").expect("text:<fine>");
			advised.sendText("argument").expectClose(1011, "handler-failed");
		}
	}

	@Test
	void whatAnInboundInterceptorThrowsClosesASessionWithoutAnnotations() throws Exception {
		try (EndpointServer server = new EndpointServer(PlainRegistration.class, Guard.class, StateAdvice.class);
				TestPeer peer = TestPeer.connect(server.port(), "/plain")) {
			peer.sendText("fine").expect("text:fine").sendText("state").expectClose(1011, "handler-failed");
		}
	}

	@Test
	void messagesThatLeaveAreChangedAndDropped() throws Exception {
		try (EndpointServer server = new EndpointServer(SendingEndpoint.class, Stamp.class);
				TestPeer peer = TestPeer.connect(server.port(), "/sending")) {
			peer.sendText("x").expect("text:<offered x>").expect("text:<sent x>").expect("text:<returned x>");
			peer.sendText("quiet").expect("text:<offered quiet>").expect("text:<sent quiet>");
			peer.sendText("y").expect("text:<offered y>").expect("text:<sent y>").expect("text:<returned y>");
		}
	}

	@Test
	void whatIsPublishedIsInterceptedOnceAndASenderIsStillLeftOut() throws Exception {
		Stamp.publications = 0;
		try (EndpointServer server = new EndpointServer(RoomEndpoint.class, Stamp.class);
				TestPeer ada = TestPeer.connect(server.port(), "/room");
				TestPeer bob = TestPeer.connect(server.port(), "/room")) {
			ada.expect("text:<joined>");
			bob.expect("text:<joined>");
			ada.sendText("hello").expect("text:[topic room hello]");
			bob.expect("text:[topic room hello]").sendText("others");
			ada.expect("text:[topic room others]");
			ada.sendText("end").expect("text:[topic room end]");
			bob.expect("text:[topic room end]");
			assertThat(Stamp.publications).isEqualTo(3);
		}
	}

	@Test
	void withoutInterceptorsNothingStandsBetween() {
		WsHandler handler = Scans.open(Scans.scan(EchoEndpoint.class), "/echo");
		assertThat(handler).isInstanceOf(EndpointHandler.class);
	}

	@Test
	void aBinaryMessageIsNoText() {
		WsMessage message = WsMessage.binary(ByteBuffer.allocate(3));
		assertThat(message).hasToString("binary message of 3 bytes");
		assertThatIllegalStateException().isThrownBy(message::string)
			.withMessage("A binary message is no text: ask isText() before, or take bytes()");
	}

	private static WebSocketHandshakeException refusal(EndpointServer server) {
		ExecutionException failure = catchThrowableOfType(ExecutionException.class,
				() -> TestPeer.connect(server.port(), "/who"));
		return (WebSocketHandshakeException) failure.getCause();
	}

	record User(String getName) implements Principal {

		@Override
		public String getName() {
			return this.getName;
		}

	}

	static class TokenInterceptor implements WsHandshakeInterceptor {

		@Override
		public void beforeUpgrade(WsHandshake handshake) throws HandshakeException {
			String token = handshake.request().fields().get("X-Token");
			if (token == null) {
				throw new HandshakeException(401, "A token is needed.",
						HttpFields.builder().add("WWW-Authenticate", "Bearer").build());
			}
			handshake.principal(new User(token));
			handshake.attributes().put("source", "tokens");
			handshake.attributes().put("seen", handshake.endpoint() + ", asked on " + Thread.currentThread().getName());
		}

	}

	static class FailingInterceptor implements WsHandshakeInterceptor {

		@Override
		public void beforeUpgrade(WsHandshake handshake) {
			throw new IllegalArgumentException("broken");
		}

	}

	@WsEndpoint(path = "/who", name = "who", execution = Execution.EVENT_LOOP)
	static class WhoEndpoint {

		@OnOpen
		String open(User user, @Attribute String source, @Attribute String seen) {
			return user.getName() + " of " + source + ", " + seen;
		}

	}

	@WsEndpoint("/echo")
	static class EchoEndpoint {

		@OnMessage
		String text(String text) {
			return text;
		}

		@OnMessage
		byte[] binary(byte[] bytes) {
			return bytes;
		}

	}

	@Order(1)
	static class NoSecrets implements WsInboundInterceptor {

		@Override
		public WsMessage received(WsSession session, WsMessage message) {
			return (message.isText() && message.string().equals("secret")) ? null : message;
		}

	}

	@Order(2)
	static class Louder implements WsInboundInterceptor {

		@Override
		public WsMessage received(WsSession session, WsMessage message) {
			if (!message.isText()) {
				return message;
			}
			assertThat(message.string()).isNotEqualTo("secret");
			return message.string().equals("to bytes") ? WsMessage.binary(ByteBuffer.wrap(new byte[] { 1 }))
					: WsMessage.text(message.string().toUpperCase(Locale.ROOT));
		}

	}

	static class Guard implements WsInboundInterceptor {

		@Override
		public WsMessage received(WsSession session, WsMessage message) {
			switch (message.string()) {
				case "argument" -> throw new IllegalArgumentException("argument");
				case "state" -> throw new IllegalStateException("state");
				default -> {
					return message;
				}
			}
		}

	}

	@WsAdvice
	static class StateAdvice {

		@OnError
		String error(IllegalStateException ex) {
			return "advice " + ex.getMessage();
		}

	}

	@WsEndpoint("/explaining")
	static class ExplainingEndpoint {

		@OnMessage
		String text(String text) {
			return text;
		}

		@OnError
		String error(IllegalArgumentException ex) {
			return "own " + ex.getMessage();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PlainRegistration {

		@Bean
		WsEndpointRegistration plain() {
			return WsEndpointRegistration.of("/plain", new WsHandler() {

				@Override
				public void onText(WsSession session, String text) {
					session.sendText(text);
				}

			});
		}

	}

	static class Stamp implements WsOutboundInterceptor {

		private static volatile int publications;

		@Override
		public WsMessage sending(WsSession session, WsMessage message) {
			return message.string().equals("returned quiet") ? null : WsMessage.text("<" + message.string() + ">");
		}

		@Override
		public WsMessage publishing(WsDestination destination, WsMessage message) {
			publications++;
			return WsMessage.text("[" + destination + " " + message.string() + "]");
		}

	}

	@WsEndpoint("/sending")
	static class SendingEndpoint {

		@OnMessage
		String text(WsSession session, String text) {
			session.offerText("offered " + text);
			session.sendText("sent " + text);
			return "returned " + text;
		}

	}

	@WsEndpoint("/room")
	static class RoomEndpoint {

		private final WsMessaging messaging;

		RoomEndpoint(WsMessaging messaging) {
			this.messaging = messaging;
		}

		@OnOpen
		String open(WsSession session) {
			session.join("room");
			return "joined";
		}

		@OnMessage
		@PublishTo("room")
		String text(WsSession session, String text) {
			if (text.equals("others")) {
				this.messaging.toTopic("room").except(session).send(text);
				return null;
			}
			return text;
		}

	}

}
