package io.wsboot.spring.endpoint;

import java.io.IOException;
import java.util.List;
import java.util.Map;

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
import org.junit.jupiter.api.Test;

import org.springframework.messaging.handler.annotation.Headers;
import org.springframework.validation.annotation.Validated;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.SessionAttribute;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Parameters that nobody could supply stop the start with a text that says what is wrong,
 * where, and how to put it right.
 */
class ParameterErrorTests {

	private static final String MESSAGE_TAKES = " "
			+ StartUpErrors.allowed("@OnMessage", "one parameter without annotation for the payload, ");

	private static final String ERROR_TAKES = StartUpErrors.allowed("@OnError", "one exception, ");

	@Test
	void whenTwoParametersWantThePayloadThenBothAreNamed() {
		StartUpErrors.assertError(TwoPayloads.class, "text(String, int)",
				"Two parameters want the payload: parameter 'first' (String) and parameter 'second' (int).",
				"Keep one of them." + MESSAGE_TAKES);
	}

	@Test
	void whenNoParameterTakesThePayloadThenItIsSaid() {
		StartUpErrors.assertError(NoPayload.class, "text(WsSession)", "No parameter takes the payload.",
				MESSAGE_TAKES.strip());
	}

	@Test
	void whenOnErrorTakesNoExceptionThenItIsRefused() {
		StartUpErrors.assertError(ErrorWithoutException.class, "error(WsSession)", "No parameter takes the exception.",
				ERROR_TAKES);
	}

	@Test
	void whenOnErrorTakesTwoExceptionsThenItIsRefused() {
		StartUpErrors.assertError(ErrorWithTwoExceptions.class, "error(IOException, IllegalStateException)",
				"Two parameters want the exception: parameter 'io' (IOException) and parameter 'state'"
						+ " (IllegalStateException).",
				"Keep one of them. " + ERROR_TAKES);
	}

	@Test
	void whenOnErrorTakesAPayloadThenItIsRefused() {
		StartUpErrors.assertError(ErrorWithPayload.class, "error(Exception, String)",
				"The parameter 'payload' (String) is nothing that this callback could be given.", ERROR_TAKES);
	}

	@Test
	void whenOnOpenTakesAMessageThenItIsRefused() {
		StartUpErrors.assertError(OpenWithPayload.class, "open(String)",
				"The parameter 'text' (String) is nothing that this callback could be given.",
				StartUpErrors.allowed("@OnOpen", ""));
	}

	@Test
	void whenOnPingTakesTextThenItIsRefused() {
		StartUpErrors.assertError(PingWithText.class, "ping(String)",
				"The parameter 'text' (String) is nothing that this callback could be given.",
				StartUpErrors.allowed("@OnPing", "byte[] or ByteBuffer for the payload, "));
	}

	@Test
	void whenOnMessageTakesWhatBelongsToAnotherCallbackThenItIsRefused() {
		for (Class<?> type : List.of(MessageWithStatus.class, MessageWithException.class)) {
			assertThat(StartUpErrors.error(type).problem()).startsWith("The parameter 'wrong' (")
				.endsWith(") is nothing that this callback could be given, neither as payload nor otherwise.");
			assertThat(StartUpErrors.error(type).remedy()).isEqualTo(MESSAGE_TAKES.strip());
		}
	}

	@Test
	void whenAPathVariableIsUnknownThenItIsNamed() {
		StartUpErrors.assertError(UnknownVariable.class, "text(String, String)",
				"The parameter 'room' (String) wants the path variable 'room', but the path /x/{hall}/{seat} has"
						+ " only hall, seat.",
				"Add {room} to the path, or name the right variable: @PathVariable(\"…\").");
		StartUpErrors.assertError(NoVariables.class, "open(String)",
				"The parameter 'room' (String) wants the path variable 'room', but the path /x has no variables.",
				"Add {room} to the path, or name the right variable: @PathVariable(\"…\").");
	}

	@Test
	void whenAValueCannotBeConvertedThenTheConverterIsNamed() {
		StartUpErrors.assertError(Unconvertible.class, "open(Item)",
				"The parameter 'item' (Item) cannot be made of text: no converter is registered.",
				"Take a String, or register a Converter<String, Item>.");
	}

	@Test
	void whenAPrimitiveMayBeMissingThenItIsRefused() {
		StartUpErrors.assertError(MissingPrimitive.class, "open(int)",
				"The parameter 'page' (int) may be missing in a handshake, but a primitive cannot be null.",
				"Take the wrapper type, or give a defaultValue.");
	}

	@Test
	void whenAParameterHasAJakartaAnnotationThenTheRightImportIsNamed() {
		StartUpErrors.assertError(JakartaParameter.class, "open(String)",
				"The parameter 'room' (String) is annotated with jakarta.websocket.server.PathParam, which means"
						+ " nothing here.",
				"Import org.springframework.web.bind.annotation.PathVariable instead.");
	}

	@Test
	void whenAParameterHasAnUnlistedMessagingAnnotationThenItIsToBeRemoved() {
		StartUpErrors.assertError(MessagingParameter.class, "open(String)",
				"The parameter 'all' (String) is annotated with"
						+ " org.springframework.messaging.handler.annotation.Headers, which means nothing here.",
				"It belongs to another programming model: remove it.");
	}

	@Test
	void whenAPayloadIsAnnotatedThenItIsSaidThatItNeedsNone() {
		StartUpErrors.assertError(AnnotatedPayload.class, "text(String)",
				"The parameter 'text' (String) is annotated with"
						+ " org.springframework.web.bind.annotation.RequestBody, which means nothing here.",
				"The payload needs no annotation: remove it.");
	}

	@Test
	void whenAParameterHasAnUnsupportedAnnotationThenItIsSaidWhatIsAllowed() {
		StartUpErrors.assertError(FormParameter.class, "open(String)",
				"The parameter 'form' (String) is annotated with"
						+ " org.springframework.web.bind.annotation.ModelAttribute, which is not supported here.",
				StartUpErrors.allowed("@OnOpen", ""));
	}

	@Test
	void whenAParameterIsAnAttributeOfAnHttpSessionThenOursIsNamed() {
		StartUpErrors.assertError(HttpAttribute.class, "open(String)",
				"The parameter 'user' (String) is annotated with"
						+ " org.springframework.web.bind.annotation.SessionAttribute, which means nothing here.",
				"Import io.wsboot.spring.annotation.Attribute instead.");
	}

	@Test
	void whenAParameterComesFromTwoPlacesThenBothAreNamed() {
		StartUpErrors.assertError(TwoSources.class, "open(String)",
				"The parameter 'both' (String) is annotated with @RequestParam and @RequestHeader.",
				"Keep one of them for each parameter.");
	}

	@Test
	void whenAllValuesAreToBeConvertedThenTheRightMapIsNamed() {
		StartUpErrors.assertError(NumbersAtOnce.class, "open(Map)",
				"The parameter 'all' (Map) takes all values at once, which are text.",
				"Take a Map<String, String>, or a MultiValueMap<String, String> for those that may repeat.");
	}

	@Test
	void whenAnAttributeMayBeMissingThenItIsNoPrimitive() {
		StartUpErrors.assertError(MissingAttribute.class, "open(long)",
				"The parameter 'since' (long) may be missing in a session, but a primitive cannot be null.",
				"Take the wrapper type.");
	}

	@Test
	void whenAPayloadIsToBeValidatedButNothingValidatesItThenItIsRefused() {
		StartUpErrors.assertError(NotValidated.class, "text(Item)",
				"The parameter 'item' (Item) is annotated with @Validated, but there is no validator.",
				"Add the dependency org.springframework.boot:spring-boot-starter-validation.");
	}

	@Test
	void whenAParameterIsAForeignSessionThenOursIsNamed() {
		StartUpErrors.assertError(ForeignSession.class, "text(Session)",
				"The parameter 'session' (Session) is a jakarta.websocket.Session, which belongs to another"
						+ " programming model.",
				"Take io.wsboot.transport.WsSession for the session, and String, byte[], ByteBuffer or an object"
						+ " for the payload.");
	}

	record Item(int count) {

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

	@WsEndpoint("/x/{hall}/{seat}")
	static class UnknownVariable {

		@OnMessage
		void text(@PathVariable String room, String text) {
		}

	}

	@WsEndpoint("/x")
	static class NoVariables {

		@OnOpen
		void open(@PathVariable String room) {
		}

	}

	@WsEndpoint("/x/{item}")
	static class Unconvertible {

		@OnOpen
		void open(@PathVariable Item item) {
		}

	}

	@WsEndpoint("/x")
	static class MissingPrimitive {

		@OnOpen
		void open(@RequestParam(required = false) int page) {
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
	static class TwoSources {

		@OnOpen
		void open(@RequestParam @RequestHeader String both) {
		}

	}

	@WsEndpoint("/x")
	static class NumbersAtOnce {

		@OnOpen
		void open(@RequestParam Map<String, Integer> all) {
		}

	}

	@WsEndpoint("/x")
	static class MissingAttribute {

		@OnOpen
		void open(@Attribute(required = false) long since) {
		}

	}

	@WsEndpoint("/x")
	static class NotValidated {

		@OnMessage
		void text(@Validated Item item) {
		}

	}

	@WsEndpoint("/x")
	static class ForeignSession {

		@OnMessage
		void text(Session session) {
		}

	}

}
