package io.wsboot.spring.startup;

import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.wsboot.spring.annotation.OnMessage;
import io.wsboot.spring.annotation.WsEndpoint;
import io.wsboot.spring.endpoint.WsMessageCodec;

/**
 * Methods that compete for a message, and messages that no codec could read, stop the
 * start with a text that says what is wrong, where, and how to put it right.
 */
final class DispatchErrors {

	private static final String KEEP_ONE = "Keep one of the two methods.";

	private static final String WAYS_APART = "Keep one of the two methods, or tell them apart by"
			+ " @OnMessage(type = \"…\") or by parameters that are subtypes of one sealed interface.";

	private static final String ADD_TYPE_INFO = "Add this line to Untold: @JsonTypeInfo(use ="
			+ " JsonTypeInfo.Id.SIMPLE_NAME, property = \"type\")";

	private DispatchErrors() {
	}

	static List<StartUpError> all() {
		return List.of(
				StartUpError.of(OneType.class, "second(Item)",
						"It takes messages of type \"join\", as the method first does.", KEEP_ONE),
				StartUpError.of(TwoObjects.class, "second(Thing)", "It takes text messages, as the method first does.",
						WAYS_APART),
				StartUpError.of(TwoFamilies.class, "second(Bird)", "It takes text messages, as the method first does.",
						WAYS_APART),
				StartUpError.of(OneSubtype.class, "second(Cat)", "It takes Cat messages, as the method first does.",
						KEEP_ONE),
				StartUpError.of(TwoParents.class, "second(Wild)", "It takes Lion messages, as the method first does.",
						KEEP_ONE),
				StartUpError.of(EmptyType.class, "text(Item)", "It is for messages of an empty type.",
						"Name the type: @OnMessage(type = \"join\")."),
				StartUpError.of(UntoldWhole.class, "on(Untold)",
						"The parameter 'event' (Untold) cannot be read by the codec 'json': it is sealed, but nothing tells its"
								+ " subtypes apart.",
						ADD_TYPE_INFO),
				StartUpError.of(UntoldParts.class, "on(First)",
						"Methods are told apart by subtypes of Untold, which cannot be read by the codec 'json': it is sealed,"
								+ " but nothing tells its subtypes apart.",
						ADD_TYPE_INFO),
				StartUpError
					.of(TypedText.class, "text(String)",
							"It takes text messages by their type, but there is no codec that could find it.",
							"Add Jackson (spring-boot-starter-jackson).")
					.withoutJackson(),
				StartUpError
					.of(TypedText.class, "text(String)",
							"It takes text messages by their type, but finding it is more than the codec 'star' can.",
							"Override WsMessageCodec.typeFinder, or remove the type from @OnMessage.")
					.withoutJackson()
					.with(StarCodec.class),
				StartUpError
					.of(Objects.class, "item(Item)", "The parameter 'item' (Item) cannot be read by the codec 'star'.",
							"Take another type, or add a WsMessageCodec for it.")
					.withoutJackson()
					.with(StarCodec.class),
				StartUpError
					.of(Objects.class, "item(Item)",
							"The parameter 'item' (Item) cannot be read by the codec 'picky': it is no colour.",
							"Take another type.")
					.withoutJackson()
					.with(PickyCodec.class),
				StartUpError
					.of(OneBySubtype.class, "cat(Cat)",
							"Methods are told apart by subtypes of Pet, which cannot be read by the codec 'records'.",
							"Add a WsMessageCodec for it.")
					.withoutJackson()
					.with(RecordCodec.class),
				StartUpError.of(TakesItem.class, "text(Item)",
						"The parameter 'item' (Item) needs a codec, and there is none.",
						"Take and return String, byte[] or ByteBuffer, or add Jackson (spring-boot-starter-jackson).")
					.withoutJackson(),
				StartUpError.of(ReturnsItem.class, "text(String)",
						"It returns Item, which needs a codec, and there is none.",
						"Take and return String, byte[] or ByteBuffer, or add Jackson (spring-boot-starter-jackson).")
					.withoutJackson(),
				StartUpError.of(UnknownCodec.class, null, "Its codec 'xml' does not exist; there are: json, cbor.",
						"Correct @WsEndpoint(codec = …), or add a WsMessageCodec with this name."),
				StartUpError
					.of(UnknownCodec.class, null, "Its codec 'xml' does not exist; there is none.",
							"Correct @WsEndpoint(codec = …), or add a WsMessageCodec with this name.")
					.withoutJackson(),
				StartUpError
					.of(Objects.class, null, "Its codec 'xml' does not exist; there are: json, cbor.",
							"Correct ws.endpoints.objects.codec, or add a WsMessageCodec with this name.")
					.withProperties("ws.endpoints.objects.codec=xml"));
	}

	record Item(int count) {

	}

	record Thing(int count) {

	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME)
	sealed interface Animal {

	}

	sealed interface Pet extends Animal {

	}

	sealed interface Wild extends Animal {

	}

	record Cat(String name) implements Pet {

	}

	record Lion(String name) implements Pet, Wild {

	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME)
	sealed interface Bird {

	}

	record Owl(String name) implements Bird {

	}

	sealed interface Untold {

		record First(int a) implements Untold {

		}

		record Second(int b) implements Untold {

		}

	}

	@WsEndpoint("/x")
	static class OneType {

		@OnMessage(type = "join")
		void first(Item item) {
		}

		@OnMessage(type = { "leave", "join" })
		void second(Item item) {
		}

	}

	@WsEndpoint("/x")
	static class TwoObjects {

		@OnMessage
		void first(Item item) {
		}

		@OnMessage
		void second(Thing thing) {
		}

	}

	@WsEndpoint("/x")
	static class TwoFamilies {

		@OnMessage
		void first(Animal animal) {
		}

		@OnMessage
		void second(Bird bird) {
		}

	}

	@WsEndpoint("/x")
	static class OneSubtype {

		@OnMessage
		void first(Cat cat) {
		}

		@OnMessage
		void second(Cat cat) {
		}

	}

	@WsEndpoint("/x")
	static class TwoParents {

		@OnMessage
		void first(Pet pet) {
		}

		@OnMessage
		void second(Wild wild) {
		}

	}

	@WsEndpoint("/x")
	static class EmptyType {

		@OnMessage(type = " ")
		void text(Item item) {
		}

	}

	@WsEndpoint("/x")
	static class UntoldWhole {

		@OnMessage
		void on(Untold event) {
		}

	}

	@WsEndpoint("/x")
	static class UntoldParts {

		@OnMessage
		void on(Untold.First first) {
		}

		@OnMessage
		void on(Untold.Second second) {
		}

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

	@WsEndpoint(path = "/x", codec = "xml")
	static class UnknownCodec {

		@OnMessage
		void item(Item item) {
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

	@WsEndpoint("/x")
	static class OneBySubtype {

		@OnMessage
		void cat(Cat cat) {
		}

		@OnMessage
		void lion(Lion lion) {
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
