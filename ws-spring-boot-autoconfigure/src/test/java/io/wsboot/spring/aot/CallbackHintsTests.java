package io.wsboot.spring.aot;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.Predicate;

import io.wsboot.protocol.CloseStatus;
import io.wsboot.spring.annotation.OnClose;
import io.wsboot.spring.annotation.OnError;
import io.wsboot.spring.annotation.OnMessage;
import io.wsboot.spring.annotation.OnOpen;
import io.wsboot.spring.annotation.OnPing;
import io.wsboot.spring.annotation.OnPong;
import io.wsboot.spring.annotation.WsAdvice;
import io.wsboot.spring.annotation.WsEndpoint;
import io.wsboot.transport.WsSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.TypeReference;
import org.springframework.aot.hint.annotation.ReflectiveRuntimeHintsRegistrar;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.web.bind.annotation.PathVariable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a native image is told about endpoints.
 */
class CallbackHintsTests {

	private final RuntimeHints hints = new RuntimeHints();

	@BeforeEach
	void process() {
		new ReflectiveRuntimeHintsRegistrar().registerRuntimeHints(this.hints, Everything.class, Advice.class);
	}

	@ParameterizedTest
	@ValueSource(strings = { "open", "message", "command", "answer", "many", "ping", "pong", "close", "error" })
	void everyCallbackMayBeInvoked(String method) {
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(Everything.class, method))
			.accepts(this.hints);
	}

	@Test
	void methodsOfAdvicesMayBeInvoked() {
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(Advice.class, "failed")).accepts(this.hints);
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(Refusal.class, "reason")).accepts(this.hints);
	}

	@Test
	void othersAreNotMentioned() {
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(Everything.class, "helper"))
			.rejects(this.hints);
	}

	@Test
	void payloadsMayBeReadAndWritten() {
		assertThat(constructors(Note.class)).accepts(this.hints);
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(Note.class, "author")).accepts(this.hints);
		assertThat(constructors(Author.class)).accepts(this.hints);
	}

	@Test
	void everyClassOfASealedPayloadMayBeRead() {
		assertThat(constructors(Join.class)).accepts(this.hints);
		assertThat(constructors(Say.class)).accepts(this.hints);
		assertThat(constructors(Whisper.class)).accepts(this.hints);
	}

	@ParameterizedTest
	@ValueSource(classes = { Answer.class, Item.class, Part.class, Reply.class })
	void whatIsInsideOfAReturnedTypeMayBeWritten(Class<?> type) {
		assertThat(RuntimeHintsPredicates.reflection().onType(type)).accepts(this.hints);
	}

	@ParameterizedTest
	@ValueSource(classes = { WsSession.class, CloseStatus.class, Room.class, Map.class })
	void whatNoCodecReadsIsNotMentioned(Class<?> type) {
		assertThat(this.hints.reflection().typeHints())
			.noneMatch((hint) -> hint.getType().equals(TypeReference.of(type)));
	}

	private static Predicate<RuntimeHints> constructors(Class<?> type) {
		return RuntimeHintsPredicates.reflection()
			.onType(type)
			.withMemberCategory(MemberCategory.INVOKE_DECLARED_CONSTRUCTORS);
	}

	@WsEndpoint("/everything/{room}")
	static class Everything {

		@OnOpen
		void open(WsSession session, @PathVariable Room room) {
		}

		@OnMessage
		Reply message(WsSession session, Note note) {
			return new Reply("");
		}

		@OnMessage
		void command(Command command) {
		}

		@OnMessage(type = "answer")
		CompletionStage<Answer> answer(Map<String, Item> items) {
			throw new UnsupportedOperationException();
		}

		@OnMessage(type = "many")
		Flow.Publisher<List<Part[]>> many(String text) {
			throw new UnsupportedOperationException();
		}

		@OnPing
		void ping() {
		}

		@OnPong
		void pong() {
		}

		@OnClose
		void close(CloseStatus status) {
		}

		@OnError
		void error(IllegalStateException failure) {
		}

		void helper() {
		}

	}

	@WsAdvice
	static class Advice {

		@OnError
		Refusal failed(IllegalStateException failure) {
			return new Refusal("");
		}

	}

	record Room(String name) {

	}

	record Note(String text, Author author) {

	}

	record Author(String name) {

	}

	sealed interface Command permits Join, Talk {

	}

	record Join(String room) implements Command {

	}

	sealed interface Talk extends Command permits Say, Whisper {

	}

	record Say(String text) implements Talk {

	}

	record Whisper(String to, String text) implements Talk {

	}

	record Answer(String text) {

	}

	record Item(String name) {

	}

	record Part(int number) {

	}

	record Reply(String text) {

	}

	record Refusal(String reason) {

	}

}
