package io.wsboot.spring.endpoint;

import io.wsboot.spring.annotation.OnMessage;
import io.wsboot.spring.annotation.WsEndpoint;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Endpoints that could not be reached stop the start with a text that says what is wrong,
 * where, and how to put it right.
 */
class EndpointErrorTests {

	@Test
	void whenThereIsNoPathThenItIsSaid() {
		StartUpErrors.assertError(NoPath.class, null, "It has no path.", "Give it one: @WsEndpoint(\"/chat\").");
	}

	@Test
	void whenThePathIsNoPatternThenThePositionIsNamed() {
		StartUpErrors.assertError(BrokenPath.class, null,
				"Its path \"/x/{room\" is no path pattern, at position 8: Expected close capture character after"
						+ " variable name }.",
				"Write it as a PathPattern, for example /chat/{room} or /files/{*rest}.");
	}

	@Test
	void whenASubprotocolIsNoTokenThenItIsNamed() {
		StartUpErrors.assertError(BrokenSubprotocol.class, null, "Its subprotocol \"v1 chat\" is no token of HTTP.",
				"Use letters, digits, '.', '-' and '_', for example v1.chat.");
	}

	@Test
	void whenAPayloadNeedsACodecAndThereIsNoneThenJacksonIsNamed() {
		InvalidEndpointException takes = catchThrowableOfType(InvalidEndpointException.class,
				() -> Scans.scan(Scans.beans(TakesItem.class), null));
		StartUpErrors.assertText(takes, TakesItem.class, "text(Item)",
				"The parameter 'item' (Item) needs a codec, and there is none.",
				"Take and return String, byte[] or ByteBuffer, or add Jackson (spring-boot-starter-jackson).");
		InvalidEndpointException returns = catchThrowableOfType(InvalidEndpointException.class,
				() -> Scans.scan(Scans.beans(ReturnsItem.class), null));
		StartUpErrors.assertText(returns, ReturnsItem.class, "text(String)",
				"It returns Item, which needs a codec, and there is none.",
				"Take and return String, byte[] or ByteBuffer, or add Jackson (spring-boot-starter-jackson).");
	}

	@Test
	void whenTwoEndpointsHaveOnePathThenBothBeansAreNamed() {
		assertThatExceptionOfType(DuplicateEndpointPathException.class)
			.isThrownBy(() -> Scans.scan(ChatOne.class, ChatTwo.class))
			.withMessage("The endpoints 'chatOne' and 'chatTwo'"
					+ " both serve the path /chat/{hall}. Give one of them another path; names of variables make no"
					+ " difference.");
	}

	record Item(int count) {

	}

	@WsEndpoint
	static class NoPath {

		@OnMessage
		void text(String text) {
		}

	}

	@WsEndpoint("/x/{room")
	static class BrokenPath {

		@OnMessage
		void text(String text) {
		}

	}

	@WsEndpoint(path = "/x", subprotocols = { "v2", "v1 chat" })
	static class BrokenSubprotocol {

		@OnMessage
		void text(String text) {
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

	@WsEndpoint("/chat/{room}")
	static class ChatOne {

		@OnMessage
		void text(String text) {
		}

	}

	@WsEndpoint("chat/{hall}")
	static class ChatTwo {

		@OnMessage
		void text(String text) {
		}

	}

}
