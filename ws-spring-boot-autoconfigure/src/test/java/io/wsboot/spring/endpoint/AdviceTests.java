package io.wsboot.spring.endpoint;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.NoSuchElementException;

import io.wsboot.protocol.CloseStatus;
import io.wsboot.spring.TestPeer;
import io.wsboot.spring.annotation.OnClose;
import io.wsboot.spring.annotation.OnError;
import io.wsboot.spring.annotation.OnMessage;
import io.wsboot.spring.annotation.OnOpen;
import io.wsboot.spring.annotation.OnPing;
import io.wsboot.spring.annotation.OnPong;
import io.wsboot.spring.annotation.PublishTo;
import io.wsboot.spring.annotation.WsAdvice;
import io.wsboot.spring.annotation.WsEndpoint;
import io.wsboot.transport.WsHandler;
import io.wsboot.transport.WsSession;
import org.junit.jupiter.api.Test;

import org.springframework.core.annotation.Order;
import org.springframework.web.bind.annotation.PathVariable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which method takes a failure, and what becomes of the session.
 */
class AdviceTests {

	private final FakeSession session = new FakeSession();

	@Test
	void theEndpointComesFirstThenTheAdvicesInTheirOrder() throws Exception {
		try (EndpointServer server = new EndpointServer(RoomEndpoint.class, LastAdvice.class, FirstAdvice.class);
				TestPeer peer = TestPeer.connect(server.port(), "/rooms/blue")) {
			peer.sendText("io").expect("text:endpoint: io");
			peer.sendText("missing").expect("text:first: missing in blue");
			peer.sendText("argument").expect("text:last: argument");
			peer.sendText("still open").expect("text:still open");
		}
	}

	@Test
	void theExceptionItselfIsTriedBeforeItsCauses() throws Exception {
		try (EndpointServer server = new EndpointServer(RoomEndpoint.class, LastAdvice.class);
				TestPeer peer = TestPeer.connect(server.port(), "/rooms/blue")) {
			peer.sendText("wrapped").expect("text:endpoint: cause");
			peer.sendText("unchecked").expect("text:endpoint: unchecked");
		}
	}

	@Test
	void anAdviceIsForTheEndpointsThatItSelects() throws Exception {
		EndpointRegistry registry = Scans.scan(OneEndpoint.class, OtherEndpoint.class, TypeAdvice.class,
				AnnotationAdvice.class, PackageAdvice.class);
		text(Scans.open(registry, "/one"), "x");
		text(Scans.open(registry, "/other"), "y");
		assertThat(this.session.sent).containsExactly("text:by type x", "text:by annotation y");
	}

	@Test
	void anAdviceMayPublish() throws Exception {
		try (EndpointServer server = new EndpointServer(JoiningEndpoint.class, PublishingAdvice.class);
				TestPeer peer = TestPeer.connect(server.port(), "/joining/blue")) {
			peer.sendText("lost").expect("text:trouble in blue: lost");
		}
	}

	@Test
	void failuresOfEveryCallbackAreTaken() throws Exception {
		WsHandler handler = Scans.open(Scans.scan(FailingEndpoint.class, FailureCounter.class), "/failing");
		handler.onOpen(this.session);
		handler.onPing(this.session, ByteBuffer.allocate(0));
		handler.onPong(this.session, ByteBuffer.allocate(0));
		handler.onClose(this.session, CloseStatus.NORMAL);
		assertThat(this.session.attributes()).containsEntry("failures", "open ping pong close ");
		assertThat(this.session.closes).isEmpty();
	}

	@Test
	void aFailureInOnErrorClosesWith1011WhateverItThrows() throws Exception {
		text(Scans.open(Scans.scan(OneEndpoint.class, FailingAdvice.class), "/one"), "x");
		assertThat(this.session.closes).containsExactly(CloseStatus.of(1011, "handler-failed"));
	}

	@Test
	void causesThatLeadRoundInACircleAreNoTrap() throws Exception {
		text(Scans.open(Scans.scan(CircularEndpoint.class), "/circular"), "x");
		assertThat(this.session.closes).containsExactly(CloseStatus.of(1011, "handler-failed"));
	}

	@Test
	void whenFailuresAreOnlyLoggedThenTheSessionStaysOpen() throws Exception {
		EndpointRegistry registry = Scans.scan(Scans.beans(OneEndpoint.class), new MessageCodecs(List.of()),
				new MessageSettings() {

					@Override
					public UnhandledFailure unhandled() {
						return UnhandledFailure.LOG;
					}

				});
		WsHandler handler = Scans.open(registry, "/one");
		text(handler, "x");
		text(handler, "fine");
		assertThat(this.session.closes).isEmpty();
		assertThat(this.session.sent).containsExactly("text:fine");
	}

	private void text(WsHandler handler, String text) throws Exception {
		handler.onTextBytes(this.session, ByteBuffer.wrap(text.getBytes()), true);
	}

	@WsEndpoint("/rooms/{room}")
	static class RoomEndpoint {

		@OnMessage
		String text(String text) throws IOException {
			return switch (text) {
				case "io" -> throw new FileNotFoundException(text);
				case "missing" -> throw new NoSuchElementException(text);
				case "argument" -> throw new IllegalArgumentException(text);
				case "wrapped" -> throw new IllegalStateException(text, new IOException("cause"));
				case "unchecked" -> throw new UncheckedIOException(text, new IOException("cause"));
				default -> text;
			};
		}

		@OnError
		String io(IOException ex) {
			return "endpoint: " + ex.getMessage();
		}

		@OnError
		String unchecked(UncheckedIOException ex) {
			return "endpoint: " + ex.getMessage();
		}

	}

	@Order(1)
	@WsAdvice
	static class FirstAdvice {

		@OnError
		String missing(NoSuchElementException ex, @PathVariable String room) {
			return "first: " + ex.getMessage() + " in " + room;
		}

	}

	@Order(2)
	@WsAdvice
	static class LastAdvice {

		@OnError
		String any(Exception ex) {
			return "last: " + ex.getMessage();
		}

	}

	@Retention(RetentionPolicy.RUNTIME)
	@interface Special {

	}

	@WsEndpoint("/one")
	static class OneEndpoint {

		@OnMessage
		String text(String text) {
			if (text.equals("fine")) {
				return text;
			}
			throw new IllegalStateException(text);
		}

	}

	@Special
	@WsEndpoint("/other")
	static class OtherEndpoint {

		@OnMessage
		void text(String text) {
			throw new IllegalStateException(text);
		}

	}

	@WsAdvice(assignableTypes = OneEndpoint.class)
	static class TypeAdvice {

		@OnError
		String error(Exception ex) {
			return "by type " + ex.getMessage();
		}

	}

	@WsAdvice(annotations = Special.class)
	static class AnnotationAdvice {

		@OnError
		String error(Exception ex) {
			return "by annotation " + ex.getMessage();
		}

	}

	@Order(0)
	@WsAdvice("com.example.elsewhere")
	static class PackageAdvice {

		@OnError
		String error(Exception ex) {
			return "by package " + ex.getMessage();
		}

	}

	@WsEndpoint("/joining/{room}")
	static class JoiningEndpoint {

		@OnOpen
		void open(WsSession session, @PathVariable String room) {
			session.join("troubles:" + room);
		}

		@OnMessage
		void text(String text) {
			throw new NoSuchElementException(text);
		}

	}

	@WsAdvice
	static class PublishingAdvice {

		@OnError
		@PublishTo("troubles:{room}")
		String error(NoSuchElementException ex, @PathVariable String room) {
			return "trouble in " + room + ": " + ex.getMessage();
		}

	}

	@WsEndpoint("/failing")
	static class FailingEndpoint {

		@OnOpen
		void open() {
			throw new IllegalStateException("open");
		}

		@OnPing
		void ping() {
			throw new IllegalStateException("ping");
		}

		@OnPong
		void pong() {
			throw new IllegalStateException("pong");
		}

		@OnClose
		void close() {
			throw new IllegalStateException("close");
		}

	}

	@WsAdvice
	static class FailureCounter {

		@OnError
		void error(IllegalStateException ex, WsSession session) {
			session.attributes().merge("failures", ex.getMessage() + " ", (before, now) -> before + "" + now);
		}

	}

	@WsAdvice
	static class FailingAdvice {

		@OnError
		void error(IllegalStateException ex) {
			throw new PayloadNotDecodableException("of another message", null);
		}

	}

	@WsEndpoint("/circular")
	static class CircularEndpoint {

		@OnMessage
		void text(String text) {
			IllegalStateException first = new IllegalStateException("first");
			first.initCause(new IllegalArgumentException("second", first));
			throw first;
		}

		@OnError
		void never(IOException ex) {
			throw new AssertionError("not for " + ex);
		}

	}

	@WsAdvice
	static class EmptyAdvice {

	}

}
