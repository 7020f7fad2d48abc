package io.wsboot.spring.endpoint;

import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.wsboot.spring.annotation.OnMessage;
import io.wsboot.spring.annotation.WsEndpoint;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.dataformat.cbor.CBORMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Methods that compete for a message, and messages that no codec could read, stop the
 * start with a text that says what is wrong, where, and how to put it right.
 */
class DispatchErrorTests {

	private static final String KEEP_ONE = "Keep one of the two methods.";

	private static final String WAYS_APART = "Keep one of the two methods, or tell them apart by"
			+ " @OnMessage(type = \"…\") or by parameters that are subtypes of one sealed interface.";

	private static final String ADD_TYPE_INFO = "Add this line to Untold: @JsonTypeInfo(use ="
			+ " JsonTypeInfo.Id.SIMPLE_NAME, property = \"type\")";

	@Test
	void whenTwoMethodsTakeOneTypeThenBothAreNamed() {
		StartUpErrors.assertError(OneType.class, "second(Item)",
				"It takes messages of type \"join\", as the method first does.", KEEP_ONE);
	}

	@Test
	void whenTwoMethodsTakeObjectsThenTheWaysToTellThemApartAreSaid() {
		StartUpErrors.assertError(TwoObjects.class, "second(Thing)",
				"It takes text messages, as the method first does.", WAYS_APART);
	}

	@Test
	void whenTwoSealedFamiliesMeetThenTheWaysToTellThemApartAreSaid() {
		StartUpErrors.assertError(TwoFamilies.class, "second(Bird)",
				"It takes text messages, as the method first does.", WAYS_APART);
	}

	@Test
	void whenTwoMethodsTakeOneSubtypeThenBothAreNamed() {
		StartUpErrors.assertError(OneSubtype.class, "second(Cat)", "It takes Cat messages, as the method first does.",
				KEEP_ONE);
	}

	@Test
	void whenASubtypeBelongsToTwoMethodsAlikeThenBothAreNamed() {
		StartUpErrors.assertError(TwoParents.class, "second(Wild)", "It takes Lion messages, as the method first does.",
				KEEP_ONE);
	}

	@Test
	void whenATypeIsEmptyThenItIsSaid() {
		StartUpErrors.assertError(EmptyType.class, "text(Item)", "It is for messages of an empty type.",
				"Name the type: @OnMessage(type = \"join\").");
	}

	@Test
	void whenNothingTellsSubtypesApartThenTheLineToAddIsSaid() {
		StartUpErrors.assertError(UntoldWhole.class, "on(Untold)",
				"The parameter 'event' (Untold) cannot be read by the codec 'json': it is sealed, but nothing tells its"
						+ " subtypes apart.",
				ADD_TYPE_INFO);
		StartUpErrors.assertError(UntoldParts.class, "on(First)",
				"Methods are told apart by subtypes of Untold, which cannot be read by the codec 'json': it is sealed,"
						+ " but nothing tells its subtypes apart.",
				ADD_TYPE_INFO);
	}

	@Test
	void whenAModuleKnowsHowToReadASealedTypeThenNothingIsMissing() {
		assertThat(Scans.scan(HelpedEndpoint.class).endpoints()).hasSize(1);
	}

	@Test
	void whenThereIsNoCodecToFindTheTypeThenItIsSaid() {
		InvalidEndpointException error = catchThrowableOfType(InvalidEndpointException.class,
				() -> Scans.scan(Scans.beans(TypedText.class), null));
		StartUpErrors.assertText(error, TypedText.class, "text(String)",
				"It takes text messages by their type, but there is no codec that could find it.",
				"Add Jackson (spring-boot-starter-jackson).");
	}

	@Test
	void whenNoCodecCanFindTheTypeThenItIsSaid() {
		InvalidEndpointException error = catchThrowableOfType(InvalidEndpointException.class,
				() -> Scans.scan(Scans.beans(TypedText.class), new StarCodec()));
		StartUpErrors.assertText(error, TypedText.class, "text(String)",
				"It takes text messages by their type, but finding it is more than the codec 'star' can.",
				"Override WsMessageCodec.typeFinder, or remove the type from @OnMessage.");
	}

	@Test
	void whenNoCodecReadsAParameterThenTheyAreNamed() {
		InvalidEndpointException error = catchThrowableOfType(InvalidEndpointException.class,
				() -> Scans.scan(Scans.beans(Objects.class), new StarCodec()));
		StartUpErrors.assertText(error, Objects.class, "item(Item)",
				"The parameter 'item' (Item) cannot be read by the codec 'star'.",
				"Take another type, or add a WsMessageCodec for it.");
	}

	@Test
	void whenACodecDoesNotExistThenThoseThatDoAreNamed() {
		StartUpErrors.assertError(UnknownCodec.class, null, "Its codec 'xml' does not exist; there is json.",
				"Correct @WsEndpoint(codec = …), or add a WsMessageCodec with this name.");
	}

	@Test
	void whenACodecThatIsSetDoesNotExistThenThePropertyIsNamed() {
		MessageSettings settings = new MessageSettings() {

			@Override
			public String codec(String endpoint) {
				return "xml";
			}

		};
		MessageCodecs codecs = new MessageCodecs(
				List.of(Scans.json(), new CborMessageCodec(CBORMapper.builder().build())));
		InvalidEndpointException error = catchThrowableOfType(InvalidEndpointException.class,
				() -> Scans.scan(Scans.beans(Objects.class), codecs, settings));
		StartUpErrors.assertText(error, Objects.class, null, "Its codec 'xml' does not exist; there is json, cbor.",
				"Correct ws.endpoints.objects.codec, or add a WsMessageCodec with this name.");
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

	@JsonDeserialize(using = HelpedDeserializer.class)
	sealed interface Helped {

	}

	record Only(int a) implements Helped {

	}

	static class HelpedDeserializer extends StdDeserializer<Helped> {

		HelpedDeserializer() {
			super(Helped.class);
		}

		@Override
		public Helped deserialize(tools.jackson.core.JsonParser parser,
				tools.jackson.databind.DeserializationContext context) {
			parser.skipChildren();
			return new Only(1);
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
	static class HelpedEndpoint {

		@OnMessage
		void on(Helped helped) {
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
