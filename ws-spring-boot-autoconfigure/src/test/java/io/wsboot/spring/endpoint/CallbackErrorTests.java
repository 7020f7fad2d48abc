package io.wsboot.spring.endpoint;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;

import io.wsboot.spring.annotation.OnClose;
import io.wsboot.spring.annotation.OnError;
import io.wsboot.spring.annotation.OnMessage;
import io.wsboot.spring.annotation.OnOpen;
import io.wsboot.spring.annotation.OnPing;
import io.wsboot.spring.annotation.PublishTo;
import io.wsboot.spring.annotation.WsEndpoint;
import jakarta.websocket.Session;
import org.junit.jupiter.api.Test;

import org.springframework.messaging.handler.annotation.SendTo;

/**
 * Callbacks that could not be called, or whose values could not be sent, stop the start
 * with a text that says what is wrong, where, and how to put it right.
 */
class CallbackErrorTests {

	private static final String WAYS_APART = "Keep one of the two methods, or tell them apart by"
			+ " @OnMessage(type = \"…\") or by parameters that are subtypes of one sealed interface.";

	@Test
	void whenTwoMethodsTakeTextThenBothAreNamed() {
		StartUpErrors.assertError(TwoTexts.class, "second(Item)", "It takes text messages, as the method first does.",
				WAYS_APART);
	}

	@Test
	void whenTwoMethodsTakeBinaryThenBothAreNamed() {
		StartUpErrors.assertError(TwoBinaries.class, "second(byte[])",
				"It takes binary messages, as the method first does.", WAYS_APART);
	}

	@Test
	void whenACallbackIsThereTwiceThenBothMethodsAreNamed() {
		StartUpErrors.assertError(TwoOpens.class, "second()", "It is marked with @OnOpen, as the method first does.",
				"Keep one of the two methods.");
	}

	@Test
	void whenTwoMethodsTakeTheSameExceptionThenBothAreNamed() {
		StartUpErrors.assertError(TwoErrors.class, "second(IOException)",
				"It takes the exception IOException, as the method first does.", "Keep one of the two methods.");
	}

	@Test
	void whenAMethodIsTwoCallbacksThenItIsRefused() {
		StartUpErrors.assertError(TwoKinds.class, "both(String)", "It is marked with @OnMessage and @OnError.",
				"Keep one of them for each method.");
	}

	@Test
	void whenOnCloseReturnsAValueThenItIsRefused() {
		StartUpErrors.assertError(CloseWithReply.class, "close()",
				"It returns String, but nothing can be sent when the session has closed.",
				"Return void, or publish the value with @PublishTo.");
	}

	@Test
	void whenAMethodReturnsWhatCannotBeSentThenItIsRefused() {
		String remedy = "Return void, String, byte[], ByteBuffer or an object that the codec can write; or one of"
				+ " those in an Optional, CompletionStage, Collection, Stream or Publisher.";
		StartUpErrors.assertError(ReturnsStage.class, "text(String)",
				"It returns CompletionStage<List>, which cannot be sent.", remedy);
		StartUpErrors.assertError(ReturnsFuture.class, "text(String)", "It returns Future, which cannot be sent.",
				remedy);
		StartUpErrors.assertError(ReturnsForeign.class, "text(String)", "It returns Session, which cannot be sent.",
				remedy);
	}

	@Test
	void whenPublishToHasNothingToPublishThenItIsRefused() {
		StartUpErrors.assertError(PublishesNothing.class, "text(String)",
				"It has @PublishTo, but returns nothing that could be published.",
				"Return the message, or remove @PublishTo.");
	}

	@Test
	void whenPublishToStandsAloneThenItIsRefused() {
		StartUpErrors.assertError(PublishesAlone.class, "text(String)",
				"@PublishTo stands on a method that is never called.",
				"Add the annotation of the callback, for example @OnMessage.");
	}

	@Test
	void whenATopicWantsAnUnknownVariableThenItIsNamed() {
		StartUpErrors.assertError(PublishesUnknown.class, "text(String)",
				"Its topic \"chat:{room}\" wants the path variable 'room', but the path /x/{hall} has only hall.",
				"Only variables of the path can be filled in.");
	}

	@Test
	void whenATopicIsNotWellFormedThenItIsRefused() {
		StartUpErrors.assertError(PublishesBroken.class, "text(String)",
				"Its topic \"chat:{room\" is not well-formed: braces must enclose the name of a variable.",
				"Write variables of the path as {name}.");
	}

	@Test
	void whenATopicIsEmptyThenItIsRefused() {
		StartUpErrors.assertError(PublishesNowhere.class, "text(String)", "Its @PublishTo names no topic.",
				"Name one: @PublishTo(\"news\").");
	}

	@Test
	void whenAMethodHasAJakartaAnnotationThenTheRightImportIsNamed() {
		StartUpErrors.assertError(JakartaMethod.class, "text(String)",
				"The annotation jakarta.websocket.OnMessage means nothing here.",
				"Import io.wsboot.spring.annotation.OnMessage instead.");
	}

	@Test
	void whenAMethodHasASpringMessagingAnnotationThenTheRightImportIsNamed() {
		StartUpErrors.assertError(MessagingMethod.class, "text(String)",
				"The annotation org.springframework.messaging.handler.annotation.SendTo means nothing here.",
				"Import io.wsboot.spring.annotation.PublishTo instead.");
	}

	@Test
	void whenAMethodIsPrivateThenItIsRefused() {
		StartUpErrors.assertError(PrivateMethod.class, "text(String)",
				"It is private, so that a proxy of the bean cannot pass calls on to it.",
				"Remove 'private'; package-private is enough.");
	}

	@Test
	void whenAMethodIsStaticThenItIsRefused() {
		StartUpErrors.assertError(StaticMethod.class, "text(String)",
				"It is static, but callbacks are called on the bean.", "Remove 'static'.");
	}

	@Test
	void whenThereIsNoCallbackThenItIsSaidWhichThereAre() {
		StartUpErrors.assertError(NoCallback.class, null, "It has no method that would ever be called.",
				"Mark one with @OnOpen, @OnMessage, @OnPing, @OnPong or @OnClose from io.wsboot.spring.annotation.");
	}

	record Item(int count) {

	}

	@WsEndpoint("/x")
	static class TwoTexts {

		@OnMessage
		void first(String text) {
		}

		@OnMessage
		void second(Item item) {
		}

	}

	@WsEndpoint("/x")
	static class TwoBinaries {

		@OnMessage
		void first(java.nio.ByteBuffer bytes) {
		}

		@OnMessage
		void second(byte[] bytes) {
		}

	}

	@WsEndpoint("/x")
	static class TwoOpens {

		@OnOpen
		void first() {
		}

		@OnOpen
		void second() {
		}

	}

	@WsEndpoint("/x")
	static class TwoErrors {

		@OnOpen
		void open() {
		}

		@OnError
		void first(IOException ex) {
		}

		@OnError
		void second(IOException ex) {
		}

	}

	@WsEndpoint("/x")
	static class TwoKinds {

		@OnMessage
		@OnError
		void both(String text) {
		}

	}

	@WsEndpoint("/x")
	static class CloseWithReply {

		@OnClose
		String close() {
			return "";
		}

	}

	@WsEndpoint("/x")
	static class ReturnsStage {

		@OnMessage
		CompletionStage<List<String>> text(String text) {
			throw new AssertionError();
		}

	}

	@WsEndpoint("/x")
	static class ReturnsFuture {

		@OnMessage
		Future<String> text(String text) {
			throw new AssertionError();
		}

	}

	@WsEndpoint("/x")
	static class ReturnsForeign {

		@OnMessage
		Session text(String text) {
			throw new AssertionError();
		}

	}

	@WsEndpoint("/x")
	static class PublishesNothing {

		@OnMessage
		@PublishTo("news")
		void text(String text) {
		}

	}

	@WsEndpoint("/x")
	static class PublishesAlone {

		@PublishTo("news")
		String text(String text) {
			return text;
		}

	}

	@WsEndpoint("/x/{hall}")
	static class PublishesUnknown {

		@OnMessage
		@PublishTo("chat:{room}")
		String text(String text) {
			return text;
		}

	}

	@WsEndpoint("/x/{room}")
	static class PublishesBroken {

		@OnMessage
		@PublishTo("chat:{room")
		String text(String text) {
			return text;
		}

	}

	@WsEndpoint("/x")
	static class PublishesNowhere {

		@OnMessage
		@PublishTo(" ")
		String text(String text) {
			return text;
		}

	}

	@WsEndpoint("/x")
	static class JakartaMethod {

		@jakarta.websocket.OnMessage
		void text(String text) {
		}

	}

	@WsEndpoint("/x")
	static class MessagingMethod {

		@OnMessage
		@SendTo("news")
		String text(String text) {
			return text;
		}

	}

	@WsEndpoint("/x")
	static class PrivateMethod {

		@OnMessage
		private void text(String text) {
		}

	}

	@WsEndpoint("/x")
	static class StaticMethod {

		@OnMessage
		static void text(String text) {
		}

	}

	@WsEndpoint("/x")
	static class NoCallback {

		void text(String text) {
		}

	}

}
