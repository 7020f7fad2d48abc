package io.wsboot.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The part of a Markdown file that a command writes, between two markers.
 */
final class GeneratedSection {

	private static final String BEGIN = "<!-- kernels: generated from here -->\n";

	private static final String END = "<!-- kernels: generated to here -->\n";

	private final Path file;

	private GeneratedSection(Path file) {
		this.file = file;
	}

	/**
	 * Looks for the markers before anything is measured.
	 * @param file the Markdown file
	 * @return its section
	 * @throws IOException if it cannot be read
	 */
	static GeneratedSection of(Path file) throws IOException {
		String text = Files.readString(file);
		int begin = text.indexOf(BEGIN);
		if (begin < 0 || text.indexOf(END, begin) < 0) {
			throw new IllegalArgumentException(file + " lacks the markers '" + BEGIN.strip() + "' and '" + END.strip()
					+ "', each on its own line");
		}
		return new GeneratedSection(file);
	}

	void replace(String content) throws IOException {
		String text = Files.readString(this.file);
		int from = text.indexOf(BEGIN) + BEGIN.length();
		int to = text.indexOf(END, from);
		Files.writeString(this.file, text.substring(0, from) + "\n" + content + "\n" + text.substring(to));
	}

}
