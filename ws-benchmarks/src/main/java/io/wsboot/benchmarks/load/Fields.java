package io.wsboot.benchmarks.load;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * A line that starts with a word and goes on with {@code key=value}: what the generator
 * is told, and what it answers.
 */
public final class Fields {

	private final String name;

	private final Map<String, String> values = new LinkedHashMap<>();

	/**
	 * Creates a line without values.
	 * @param name its first word
	 */
	public Fields(String name) {
		this.name = name;
	}

	/**
	 * Takes a line apart.
	 * @param line a word, then any number of {@code key=value}
	 * @return its fields
	 */
	public static Fields parse(String line) {
		List<String> words = List.of(line.strip().split(" +"));
		Fields fields = new Fields(words.get(0));
		for (String word : words.subList(1, words.size())) {
			int equals = word.indexOf('=');
			if (equals < 1) {
				throw new IllegalArgumentException("'" + word + "' in '" + line + "' is no key=value");
			}
			fields.values.put(word.substring(0, equals),
					URLDecoder.decode(word.substring(equals + 1), StandardCharsets.UTF_8));
		}
		return fields;
	}

	/**
	 * Returns the first word.
	 * @return the first word
	 */
	public String name() {
		return this.name;
	}

	/**
	 * Adds a value.
	 * @param key its key
	 * @param value the value, any text
	 * @return this
	 */
	public Fields with(String key, Object value) {
		this.values.put(key, value.toString());
		return this;
	}

	/**
	 * Returns a value.
	 * @param key its key
	 * @param absent what to return if it is not there
	 * @return the value
	 */
	public String text(String key, String absent) {
		return this.values.getOrDefault(key, absent);
	}

	/**
	 * Returns a number that has to be there.
	 * @param key its key
	 * @return the number
	 */
	public double number(String key) {
		return number(key, this.values.get(key));
	}

	/**
	 * Returns a number.
	 * @param key its key
	 * @param absent what to return if it is not there
	 * @return the number
	 */
	public double number(String key, double absent) {
		String value = this.values.get(key);
		return (value != null) ? number(key, value) : absent;
	}

	/**
	 * Refuses keys that nobody reads.
	 * @param known the keys that mean something
	 * @return this
	 */
	Fields only(Set<String> known) {
		for (String key : this.values.keySet()) {
			if (!known.contains(key)) {
				throw new IllegalArgumentException(
						"The task '" + this.name + "' has no '" + key + "', only " + String.join(", ", known));
			}
		}
		return this;
	}

	private double number(String key, @Nullable String value) {
		try {
			return Double.parseDouble((value != null) ? value : "");
		}
		catch (NumberFormatException ex) {
			throw new IllegalArgumentException(
					"The line '" + this + "' needs a number for '" + key + "', but has '" + value + "'", ex);
		}
	}

	@Override
	public String toString() {
		StringBuilder line = new StringBuilder(this.name);
		this.values.forEach((key, value) -> line.append(' ')
			.append(key)
			.append('=')
			.append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
		return line.toString();
	}

}
