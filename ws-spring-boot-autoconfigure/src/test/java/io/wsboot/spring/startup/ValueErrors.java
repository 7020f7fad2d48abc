package io.wsboot.spring.startup;

import java.util.List;
import java.util.Map;

import io.wsboot.spring.annotation.Attribute;
import io.wsboot.spring.annotation.OnMessage;
import io.wsboot.spring.annotation.OnOpen;
import io.wsboot.spring.annotation.WsEndpoint;

import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * Values of a handshake or a session that could never be there, or never fit.
 */
final class ValueErrors {

	private ValueErrors() {
	}

	static List<StartUpError> all() {
		return List.of(StartUpError.of(UnknownVariable.class, "text(String, String)",
				"The parameter 'room' (String) wants the path variable 'room', but the path /x/{hall}/{seat} has"
						+ " only hall, seat.",
				"Add {room} to the path, or name the right variable: @PathVariable(\"…\")."),
				StartUpError.of(NoVariables.class, "open(String)",
						"The parameter 'room' (String) wants the path variable 'room', but the path /x has no variables.",
						"Add {room} to the path, or name the right variable: @PathVariable(\"…\")."),
				StartUpError.of(Unconvertible.class, "open(Item)",
						"The parameter 'item' (Item) cannot be made of text: no converter is registered.",
						"Take a String, or register a Converter<String, Item>."),
				StartUpError.of(MissingPrimitive.class, "open(int)",
						"The parameter 'page' (int) may be missing in a handshake, but a primitive cannot be null.",
						"Take the wrapper type, or give a defaultValue."),
				StartUpError.of(TwoSources.class, "open(String)",
						"The parameter 'both' (String) is annotated with @RequestParam and @RequestHeader.",
						"Keep one of them for each parameter."),
				StartUpError.of(NumbersAtOnce.class, "open(Map)",
						"The parameter 'all' (Map) takes all values at once, which are text.",
						"Take a Map<String, String>, or a MultiValueMap<String, String> for those that may repeat."),
				StartUpError.of(MissingAttribute.class, "open(long)",
						"The parameter 'since' (long) may be missing in a session, but a primitive cannot be null.",
						"Take the wrapper type."));
	}

	record Item(int count) {

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

}
