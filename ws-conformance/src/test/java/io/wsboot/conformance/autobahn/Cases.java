package io.wsboot.conformance.autobahn;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The cases that the suite has, and those of them that a run is asked for.
 */
final class Cases {

	/**
	 * The order of the suite: 2.1 before 10.1.
	 */
	static final Comparator<String> ORDER = (one, other) -> Arrays.compare(numbers(one), numbers(other));

	private Cases() {
	}

	/**
	 * Every case of the suite, by the list that is checked in.
	 */
	static List<String> all() {
		try (InputStream list = Cases.class.getResourceAsStream("cases.txt")) {
			return new String(list.readAllBytes(), StandardCharsets.US_ASCII).lines().toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Those of a selection.
	 * @param selection groups or single cases, separated by commas, such as
	 * {@code 1,6.4,7.1.5}; {@code all} for every one
	 * @throws IllegalArgumentException if a part of it selects nothing
	 */
	static List<String> select(String selection) {
		List<String> all = all();
		if (selection.equals("all")) {
			return all;
		}
		List<String> parts = Arrays.stream(selection.split(",")).map(String::strip).toList();
		for (String part : parts) {
			if (all.stream().noneMatch((id) -> isWithin(id, part))) {
				throw new IllegalArgumentException("autobahn.cases=" + selection + ": no case is \"" + part
						+ "\"; name groups or cases as in 1,6.4,7.1.5, or all");
			}
		}
		return all.stream().filter((id) -> parts.stream().anyMatch((part) -> isWithin(id, part))).toList();
	}

	/**
	 * The group of a case, its first number.
	 */
	static String group(String id) {
		return id.substring(0, id.indexOf('.'));
	}

	private static boolean isWithin(String id, String part) {
		return id.equals(part) || id.startsWith(part + ".");
	}

	private static int[] numbers(String id) {
		return Arrays.stream(id.split("\\.")).mapToInt(Integer::parseInt).toArray();
	}

}
