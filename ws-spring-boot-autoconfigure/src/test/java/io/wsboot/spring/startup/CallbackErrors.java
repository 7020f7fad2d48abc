package io.wsboot.spring.startup;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;

import io.wsboot.spring.annotation.OnClose;
import io.wsboot.spring.annotation.OnError;
import io.wsboot.spring.annotation.DeliveryPolicy;
import io.wsboot.spring.annotation.OnMessage;
import io.wsboot.spring.annotation.OnOpen;
import io.wsboot.spring.annotation.OnPing;
import io.wsboot.spring.annotation.PublishTo;
import io.wsboot.spring.annotation.WsEndpoint;
import jakarta.websocket.Session;

import org.springframework.messaging.handler.annotation.SendTo;

/**
 * Callbacks that could not be called, or whose values could not be sent, stop the start
 * with a text that says what is wrong, where, and how to put it right.
 */
final class CallbackErrors {

	private static final String WAYS_APART = "Keep one of the two methods, or tell them apart by"
			+ " @OnMessage(type = \"…\") or by parameters that are subtypes of one sealed interface.";

	private static final String SENDABLE = "Return void, String, byte[], ByteBuffer or an object that the codec can write;"
			+ " or one of those in an Optional, CompletionStage, Collection, Stream or Publisher.";

	private CallbackErrors() {
	}

	static List<StartUpError> all() {
		return List.of(
				StartUpError
					.of(TwoTexts.class, "second(Item)", "It takes text messages, as the method first does.", WAYS_APART)
					.withoutCbor(),
				StartUpError.of(TwoBinaries.class, "second(byte[])",
						"It takes binary messages, as the method first does.", WAYS_APART),
				StartUpError.of(TwoOpens.class, "second()", "It is marked with @OnOpen, as the method first does.",
						"Keep one of the two methods."),
				StartUpError.of(TwoErrors.class, "second(IOException)",
						"It takes the exception IOException, as the method first does.",
						"Keep one of the two methods."),
				StartUpError.of(TwoKinds.class, "both(String)", "It is marked with @OnMessage and @OnError.",
						"Keep one of them for each method."),
				StartUpError.of(CloseWithReply.class, "close()",
						"It returns String, but nothing can be sent when the session has closed.",
						"Return void, or publish the value with @PublishTo."),
				StartUpError.of(ReturnsStage.class, "text(String)",
						"It returns CompletionStage<List>, which cannot be sent.", SENDABLE),
				StartUpError.of(ReturnsFuture.class, "text(String)", "It returns Future, which cannot be sent.",
						SENDABLE),
				StartUpError.of(ReturnsForeign.class, "text(String)", "It returns Session, which cannot be sent.",
						SENDABLE),
				StartUpError.of(PublishesNothing.class, "text(String)",
						"It has @PublishTo, but returns nothing that could be published.",
						"Return the message, or remove @PublishTo."),
				StartUpError.of(PublishesAlone.class, "text(String)",
						"@PublishTo stands on a method that is never called.",
						"Add the annotation of the callback, for example @OnMessage."),
				StartUpError.of(PublishesUnknown.class, "text(String)",
						"Its topic \"chat:{room}\" wants the path variable 'room', but the path /x/{hall} has only hall.",
						"Add {room} to the path, or name a variable that it has."),
				StartUpError.of(PublishesBroken.class, "text(String)",
						"Its topic \"chat:{room\" is not well-formed: braces must enclose the name of a variable.",
						"Write variables of the path as {name}."),
				StartUpError.of(PublishesNowhere.class, "text(String)", "Its @PublishTo names no topic.",
						"Name one: @PublishTo(\"news\")."),
				StartUpError.of(PublishesKeyForNothing.class, "text(String)",
						"Its @PublishTo has the key \"price:{hall}\", which the delivery DROPPABLE does not ask for.",
						"Write delivery = DeliveryPolicy.CONFLATE, or remove the key."),
				StartUpError.of(PublishesUnknownKey.class, "text(String)",
						"Its key \"price:{share}\" wants the path variable 'share', but the path /x/{hall} has only hall.",
						"Add {share} to the path, or name a variable that it has."),
				StartUpError.of(PublishesBrokenKey.class, "text(String)",
						"Its key \"price:}\" is not well-formed: braces must enclose the name of a variable.",
						"Write variables of the path as {name}."),
				StartUpError.of(JakartaMethod.class, "text(String)",
						"The annotation jakarta.websocket.OnMessage means nothing here.",
						"Import io.wsboot.spring.annotation.OnMessage instead."),
				StartUpError.of(MessagingMethod.class, "text(String)",
						"The annotation org.springframework.messaging.handler.annotation.SendTo means nothing here.",
						"Import io.wsboot.spring.annotation.PublishTo instead."),
				StartUpError.of(PrivateMethod.class, "text(String)",
						"It is private, so that a proxy of the bean cannot pass calls on to it.",
						"Remove 'private'; package-private is enough."),
				StartUpError.of(StaticMethod.class, "text(String)",
						"It is static, but callbacks are called on the bean.", "Remove 'static'."),
				StartUpError.of(NoCallback.class, null, "It has no method that would ever be called.",
						"Mark one with @OnOpen, @OnMessage, @OnPing, @OnPong or @OnClose from io.wsboot.spring.annotation."));
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

	@WsEndpoint("/x/{hall}")
	static class PublishesKeyForNothing {

		@OnMessage
		@PublishTo(value = "prices", delivery = DeliveryPolicy.DROPPABLE, key = "price:{hall}")
		String text(String text) {
			return text;
		}

	}

	@WsEndpoint("/x/{hall}")
	static class PublishesUnknownKey {

		@OnMessage
		@PublishTo(value = "prices", delivery = DeliveryPolicy.CONFLATE, key = "price:{share}")
		String text(String text) {
			return text;
		}

	}

	@WsEndpoint("/x/{hall}")
	static class PublishesBrokenKey {

		@OnMessage
		@PublishTo(value = "prices", delivery = DeliveryPolicy.CONFLATE, key = "price:}")
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
