package io.wsboot.spring.startup;

import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.util.List;

import com.google.protobuf.MessageLite;
import com.google.protobuf.StringValue;
import io.wsboot.spring.annotation.OnMessage;
import io.wsboot.spring.annotation.WsEndpoint;
import io.wsboot.spring.endpoint.WsMessageCodec;

/**
 * Payloads that no codec reads or writes.
 */
final class CodecErrors {

	private static final String ADD_JACKSON = "Take and return String, byte[] or ByteBuffer, or add Jackson"
			+ " (spring-boot-starter-jackson).";

	private static final String CORRECT = "Correct @WsEndpoint(codec = …), or add a WsMessageCodec with this name.";

	private CodecErrors() {
	}

	static List<StartUpError> all() {
		return List.of(
				StartUpError
					.of("SameName",
							"Two codecs of WebSocket messages have the name 'star': " + StarCodec.class.getName()
									+ " and " + OtherStarCodec.class.getName() + ".",
							"Give each WsMessageCodec a name of its own, or remove one of the beans.")
					.with(StarCodec.class, OtherStarCodec.class),
				StartUpError
					.of(TypedText.class, "text(String)",
							"It takes text messages by their type, but there is no codec that could find it.",
							"Add Jackson (spring-boot-starter-jackson).")
					.withoutCodecs(),
				StartUpError
					.of(TypedText.class, "text(String)",
							"It takes text messages by their type, but finding it is more than the codec 'star' can.",
							"Override WsMessageCodec.typeFinder, or remove the type from @OnMessage.")
					.withoutCodecs()
					.with(StarCodec.class),
				StartUpError
					.of(Objects.class, "item(Item)", "The parameter 'item' (Item) cannot be read by the codec 'star'.",
							"Take another type, or add a WsMessageCodec for it.")
					.withoutCodecs()
					.with(StarCodec.class),
				StartUpError
					.of(Objects.class, "item(Item)",
							"The parameter 'item' (Item) cannot be read by the codec 'picky': it is no colour.",
							"Take another type.")
					.withoutCodecs()
					.with(PickyCodec.class),
				StartUpError.of(AnyMessage.class, "message(MessageLite)",
						"The parameter 'message' (MessageLite) cannot be read by the codec 'protobuf': it is no single type"
								+ " of message, and the bytes do not say which it is.",
						"Take a class that Protobuf's compiler has made, for example com.google.protobuf.Any."),
				StartUpError.of(TypedMessage.class, "message(StringValue)",
						"It takes binary messages by their type, but finding it is more than the codec 'protobuf' can.",
						"Override WsMessageCodec.typeFinder, or remove the type from @OnMessage."),
				StartUpError.of(MessageAsJson.class, "message(StringValue)",
						"The parameter 'message' (StringValue) cannot be read by the codec 'json'.",
						"Take another type, or add a WsMessageCodec for it."),
				StartUpError
					.of(OneBySubtype.class, "cat(Cat)",
							"Methods are told apart by subtypes of Pet, which cannot be read by the codec 'records'.",
							"Add a WsMessageCodec for it.")
					.withoutCodecs()
					.with(RecordCodec.class),
				StartUpError
					.of(TakesItem.class, "text(Item)", "The parameter 'item' (Item) needs a codec, and there is none.",
							ADD_JACKSON)
					.withoutCodecs(),
				StartUpError
					.of(ReturnsItem.class, "text(String)", "It returns Item, which needs a codec, and there is none.",
							ADD_JACKSON)
					.withoutCodecs(),
				StartUpError.of(UnknownCodec.class, null,
						"Its codec 'xml' does not exist; there are: json, cbor, protobuf.", CORRECT),
				StartUpError.of(UnknownCodec.class, null, "Its codec 'xml' does not exist; there is none.", CORRECT)
					.withoutCodecs(),
				StartUpError
					.of(Objects.class, null, "Its codec 'xml' does not exist; there are: json, cbor, protobuf.",
							"Correct ws.endpoints.objects.codec, or add a WsMessageCodec with this name.")
					.withProperties("ws.endpoints.objects.codec=xml"));
	}

	record Item(int count) {

	}

	sealed interface Pet {

	}

	record Cat(String name) implements Pet {

	}

	record Lion(String name) implements Pet {

	}

	@WsEndpoint("/x")
	static class TypedText {

		@OnMessage(type = "join")
		void text(String json) {
		}

	}

	@WsEndpoint("/x")
	static class Objects {

		@OnMessage
		void item(Item item) {
		}

	}

	@WsEndpoint("/x")
	static class AnyMessage {

		@OnMessage
		void message(MessageLite message) {
		}

	}

	@WsEndpoint("/x")
	static class TypedMessage {

		@OnMessage(type = "join")
		void item(Item item) {
		}

		@OnMessage(type = "leave")
		void message(StringValue message) {
		}

	}

	@WsEndpoint(path = "/x", subprotocols = { "v1.protobuf", "v1.json" })
	static class MessageAsJson {

		@OnMessage
		void message(StringValue message) {
		}

	}

	@WsEndpoint("/x")
	static class OneBySubtype {

		@OnMessage
		void cat(Cat cat) {
		}

		@OnMessage
		void lion(Lion lion) {
		}

	}

	@WsEndpoint("/x")
	static class TakesItem {

		@OnMessage
		void text(Item item) {
		}

	}

	@WsEndpoint("/x")
	static class ReturnsItem {

		@OnMessage
		Item text(String text) {
			return new Item(text.length());
		}

	}

	@WsEndpoint(path = "/x", codec = "xml")
	static class UnknownCodec {

		@OnMessage
		void item(Item item) {
		}

	}

	/** Is asked for what it cannot read. */
	static class PickyCodec extends StarCodec {

		@Override
		public String name() {
			return "picky";
		}

		@Override
		public boolean canRead(Type type) {
			return true;
		}

		@Override
		public PayloadDecoder decoder(Type type) {
			throw new IllegalArgumentException("it is no colour.");
		}

	}

	/** Reads records, and no interfaces. */
	static class RecordCodec extends StarCodec {

		@Override
		public String name() {
			return "records";
		}

		@Override
		public boolean canRead(Type type) {
			return type instanceof Class<?> known && known.isRecord();
		}

	}

	/** Has taken another's name. */
	static class OtherStarCodec extends StarCodec {

	}

	/** Reads nothing, and writes a star. */
	static class StarCodec implements WsMessageCodec {

		@Override
		public String name() {
			return "star";
		}

		@Override
		public boolean isText() {
			return true;
		}

		@Override
		public boolean canRead(Type type) {
			return false;
		}

		@Override
		public byte[] encode(Object payload) {
			return new byte[] { '*' };
		}

		@Override
		public PayloadDecoder decoder(Type type) {
			return (ByteBuffer payload) -> payload;
		}

	}

}
