package io.wsboot.spring.endpoint;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

import io.wsboot.spring.annotation.OnMessage;
import io.wsboot.spring.annotation.OnOpen;
import io.wsboot.spring.annotation.WsEndpoint;
import io.wsboot.transport.UpgradeDecision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Values of the opening handshake, with the meaning that spring-web gives its
 * annotations.
 */
class HandshakeValueTests {

	@ParameterizedTest
	@CsvSource({ "/p/lobby/3, lobby 3", "/p/a%20b%2Fc/3, a b/c 3", "/p/%C3%A9/-1, é -1", "/p/a;x=1/3, a 3",
			"/p/a+b/3, a+b 3" })
	void pathVariablesAreDecodedAndConverted(String target, String expected) {
		assertThat(greeting(PathEndpoint.class, target)).isEqualTo("text:" + expected);
	}

	@Test
	void thePathVariableOfTheRestKeepsItsSlashes() {
		assertThat(greeting(RestEndpoint.class, "/files/a/b.txt")).isEqualTo("text:/a/b.txt");
	}

	@Test
	void aPathVariableThatCannotBeConvertedAnswers400() {
		assertRefusal(PathEndpoint.class, "/p/lobby/three",
				"The value of the path variable 'number' is not of the expected kind.");
	}

	@Test
	void aValueThatIsConvertedToNothingCountsAsMissing() {
		assertRefusal(PageEndpoint.class, "/page?number=", "The query parameter 'number' is missing.");
	}

	@ParameterizedTest
	@CsvSource({ "?name=ada, ada 1 empty []", "?name=a+b%26c&page=2, a b&c 2 empty []",
			"?name=ada&page=, ada 1 empty []", "?name=&tag=x&filter=f, ' 1 f [x]'",
			"?name=ada&tag=x&tag=y&&=z, 'ada 1 empty [x, y]'", "?name, ' 1 empty []'",
			"?name=a&name=b, 'a,b 1 empty []'" })
	void queryParametersAreDecodedAndConverted(String query, String expected) {
		assertThat(greeting(QueryEndpoint.class, "/q" + query)).isEqualTo("text:" + expected);
	}

	@Test
	void aMissingQueryParameterAnswers400() {
		assertRefusal(QueryEndpoint.class, "/q?page=1", "The query parameter 'name' is missing.");
		assertRefusal(QueryEndpoint.class, "/q", "The query parameter 'name' is missing.");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/q?name=%ff", "/q?name=%C3", "/q?name=a&x=%C3%28" })
	void aQueryThatIsNoUtf8Answers400(String target) {
		assertRefusal(QueryEndpoint.class, target, "The query must be percent-encoded UTF-8.");
	}

	@Test
	void aQueryThatNobodyAsksForIsNotLookedAt() {
		assertThat(greeting(PathEndpoint.class, "/p/lobby/3?x=%ff")).isEqualTo("text:lobby 3");
	}

	@Test
	void headersAreFoundWhateverTheirLetterCase() {
		assertThat(greeting(HeaderEndpoint.class, "/h", "X-COUNT: 4", "Accept-Language: de", "Accept-Language: en"))
			.isEqualTo("text:4 [de, en] none");
	}

	@Test
	void aMissingHeaderAnswers400() {
		assertRefusal(HeaderEndpoint.class, "/h", "The header 'x-count' is missing.");
	}

	@Test
	void valuesAreConvertedOnceAndSharedByAllMethods() throws Exception {
		EndpointRegistry registry = Scans.scan(SharedEndpoint.class);
		FakeSession session = new FakeSession();
		var handler = Scans.open(registry, "/shared?tag=a&tag=b");
		handler.onOpen(session);
		handler.onTextBytes(session, ByteBuffer.wrap("x".getBytes(StandardCharsets.UTF_8)), true);
		assertThat(session.sent).containsExactly("text:true");
	}

	private static String greeting(Class<?> endpoint, String target, String... fields) {
		FakeSession session = new FakeSession();
		try {
			Scans.open(Scans.scan(endpoint), target, fields).onOpen(session);
		}
		catch (Exception ex) {
			throw new AssertionError(ex);
		}
		assertThat(session.sent).hasSize(1);
		return session.sent.get(0);
	}

	private static void assertRefusal(Class<?> endpoint, String target, String sentence) {
		UpgradeDecision decision = Scans.decide(Scans.scan(endpoint), Requests.get(target));
		assertThat(decision).isEqualTo(UpgradeDecision.refuse(400, sentence));
	}

	@WsEndpoint("/p/{room}/{number}")
	static class PathEndpoint {

		@OnOpen
		String open(@PathVariable String room, @PathVariable int number) {
			return room + " " + number;
		}

	}

	@WsEndpoint("/files/{*rest}")
	static class RestEndpoint {

		@OnOpen
		String open(@PathVariable String rest) {
			return rest;
		}

	}

	@WsEndpoint("/page")
	static class PageEndpoint {

		@OnOpen
		String open(@RequestParam Integer number) {
			return number.toString();
		}

	}

	@WsEndpoint("/q")
	static class QueryEndpoint {

		@OnOpen
		String open(@RequestParam String name, @RequestParam(defaultValue = "1") int page,
				@RequestParam("filter") Optional<String> filter, @RequestParam(required = false) List<String> tag) {
			return name + " " + page + " " + filter.orElse("empty") + " " + ((tag != null) ? tag : "[]");
		}

	}

	@WsEndpoint("/h")
	static class HeaderEndpoint {

		@OnOpen
		String open(@RequestHeader("x-count") long count, @RequestHeader("accept-language") String[] languages,
				@RequestHeader(name = "x-none", required = false) String none) {
			return count + " " + List.of(languages) + " " + ((none != null) ? none : "none");
		}

	}

	@WsEndpoint("/shared")
	static class SharedEndpoint {

		private List<String> first;

		@OnOpen
		void open(@RequestParam List<String> tag) {
			this.first = tag;
		}

		@OnMessage
		String text(String text, @RequestParam List<String> tag) {
			return String.valueOf(tag == this.first);
		}

	}

}
