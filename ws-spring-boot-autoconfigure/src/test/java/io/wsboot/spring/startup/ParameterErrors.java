package io.wsboot.spring.startup;

import java.io.IOException;
import java.util.List;

import io.wsboot.protocol.CloseStatus;
import io.wsboot.spring.annotation.Attribute;
import io.wsboot.spring.annotation.OnError;
import io.wsboot.spring.annotation.OnMessage;
import io.wsboot.spring.annotation.OnOpen;
import io.wsboot.spring.annotation.OnPing;
import io.wsboot.spring.annotation.WsEndpoint;
import io.wsboot.transport.WsSession;
import jakarta.websocket.Session;
import jakarta.websocket.server.PathParam;

import org.springframework.messaging.handler.annotation.Headers;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.SessionAttribute;

/**
 * Parameters that nobody could supply stop the start with a text that says what is wrong,
 * where, and how to put it right.
 */
final class ParameterErrors {

	private static final String MESSAGE_TAKES = " "
			+ allowed("@OnMessage", "one parameter without annotation for the payload, ");

	private static final String ERROR_TAKES = allowed("@OnError", "one exception, ");

	private ParameterErrors() {
	}

	/** What a callback may take, whose own subjects are given. */
	private static String allowed(String annotation, String subjects) {
		return "A method with " + annotation + " takes " + subjects
				+ "WsSession, HandshakeRequest, Principal, @PathVariable, @RequestParam, @RequestHeader,"
				+ " @CookieValue, @Attribute and what a WsArgumentResolver supplies.";
	}

	static List<StartUpError> all() {
		return List.of(
				StartUpError.of(TwoPayloads.class, "text(String, int)",
						"Two parameters want the payload: parameter 'first' (String) and parameter 'second' (int).",
						"Keep one of them." + MESSAGE_TAKES),
				StartUpError.of(NoPayload.class, "text(WsSession)", "No parameter takes the payload.",
						MESSAGE_TAKES.strip()),
				StartUpError.of(ErrorWithoutException.class, "error(WsSession)", "No parameter takes the exception.",
						ERROR_TAKES),
				StartUpError.of(ErrorWithTwoExceptions.class, "error(IOException, IllegalStateException)",
						"Two parameters want the exception: parameter 'io' (IOException) and parameter 'state'"
								+ " (IllegalStateException).",
						"Keep one of them. " + ERROR_TAKES),
				StartUpError.of(ErrorWithPayload.class, "error(Exception, String)",
						"The parameter 'payload' (String) is nothing that this callback could be given.", ERROR_TAKES),
				StartUpError.of(OpenWithPayload.class, "open(String)",
						"The parameter 'text' (String) is nothing that this callback could be given.",
						allowed("@OnOpen", "")),
				StartUpError.of(PingWithText.class, "ping(String)",
						"The parameter 'text' (String) is nothing that this callback could be given.",
						allowed("@OnPing", "byte[] or ByteBuffer for the payload, ")),
				StartUpError.of(JakartaParameter.class, "open(String)",
						"The parameter 'room' (String) is annotated with jakarta.websocket.server.PathParam, which means"
								+ " nothing here.",
						"Import org.springframework.web.bind.annotation.PathVariable instead."),
				StartUpError
					.of(MessagingParameter.class, "open(String)", "The parameter 'all' (String) is annotated with"
							+ " org.springframework.messaging.handler.annotation.Headers, which means nothing here.",
							"It belongs to another programming model: remove it."),
				StartUpError.of(MessageWithStatus.class, "text(CloseStatus)",
						"The parameter 'wrong' (CloseStatus) is nothing that this callback could be given, neither as payload"
								+ " nor otherwise.",
						MESSAGE_TAKES.strip()),
				StartUpError.of(MessageWithException.class, "text(IOException)",
						"The parameter 'wrong' (IOException) is nothing that this callback could be given, neither as payload"
								+ " nor otherwise.",
						MESSAGE_TAKES.strip()),
				StartUpError.of(AnnotatedPayload.class, "text(String)",
						"The parameter 'text' (String) is annotated with"
								+ " org.springframework.web.bind.annotation.RequestBody, which means nothing here.",
						"The payload needs no annotation: remove it."),
				StartUpError.of(FormParameter.class, "open(String)", "The parameter 'form' (String) is annotated with"
						+ " org.springframework.web.bind.annotation.ModelAttribute, which is not supported here.",
						allowed("@OnOpen", "")),
				StartUpError.of(HttpAttribute.class, "open(String)", "The parameter 'user' (String) is annotated with"
						+ " org.springframework.web.bind.annotation.SessionAttribute, which means nothing here.",
						"Import io.wsboot.spring.annotation.Attribute instead."),
				StartUpError.of(ForeignSession.class, "text(Session)",
						"The parameter 'session' (Session) is a jakarta.websocket.Session, which belongs to another"
								+ " programming model.",
						"Take io.wsboot.transport.WsSession for the session, and String, byte[], ByteBuffer or an object"
								+ " for the payload."));
	}

	@WsEndpoint("/x")
	static class TwoPayloads {

		@OnMessage
		void text(String first, int second) {
		}

	}

	@WsEndpoint("/x")
	static class NoPayload {

		@OnMessage
		void text(WsSession session) {
		}

	}

	@WsEndpoint("/x")
	static class ErrorWithoutException {

		@OnError
		void error(WsSession session) {
		}

	}

	@WsEndpoint("/x")
	static class ErrorWithTwoExceptions {

		@OnError
		void error(IOException io, IllegalStateException state) {
		}

	}

	@WsEndpoint("/x")
	static class ErrorWithPayload {

		@OnError
		void error(Exception ex, String payload) {
		}

	}

	@WsEndpoint("/x")
	static class OpenWithPayload {

		@OnOpen
		void open(String text) {
		}

	}

	@WsEndpoint("/x")
	static class PingWithText {

		@OnPing
		void ping(String text) {
		}

	}

	@WsEndpoint("/x")
	static class MessageWithStatus {

		@OnMessage
		void text(CloseStatus wrong) {
		}

	}

	@WsEndpoint("/x")
	static class MessageWithException {

		@OnMessage
		void text(IOException wrong) {
		}

	}

	@WsEndpoint("/x/{room}")
	static class JakartaParameter {

		@OnOpen
		void open(@PathParam("room") String room) {
		}

	}

	@WsEndpoint("/x")
	static class MessagingParameter {

		@OnOpen
		void open(@Headers String all) {
		}

	}

	@WsEndpoint("/x")
	static class AnnotatedPayload {

		@OnMessage
		void text(@RequestBody String text) {
		}

	}

	@WsEndpoint("/x")
	static class FormParameter {

		@OnOpen
		void open(@ModelAttribute String form) {
		}

	}

	@WsEndpoint("/x")
	static class HttpAttribute {

		@OnOpen
		void open(@SessionAttribute String user) {
		}

	}

	@WsEndpoint("/x")
	static class ForeignSession {

		@OnMessage
		void text(Session session) {
		}

	}

}
