package io.wsboot.spring.endpoint;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import io.wsboot.protocol.CloseStatus;
import io.wsboot.spring.annotation.OnClose;
import io.wsboot.spring.annotation.OnError;
import io.wsboot.spring.annotation.OnMessage;
import io.wsboot.spring.annotation.OnOpen;
import io.wsboot.spring.annotation.OnPong;
import io.wsboot.spring.annotation.WsEndpoint;
import io.wsboot.transport.WsHandler;
import io.wsboot.transport.WsSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.core.JacksonException;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.web.bind.annotation.PathVariable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What becomes of a session whose methods fail, or whose messages nobody can take.
 */
@ExtendWith(OutputCaptureExtension.class)
class EndpointFailureTests {

	private static final CloseStatus HANDLER_FAILED = CloseStatus.of(1011, "handler-failed");

	private static final CloseStatus UNDECODABLE = CloseStatus.of(1007, "payload-undecodable");

	private final FakeSession session = new FakeSession();

	@Test
	void aFailureWithoutOnErrorClosesTheSessionAndIsLoggedOnce(CapturedOutput output) throws Exception {
		text(handler(PlainEndpoint.class, "/plain/lobby"), "secret of the server");
		assertThat(this.session.closes).containsExactly(HANDLER_FAILED);
		assertThat(output.getAll()).containsOnlyOnce("Endpoint /plain/{room}: EndpointFailureTests.PlainEndpoint.text"
				+ " failed in session 0123456789abcdef0123456789abcdef");
		assertThat(output.getAll()).contains("java.lang.IllegalStateException: secret of the server");
	}

	@Test
	void anErrorClosesTheSessionLikeAnException() throws Exception {
		text(handler(PlainEndpoint.class, "/plain/lobby"), "error");
		assertThat(this.session.closes).containsExactly(HANDLER_FAILED);
	}

	@Test
	void nothingReachesTheMethodsBetweenTheFailureAndTheClose() throws Exception {
		WsHandler handler = handler(PlainEndpoint.class, "/plain/lobby");
		text(handler, "fail");
		text(handler, "again");
		handler.onBinary(this.session, ByteBuffer.allocate(1));
		handler.onPong(this.session, ByteBuffer.allocate(1));
		handler.onClose(this.session, HANDLER_FAILED);
		assertThat(this.session.closes).hasSize(1);
		assertThat(this.session.attributes()).containsOnlyKeys("texts", "closed").containsEntry("texts", 1);
	}

	@Test
	void theNearestOnErrorTakesTheFailureAndTheSessionStaysOpen() throws Exception {
		WsHandler handler = handler(HandledEndpoint.class, "/handled/lobby");
		text(handler, "file");
		text(handler, "io");
		text(handler, "argument");
		assertThat(this.session.sent).containsExactly("text:no file in lobby", "text:io", "text:other argument");
		assertThat(this.session.closes).isEmpty();
	}

	@Test
	void anUndecodablePayloadClosesWith1007(CapturedOutput output) throws Exception {
		text(handler(JsonEndpoint.class, "/json"), "{");
		assertThat(this.session.closes).containsExactly(UNDECODABLE);
		assertThat(output.getAll()).doesNotContain("ERROR");
	}

	@Test
	void anUndecodablePayloadIsGivenToOnErrorFirst() throws Exception {
		text(handler(JsonHandledEndpoint.class, "/json/handled"), "{");
		assertThat(this.session.sent).containsExactly("text:what?");
		assertThat(this.session.closes).isEmpty();
	}

	@Test
	void anOnErrorThatThrowsTheSameAgainHasNotHandledIt() throws Exception {
		WsHandler handler = handler(RethrowingEndpoint.class, "/rethrowing");
		text(handler, "{");
		assertThat(this.session.closes).containsExactly(UNDECODABLE);
	}

	@Test
	void anOnErrorThatFailsItselfIsLoggedWithWhatItWasGiven(CapturedOutput output) throws Exception {
		text(handler(FailingOnErrorEndpoint.class, "/failing"), "first");
		assertThat(this.session.closes).containsExactly(HANDLER_FAILED);
		assertThat(output.getAll()).contains("EndpointFailureTests.FailingOnErrorEndpoint.error failed in session")
			.contains("java.lang.IllegalStateException: second")
			.contains("Suppressed: java.lang.IllegalArgumentException: first");
	}

	@Test
	void aReplyThatCannotBeWrittenIsAFailureOfTheMethod() throws Exception {
		text(handler(UnwritableEndpoint.class, "/unwritable"), "x");
		assertThat(this.session.sent).containsExactly("text:unwritable");
	}

	@Test
	void anOpenThatFailsClosesTheSession() throws Exception {
		WsHandler handler = handler(OpenEndpoint.class, "/open");
		handler.onOpen(this.session);
		handler.onClose(this.session, HANDLER_FAILED);
		assertThat(this.session.closes).containsExactly(HANDLER_FAILED);
		assertThat(this.session.attributes()).containsKey("closed");
	}

	@Test
	void aCloseThatFailsIsLogged(CapturedOutput output) throws Exception {
		handler(CloseEndpoint.class, "/close").onClose(this.session, CloseStatus.NORMAL);
		assertThat(output.getAll()).containsOnlyOnce("EndpointFailureTests.CloseEndpoint.close failed in session");
	}

	@Test
	void textForAnEndpointThatTakesOnlyBinaryClosesWith1003() throws Exception {
		text(handler(BinaryEndpoint.class, "/binary"), "x");
		assertThat(this.session.closes).containsExactly(CloseStatus.of(1003, "unexpected-text"));
	}

	@Test
	void binaryForAnEndpointThatTakesOnlyTextClosesWith1003() throws Exception {
		handler(JsonEndpoint.class, "/json").onBinary(this.session, ByteBuffer.allocate(1));
		assertThat(this.session.closes).containsExactly(CloseStatus.of(1003, "unexpected-binary"));
	}

	private static WsHandler handler(Class<?> endpoint, String path) {
		return Scans.open(Scans.scan(endpoint), path);
	}

	private void text(WsHandler handler, String text) throws Exception {
		handler.onTextBytes(this.session, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), true);
	}

	@WsEndpoint("/plain/{room}")
	static class PlainEndpoint {

		@OnMessage
		void text(WsSession session, String text) {
			session.attributes().merge("texts", 1, (before, one) -> (int) before + (int) one);
			if (text.equals("error")) {
				throw new StackOverflowError();
			}
			throw new IllegalStateException(text);
		}

		@OnMessage
		void binary(WsSession session, byte[] bytes) {
			session.attributes().put("binary", true);
		}

		@OnPong
		void pong(WsSession session) {
			session.attributes().put("pong", true);
		}

		@OnClose
		void close(WsSession session) {
			session.attributes().put("closed", true);
		}

	}

	@WsEndpoint("/handled/{room}")
	static class HandledEndpoint {

		@OnMessage
		void text(String text) throws IOException {
			switch (text) {
				case "file" -> throw new FileNotFoundException("file");
				case "io" -> throw new IOException("io");
				default -> throw new IllegalArgumentException(text);
			}
		}

		@OnError
		String other(Exception ex) {
			return "other " + ex.getMessage();
		}

		@OnError
		String file(FileNotFoundException ex, WsSession session, @PathVariable String room) {
			return "no " + ex.getMessage() + " in " + room;
		}

		@OnError
		String io(IOException ex) {
			return ex.getMessage();
		}

	}

	record Item(int count) {

	}

	@WsEndpoint("/json")
	static class JsonEndpoint {

		@OnMessage
		Item item(Item item) {
			return item;
		}

		@OnError
		void unrelated(IOException ex) {
			throw new AssertionError("not for " + ex);
		}

	}

	@WsEndpoint("/json/handled")
	static class JsonHandledEndpoint {

		@OnMessage
		Item item(Item item) {
			return item;
		}

		@OnError
		String undecodable(PayloadNotDecodableException ex) {
			return "what?";
		}

	}

	@WsEndpoint("/rethrowing")
	static class RethrowingEndpoint {

		@OnMessage
		Item item(Item item) {
			return item;
		}

		@OnError
		void error(RuntimeException ex) {
			throw ex;
		}

	}

	@WsEndpoint("/failing")
	static class FailingOnErrorEndpoint {

		@OnMessage
		void text(String text) {
			throw new IllegalArgumentException(text);
		}

		@OnError
		void error(Throwable ex) {
			throw new IllegalStateException("second");
		}

	}

	@WsEndpoint("/unwritable")
	static class UnwritableEndpoint {

		@OnMessage
		Object text(String text) {
			return new Unwritable();
		}

		@OnError
		String error(Throwable ex) {
			return (ex instanceof JacksonException) ? "unwritable" : "other";
		}

	}

	static class Unwritable {

		public String getName() {
			throw new IllegalStateException("no name");
		}

	}

	@WsEndpoint("/open")
	static class OpenEndpoint {

		@OnOpen
		void open() throws Exception {
			throw new Exception("no");
		}

		@OnClose
		void close(WsSession session) {
			session.attributes().put("closed", true);
		}

	}

	@WsEndpoint("/close")
	static class CloseEndpoint {

		@OnClose
		void close() {
			throw new IllegalStateException("too late");
		}

	}

	@WsEndpoint("/binary")
	static class BinaryEndpoint {

		@OnMessage
		void binary(byte[] bytes) {
		}

	}

}
