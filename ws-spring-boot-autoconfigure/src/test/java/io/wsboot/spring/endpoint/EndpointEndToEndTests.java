package io.wsboot.spring.endpoint;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;

import io.wsboot.protocol.CloseStatus;
import io.wsboot.spring.TestPeer;
import io.wsboot.spring.annotation.Execution;
import io.wsboot.spring.annotation.OnClose;
import io.wsboot.spring.annotation.OnError;
import io.wsboot.spring.annotation.OnMessage;
import io.wsboot.spring.annotation.OnOpen;
import io.wsboot.spring.annotation.OnPong;
import io.wsboot.spring.annotation.PublishTo;
import io.wsboot.spring.annotation.WsEndpoint;
import io.wsboot.spring.messaging.WsMessaging;
import io.wsboot.spring.messaging.WsTopics;
import io.wsboot.transport.WsSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

/**
 * From the socket to the bean and back, with a client that is not ours.
 */
class EndpointEndToEndTests {

	private EndpointServer server;

	@BeforeEach
	void start() throws Exception {
		this.server = new EndpointServer(EchoEndpoint.class, LoopEndpoint.class, ChatEndpoint.class,
				CalculatorEndpoint.class);
	}

	@AfterEach
	void stop() {
		this.server.close();
	}

	@Test
	void messagesOfBothKindsComeBack() throws Exception {
		try (TestPeer peer = connect("/echo")) {
			peer.sendText("héllo").expect("text:héllo");
			peer.sendBinary(1, 2, 255).expect("binary:0102ff");
			peer.sendText("").expect("text:");
			peer.sendText("x".repeat(200_000)).expect("text:" + "x".repeat(200_000));
		}
	}

	@Test
	void repliesKeepTheOrderOfTheMessages() throws Exception {
		try (TestPeer peer = connect("/echo")) {
			for (int i = 0; i < 500; i++) {
				peer.sendText("message " + i);
			}
			for (int i = 0; i < 500; i++) {
				peer.expect("text:message " + i);
			}
		}
	}

	@ParameterizedTest
	@CsvSource({ "/echo, test-handler", "/loop, ws-loop" })
	void callbacksRunWhereTheEndpointSays(String path, String thread) throws Exception {
		try (TestPeer peer = connect(path)) {
			peer.sendText("thread");
			peer.expect("text:" + thread);
		}
	}

	@Test
	void linesReachTheRoomOfThePathAndNoOther() throws Exception {
		try (TestPeer ada = connect("/chat/blue%20room?name=ada");
				TestPeer bob = connect("/chat/blue%20room?name=bob");
				TestPeer eve = connect("/chat/red?name=eve")) {
			await().untilAsserted(() -> assertThat(topics().count("chat:blue room")).isEqualTo(2));
			ada.expect("text:bob came");
			ada.sendText("hello").expect("text:ada: hello");
			bob.expect("text:ada: hello");
			eve.sendText("alone").expect("text:eve: alone");
			ada.expectNothingMore();
			bob.expectNothingMore();
		}
	}

	@Test
	void closeIsPublishedToThoseWhoStay() throws Exception {
		try (TestPeer ada = connect("/chat/blue?name=ada"); TestPeer bob = connect("/chat/blue?name=bob")) {
			ada.expect("text:bob came");
			bob.sendClose(4000, "tired");
			ada.expect("text:bob left: 4000 tired");
			assertThat(topics().count("chat:blue")).isEqualTo(1);
		}
	}

	@Test
	void aLostPeerIsToldTo1006AndTakenOutOfItsTopics() throws Exception {
		ChatEndpoint chat = this.server.bean(ChatEndpoint.class);
		try (TestPeer ada = connect("/chat/blue?name=ada")) {
			await().untilAsserted(() -> assertThat(topics().names()).containsExactly("chat:blue"));
			ada.abort();
		}
		await().untilAsserted(() -> assertThat(chat.closes).hasSize(1));
		assertThat(chat.closes.peek()).isEqualTo(CloseStatus.ABNORMAL.code());
		await().untilAsserted(() -> assertThat(topics().names()).isEmpty());
	}

	@Test
	void objectsTravelAsJson() throws Exception {
		try (TestPeer peer = connect("/calc")) {
			peer.sendText("{\"a\":6,\"b\":3}").expect("text:{\"quotient\":2}");
		}
	}

	@Test
	void aHandledFailureLeavesTheSessionOpen() throws Exception {
		try (TestPeer peer = connect("/calc")) {
			peer.sendText("{\"a\":6,\"b\":0}").expect("text:{\"text\":\"/ by zero\"}");
			peer.sendText("{\"a\":6,\"b\":2}").expect("text:{\"quotient\":3}");
		}
	}

	@Test
	void anUndecodablePayloadEndsTheSessionWith1007() throws Exception {
		try (TestPeer peer = connect("/calc")) {
			peer.sendText("{\"a\":").expectClose(1007, "payload-undecodable");
		}
	}

	@Test
	void aFailureEndsTheSessionWith1011AndNobodyElses() throws Exception {
		try (TestPeer peer = connect("/echo"); TestPeer other = connect("/echo")) {
			peer.sendText("fail").expectClose(1011, "handler-failed");
			other.sendText("still here").expect("text:still here");
		}
	}

	@Test
	void aMessageOfTheWrongKindEndsTheSessionWith1003() throws Exception {
		try (TestPeer peer = connect("/calc")) {
			peer.sendBinary(1).expectClose(1003, "unexpected-binary");
		}
	}

	@Test
	void pongsReachTheirMethodAndPingsAreAnswered() throws Exception {
		try (TestPeer peer = connect("/loop")) {
			peer.sendPing(7).expect("pong:07");
			peer.sendPong(8, 9).expect("text:pong 2");
		}
	}

	@Test
	void theSubprotocolIsNegotiated() throws Exception {
		try (TestPeer peer = TestPeer.connect(this.server.port(), "/loop", "Sec-WebSocket-Protocol", "v1.loop")) {
			assertThat(peer.subprotocol()).isEqualTo("v1.loop");
			peer.sendText("subprotocol").expect("text:v1.loop");
		}
	}

	@ParameterizedTest
	@CsvSource({ "/nowhere, http://127.0.0.1:1, 404", "/echo, https://evil.example, 403",
			"/chat/x, http://127.0.0.1:1, 400", "/chat/%ff?name=x, http://127.0.0.1:1, 400" })
	void whatMayNotOpenIsRefused(String target, String origin, int status) {
		ExecutionException failure = catchThrowableOfType(ExecutionException.class,
				() -> TestPeer.connect(this.server.port(), target, "Origin", origin));
		assertThat(failure).hasCauseInstanceOf(WebSocketHandshakeException.class);
		assertThat(((WebSocketHandshakeException) failure.getCause()).getResponse().statusCode()).isEqualTo(status);
	}

	@ParameterizedTest
	@CsvSource({ "/echo, 426", "/nowhere, 404" })
	void plainRequestsAreAnswered(String path, int status) throws Exception {
		HttpResponse<String> response = HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + this.server.port() + path)).build(),
					HttpResponse.BodyHandlers.ofString());
		assertThat(response.statusCode()).isEqualTo(status);
		assertThat(response.headers().firstValue("Sec-WebSocket-Version").isPresent()).isEqualTo(status == 426);
	}

	private TestPeer connect(String target) throws Exception {
		return TestPeer.connect(this.server.port(), target);
	}

	private WsTopics topics() {
		return this.server.bean(WsTopics.class);
	}

	@WsEndpoint("/echo")
	static class EchoEndpoint {

		@OnMessage
		String text(String text) {
			return switch (text) {
				case "thread" -> Thread.currentThread().getName();
				case "fail" -> throw new IllegalStateException(text);
				default -> text;
			};
		}

		@OnMessage
		ByteBuffer binary(ByteBuffer payload) {
			return payload;
		}

	}

	@WsEndpoint(path = "/loop", execution = Execution.EVENT_LOOP, subprotocols = { "v2.loop", "v1.loop" })
	static class LoopEndpoint {

		@OnMessage
		String text(WsSession session, String text) {
			return text.equals("thread") ? Thread.currentThread().getName().replaceAll("-\\d+$", "")
					: session.subprotocol();
		}

		@OnPong
		String pong(ByteBuffer payload) {
			return "pong " + payload.remaining();
		}

	}

	@WsEndpoint("/chat/{room}")
	static class ChatEndpoint {

		private final Queue<Integer> closes = new ConcurrentLinkedQueue<>();

		private final WsMessaging messaging;

		ChatEndpoint(WsMessaging messaging) {
			this.messaging = messaging;
		}

		@OnOpen
		void open(WsSession session, @PathVariable String room, @RequestParam String name) {
			session.join("chat:" + room);
			this.messaging.toTopic("chat:" + room).except(session).send(name + " came");
		}

		@OnMessage
		@PublishTo("chat:{room}")
		String line(String text, @RequestParam String name) {
			return name + ": " + text;
		}

		@OnClose
		@PublishTo("chat:{room}")
		String close(CloseStatus status, @RequestParam String name) {
			this.closes.add(status.code());
			return name + " left: " + status.code() + " " + status.reason();
		}

	}

	record Division(int a, int b) {

	}

	record Result(int quotient) {

	}

	record Problem(String text) {

	}

	@WsEndpoint("/calc")
	static class CalculatorEndpoint {

		@OnMessage
		Result divide(Division division) {
			return new Result(division.a() / division.b());
		}

		@OnError
		Problem error(ArithmeticException ex) {
			return new Problem(ex.getMessage());
		}

	}

}
