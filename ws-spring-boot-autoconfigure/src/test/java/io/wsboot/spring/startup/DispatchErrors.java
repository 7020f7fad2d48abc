package io.wsboot.spring.startup;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.wsboot.spring.annotation.OnMessage;
import io.wsboot.spring.annotation.WsEndpoint;

/**
 * Methods that compete for a message, or that nothing tells apart.
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
						ADD_TYPE_INFO));
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

}
