package io.wsboot.spring.endpoint;

import java.util.ArrayList;
import java.util.List;

/**
 * The topic or the key of a {@link io.wsboot.spring.annotation.PublishTo @PublishTo},
 * with variables of the path to be filled in.
 *
 * @param parts text and names of variables in turn, beginning and ending with text
 */
record TopicTemplate(List<String> parts) {

	/**
	 * Takes a template apart.
	 * @param text the template
	 * @return the template
	 * @throws IllegalArgumentException if a brace has no partner, or holds nothing
	 */
	static TopicTemplate parse(String text) {
		List<String> parts = new ArrayList<>();
		int start = 0;
		for (int open = text.indexOf('{'); open >= 0; open = text.indexOf('{', start)) {
			int close = text.indexOf('}', open);
			String before = text.substring(start, open);
			String name = (close < 0) ? "" : text.substring(open + 1, close);
			if (name.isEmpty() || name.indexOf('{') >= 0 || before.indexOf('}') >= 0) {
				throw new IllegalArgumentException("braces must enclose the name of a variable");
			}
			parts.add(before);
			parts.add(name);
			start = close + 1;
		}
		String rest = text.substring(start);
		if (rest.indexOf('}') >= 0) {
			throw new IllegalArgumentException("braces must enclose the name of a variable");
		}
		parts.add(rest);
		return new TopicTemplate(List.copyOf(parts));
	}

	/** The names of the variables. */
	List<String> variables() {
		List<String> names = new ArrayList<>();
		for (int i = 1; i < this.parts.size(); i += 2) {
			names.add(this.parts.get(i));
		}
		return names;
	}

	/** The text for one session; always the same object if there is no variable. */
	String resolve(HandshakeInput input) {
		if (this.parts.size() == 1) {
			return this.parts.get(0);
		}
		StringBuilder topic = new StringBuilder();
		for (int i = 0; i < this.parts.size(); i++) {
			String part = this.parts.get(i);
			topic.append((i % 2 == 0) ? part : input.pathVariable(part));
		}
		return topic.toString();
	}

}
