package io.wsboot.spring.endpoint;

import java.util.ArrayList;
import java.util.List;

import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * The pattern of an endpoint's path.
 *
 * @param pattern matches paths
 * @param variables the names of its variables, in order
 * @param shape the pattern without those names: two patterns of one shape match the same
 * paths
 */
record PathTemplate(PathPattern pattern, List<String> variables, String shape) {

	/**
	 * Takes a pattern apart.
	 * @param text the pattern, with or without its leading slash
	 * @return the template
	 * @throws org.springframework.web.util.pattern.PatternParseException if it is no
	 * pattern
	 */
	static PathTemplate parse(String text) {
		PathPatternParser parser = PathPatternParser.defaultInstance;
		PathPattern pattern = parser.parse(parser.initFullPathPattern(text));
		String full = pattern.getPatternString();
		List<String> variables = new ArrayList<>();
		StringBuilder shape = new StringBuilder(full.length());
		int i = 0;
		while (i < full.length()) {
			int end = (full.charAt(i) == '{') ? captureEnd(full, i) : i;
			shape.append((end > i) ? capture(full.substring(i + 1, end), variables) : full.substring(i, i + 1));
			i = end + 1;
		}
		return new PathTemplate(pattern, List.copyOf(variables), shape.toString());
	}

	/**
	 * Where the brace that begins at an index ends; the regular expression may hold some.
	 */
	private static int captureEnd(String text, int start) {
		int depth = 0;
		for (int i = start; i < text.length(); i++) {
			switch (text.charAt(i)) {
				case '\\' -> i++;
				case '{' -> depth++;
				case '}' -> depth--;
				default -> {
				}
			}
			if (depth == 0) {
				return i;
			}
		}
		throw new IllegalArgumentException("A capture of the parsed pattern " + text + " does not end");
	}

	/** Notes the name of a capture and returns what is left of it without the name. */
	private static String capture(String capture, List<String> variables) {
		int colon = capture.indexOf(':');
		String name = (colon < 0) ? capture : capture.substring(0, colon);
		boolean rest = name.startsWith("*");
		variables.add(rest ? name.substring(1) : name);
		return "{" + (rest ? "*" : "") + ((colon < 0) ? "" : capture.substring(colon)) + "}";
	}

}
