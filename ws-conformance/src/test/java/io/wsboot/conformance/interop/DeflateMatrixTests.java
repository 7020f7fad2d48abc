package io.wsboot.conformance.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * permessage-deflate as Autobahn's groups 12 and 13 test it: thousands of messages of
 * every size and kind, with every combination of parameters, against stacks of other
 * people. What they answered is a table that is checked in.
 */
class DeflateMatrixTests {

	private static final Path ACCEPTED = Path.of("..", "docs", "conformance", "deflate.txt")
		.toAbsolutePath()
		.normalize();

	private static final Path FOUND = Path.of("target", "deflate.txt").toAbsolutePath();

	private static final int[] SIZES = { 16, 64, 256, 1024, 4096, 8192, 16_384, 32_768, 65_536, 131_072 };

	private static final SortedSet<String> rows = new TreeSet<>();

	static Stream<Pair> few() {
		return DeflateMatrix.few();
	}

	static Stream<Pair> all() {
		return DeflateMatrix.all();
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("few")
	void messagesComeBack(Pair pair) throws Exception {
		exchange(pair, 10, Integer.MAX_VALUE);
	}

	@Tag("deflate-matrix")
	@ParameterizedTest(name = "{0}")
	@MethodSource("few")
	void aThousandMessagesOfEverySizeComeBack(Pair pair) throws Exception {
		exchange(pair, 1000, Integer.MAX_VALUE);
	}

	@Tag("deflate-matrix")
	@ParameterizedTest(name = "{0}")
	@MethodSource("all")
	void everyCombinationIsKept(Pair pair) throws Exception {
		exchange(pair, 1000, 4 * 1024 * 1024);
	}

	@AfterAll
	static void whatWasAnsweredIsAccepted() throws IOException {
		SortedSet<String> accepted = new TreeSet<>(Files.exists(ACCEPTED) ? Files.readAllLines(ACCEPTED) : List.of());
		SortedSet<String> found = new TreeSet<>(rows);
		accepted.stream()
			.filter((row) -> rows.stream().noneMatch((other) -> key(other).equals(key(row))))
			.forEach(found::add);
		Files.write(FOUND, found);
		assertThat(rows).as("rows that differ; if the new answers are right: cp %s %s", FOUND, ACCEPTED)
			.filteredOn((row) -> !accepted.contains(row))
			.isEmpty();
	}

	private static String key(String row) {
		return row.substring(0, row.indexOf(" | "));
	}

	/**
	 * Exchanges so many messages of each size, half of them text.
	 * @param mostBytes of one size, together
	 */
	private static void exchange(Pair pair, int most, int mostBytes) throws Exception {
		try (Link link = new Link(pair); Tap tap = new Tap(link.port())) {
			Side side = link.connect(tap.port());
			rows.add(pair.name() + " | offered " + tap.offered() + " | answered "
					+ (tap.answered().isEmpty() ? "nothing" : tap.answered()));
			Random random = new Random(42);
			for (int size : SIZES) {
				int count = Math.min(most, mostBytes / size) / 2;
				long before = tap.sent();
				texts(link, side, random, size, count);
				if (size >= 1024) {
					// JSON of this size shrinks to less than half; without compression it
					// would not
					assertThat(tap.sent() - before).as("bytes of %d texts of %d", count, size)
						.matches((bytes) -> tap.answered().isEmpty() == (bytes > (long) count * size / 2));
				}
				binaries(link, side, random, size, count);
			}
		}
	}

	private static void texts(Link link, Side side, Random random, int size, int count) throws Exception {
		int window = Math.max(1, Math.min(64, 256 * 1024 / size));
		for (int sent = 0; sent < count; sent += window) {
			String[] texts = new String[Math.min(window, count - sent)];
			for (int i = 0; i < texts.length; i++) {
				texts[i] = json(random, size);
				side.text(texts[i]);
			}
			for (String text : texts) {
				link.heard().expect(text);
			}
		}
	}

	private static void binaries(Link link, Side side, Random random, int size, int count) throws Exception {
		int window = Math.max(1, Math.min(64, 256 * 1024 / size));
		for (int sent = 0; sent < count; sent += window) {
			byte[][] messages = new byte[Math.min(window, count - sent)][];
			for (int i = 0; i < messages.length; i++) {
				messages[i] = binary(random, size);
				side.binary(messages[i]);
			}
			for (byte[] message : messages) {
				link.heard().expect(message);
			}
		}
	}

	private static String json(Random random, int size) {
		StringBuilder json = new StringBuilder(size + 64);
		while (json.length() < size) {
			json.append("{\"id\":")
				.append(random.nextInt(1000))
				.append(",\"name\":\"Größe\",\"tags\":[\"alpha\",\"beta\"],\"open\":true},");
		}
		json.setLength(size);
		return json.toString();
	}

	/** Half of them noise, half of them runs. */
	private static byte[] binary(Random random, int size) {
		byte[] data = new byte[size];
		random.nextBytes(data);
		if (random.nextBoolean()) {
			for (int i = 0; i < size; i++) {
				data[i] = data[i - i % 31];
			}
		}
		return data;
	}

}
