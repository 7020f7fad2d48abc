package io.wsboot.protocol;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A checked-in list of rules and the tests that show them, of all modules.
 * <p>
 * A line is {@code = heading}, or three cells between bars: who or what, the rule, and
 * the tests as {@code Class#method}. Instead of tests a line may say {@code not ours:} or
 * {@code not yet:} and why. Before the first heading stand {@code title:},
 * {@code columns:} and {@code intro:}.
 */
final class RequirementTable {

	private static final Path MODULES = Path.of("..").toAbsolutePath().normalize();

	private static final Pattern TEST = Pattern.compile(
			"@(?:Test|ParameterizedTest|FuzzTest)\\b(?:(?!\\n\\t}\\n|\\n\\n).)*?\\n\\t(?:public )?void (\\w+)\\(",
			Pattern.DOTALL);

	private final Map<String, String> header = new HashMap<>();

	private final List<Section> sections = new ArrayList<>();

	/**
	 * What stands below a heading.
	 */
	record Section(String heading, List<Row> rows) {
	}

	/**
	 * A rule.
	 *
	 * @param subject a side or a threat
	 * @param rule what has to hold
	 * @param proof names of tests, or why there is none
	 */
	record Row(String subject, String rule, String proof) {

		boolean isProven() {
			return !this.proof.startsWith("not ours: ") && !this.proof.startsWith("not yet: ");
		}

		List<String> tests() {
			return isProven() ? List.of(this.proof.split(", ")) : List.of();
		}

	}

	private RequirementTable() {
	}

	static RequirementTable read(String name) {
		Path file = Path.of("src/test/resources/io/wsboot/protocol", name);
		RequirementTable table = new RequirementTable();
		try {
			int number = 0;
			for (String line : Files.readAllLines(file)) {
				number++;
				table.take(line, name + ":" + number);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return table;
	}

	private void take(String line, String place) {
		if (line.isBlank() || line.startsWith("#")) {
			return;
		}
		if (line.startsWith("= ")) {
			this.sections.add(new Section(line.substring(2), new ArrayList<>()));
			return;
		}
		if (this.sections.isEmpty()) {
			int colon = line.indexOf(": ");
			this.header.put(line.substring(0, colon), line.substring(colon + 2));
			return;
		}
		String[] cells = line.split(" \\| ", -1);
		if (cells.length != 3) {
			throw new AssertionError(place + " must have three cells between bars, but is: " + line);
		}
		this.sections.get(this.sections.size() - 1).rows().add(new Row(cells[0], cells[1], cells[2]));
	}

	List<Section> sections() {
		return this.sections;
	}

	List<Row> rows() {
		return this.sections.stream().flatMap((section) -> section.rows().stream()).toList();
	}

	/** The page that is made of the table. */
	String page(String source) {
		StringBuilder page = new StringBuilder("# ").append(this.header.get("title")).append("\n\n");
		page.append(this.header.get("intro"))
			.append(" A test fails when a test that is named here does not exist.\n\n")
			.append("This page is made from `")
			.append(source)
			.append("`: change that, then run\n`./mvnw -pl ws-protocol test -Dtest=RequirementTests -Dws.test.accept=true`.\n");
		for (Section section : this.sections) {
			page.append("\n## ").append(section.heading()).append("\n\n| ");
			page.append(this.header.get("columns")).append(" |\n|---|---|---|\n");
			for (Row row : section.rows()) {
				String proof = row.isProven() ? "`" + String.join("` `", row.tests()) + "`" : row.proof();
				page.append("| %s | %s | %s |%n".formatted(row.subject(), row.rule(), proof).replace("\r", ""));
			}
		}
		return page.toString();
	}

	/**
	 * All tests of all modules, by their sources: what is renamed there is missed here.
	 */
	static TreeSet<String> allTests() {
		TreeSet<String> tests = new TreeSet<>();
		try (Stream<Path> modules = Files.list(MODULES)) {
			modules.map((module) -> module.resolve("src/test/java"))
				.filter(Files::isDirectory)
				.forEach((folder) -> addTests(folder, tests));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return tests;
	}

	private static void addTests(Path folder, TreeSet<String> tests) {
		try (Stream<Path> files = Files.walk(folder)) {
			for (Path file : files.filter((path) -> path.toString().endsWith("Tests.java")).toList()) {
				String name = file.getFileName().toString().replace(".java", "");
				Matcher matcher = TEST.matcher(Files.readString(file, StandardCharsets.UTF_8));
				while (matcher.find()) {
					tests.add(name + "#" + matcher.group(1));
				}
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
