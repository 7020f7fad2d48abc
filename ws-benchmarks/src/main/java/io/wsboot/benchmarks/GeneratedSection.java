package io.wsboot.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The part of a Markdown file that a command writes, between two markers.
 */
public final class GeneratedSection {

	private final Path file;

	private final String begin;

	private final String end;

	private GeneratedSection(Path file, String name) {
		this.file = file;
		this.begin = "<!-- " + name + ": generated from here -->\n";
		this.end = "<!-- " + name + ": generated to here -->\n";
	}

	/**
	 * Looks for the markers before anything is measured.
	 * @param file the Markdown file
	 * @param name the command that writes the section
	 * @return its section
	 * @throws IOException if it cannot be read
	 */
	public static GeneratedSection of(Path file, String name) throws IOException {
		String text = Files.readString(file);
		GeneratedSection section = new GeneratedSection(file, name);
		int begin = text.indexOf(section.begin);
		if (begin < 0 || text.indexOf(section.end, begin) < 0) {
			throw new IllegalArgumentException(file + " lacks the markers '" + section.begin.strip() + "' and '"
					+ section.end.strip() + "', each on its own line");
		}
		return section;
	}

	/**
	 * Returns what stands between the markers.
	 * @return the text
	 * @throws IOException if the file cannot be read
	 */
	public String content() throws IOException {
		String text = Files.readString(this.file);
		int from = text.indexOf(this.begin) + this.begin.length();
		return text.substring(from, text.indexOf(this.end, from));
	}

	/**
	 * Replaces what stands between the markers.
	 * @param content the new text
	 * @throws IOException if the file cannot be written
	 */
	public void replace(String content) throws IOException {
		String text = Files.readString(this.file);
		int from = text.indexOf(this.begin) + this.begin.length();
		int to = text.indexOf(this.end, from);
		Files.writeString(this.file, text.substring(0, from) + "\n" + content + "\n" + text.substring(to));
	}

}
