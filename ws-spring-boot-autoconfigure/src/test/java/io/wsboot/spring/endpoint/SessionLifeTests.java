package io.wsboot.spring.endpoint;

import java.nio.ByteBuffer;

import io.wsboot.protocol.CloseStatus;
import io.wsboot.spring.annotation.OnClose;
import io.wsboot.spring.annotation.OnMessage;
import io.wsboot.spring.annotation.OnOpen;
import io.wsboot.spring.annotation.OnPing;
import io.wsboot.spring.annotation.OnPong;
import io.wsboot.spring.annotation.WsEndpoint;
import io.wsboot.transport.HandshakeRequest;
import io.wsboot.transport.WsHandler;
import io.wsboot.transport.WsSession;
import org.junit.jupiter.api.Test;

import org.springframework.web.bind.annotation.PathVariable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What methods are given around the messages: when a session opens and closes, and for
 * Pings and Pongs.
 */
class SessionLifeTests {

	private final FakeSession session = new FakeSession();

	@Test
	void openIsGivenTheRequestAndItsValueGreetsThePeer() throws Exception {
		WsHandler handler = Scans.open(Scans.scan(LifeEndpoint.class), "/life/ada", "User-Agent: test");
		handler.onOpen(this.session);
		assertThat(this.session.sent).containsExactly("text:welcome ada with test");
	}

	@Test
	void theRequestIsForgottenWhenTheSessionHasOpened() throws Exception {
		WsHandler handler = Scans.open(Scans.scan(LifeEndpoint.class), "/life/ada", "User-Agent: test");
		handler.onOpen(this.session);
		assertThat(handler).hasFieldOrPropertyWithValue("request", null);
	}

	@Test
	void theRequestIsNotKeptForAMethodThatDoesNotTakeIt() throws Exception {
		assertThat(Scans.open(Scans.scan(StringEndpoint.class), "/string")).hasFieldOrPropertyWithValue("request",
				null);
	}

	@Test
	void closeIsGivenTheStatus() throws Exception {
		WsHandler handler = Scans.open(Scans.scan(LifeEndpoint.class), "/life/ada", "User-Agent: test");
		handler.onClose(this.session, CloseStatus.of(4001, "bye"));
		assertThat(this.session.attributes()).containsEntry("closed", "ada 4001 bye");
	}

	@Test
	void pingsAndPongsAreGivenTheirPayload() throws Exception {
		WsHandler handler = Scans.open(Scans.scan(ControlEndpoint.class), "/control");
		assertThat(handler.wantsControlFrames()).isTrue();
		handler.onPing(this.session, ByteBuffer.wrap(new byte[] { 5 }));
		handler.onPong(this.session, ByteBuffer.wrap(new byte[] { 6, 7 }));
		assertThat(this.session.sent).containsExactly("text:ping 1");
		assertThat(this.session.attributes()).containsEntry("pong", 2);
	}

	@Test
	void pongsMayBeTakenWithoutTheirPayload() throws Exception {
		WsHandler handler = Scans.open(Scans.scan(PongEndpoint.class), "/pong");
		handler.onPong(this.session, ByteBuffer.allocate(0));
		handler.onPing(this.session, ByteBuffer.allocate(0));
		assertThat(this.session.attributes()).containsOnlyKeys("pong");
		assertThat(this.session.closes).isEmpty();
	}

	@Test
	void controlFramesAreNotWantedWhereNobodyTakesThem() {
		assertThat(Scans.open(Scans.scan(StringEndpoint.class), "/string").wantsControlFrames()).isFalse();
	}

	@Test
	void callbacksWithoutAMethodDoNothing() throws Exception {
		WsHandler handler = Scans.open(Scans.scan(StringEndpoint.class), "/string");
		handler.onOpen(this.session);
		handler.onClose(this.session, CloseStatus.NORMAL);
		assertThat(this.session.sent).isEmpty();
		assertThat(this.session.closes).isEmpty();
	}

	@WsEndpoint("/string")
	static class StringEndpoint {

		@OnMessage
		String text(String text) {
			return "<" + text + ">";
		}

	}

	@WsEndpoint("/life/{name}")
	static class LifeEndpoint {

		@OnOpen
		String open(HandshakeRequest request, @PathVariable String name) {
			return "welcome " + name + " with " + request.fields().get("User-Agent");
		}

		@OnClose
		void close(WsSession session, CloseStatus status, @PathVariable String name) {
			session.attributes().put("closed", name + " " + status.code() + " " + status.reason());
		}

	}

	@WsEndpoint("/control")
	static class ControlEndpoint {

		@OnPing
		String ping(byte[] payload) {
			return "ping " + payload.length;
		}

		@OnPong
		void pong(WsSession session, ByteBuffer payload) {
			session.attributes().put("pong", payload.remaining());
		}

	}

	@WsEndpoint("/pong")
	static class PongEndpoint {

		@OnPong
		void pong(WsSession session) {
			session.attributes().put("pong", true);
		}

	}

}
