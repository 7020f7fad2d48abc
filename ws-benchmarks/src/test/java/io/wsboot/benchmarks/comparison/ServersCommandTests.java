package io.wsboot.benchmarks.comparison;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * The whole way, with processes: whether it works, not how fast.
 */
@Timeout(300)
class ServersCommandTests {

	@TempDir
	private Path folder;

	@Test
	void twoServersAreMeasuredWithoutAFault() throws Exception {
		Path page = Files.writeString(this.folder.resolve("page.md"),
				"above\n<!-- servers: generated from here -->\n<!-- servers: generated to here -->\nbelow\n");
		boolean complete = ServersCommand.run(List.of("--quick", "--servers", "raw,ours-loop", "--scenarios", "bdfghno",
				"--warm-up", "0.1", "--time", "0.1", "--wave", "20", "--write", page.toString()));
		assertThat(complete).isTrue();
		String report = Files.readString(page);
		assertThat(report).startsWith("above\n").endsWith("below\n");
		for (String title : List.of("b ·", "d ·", "f ·", "g ·", "h ·", "n ·", "o ·")) {
			String table = report.substring(report.indexOf("**" + title));
			assertThat(table).contains("\n| raw | ", "\n| ours-loop | ");
		}
		assertThat(report).contains("| ours-loop | 60 | ", ", quick | 1 | ");
	}

	@Test
	void whatIsEncryptedOrCompressedIsMeasuredWithoutAFault() throws Exception {
		Path page = Files.writeString(this.folder.resolve("page.md"),
				"<!-- servers: generated from here -->\n<!-- servers: generated to here -->\n");
		boolean complete = ServersCommand.run(List.of("--quick", "--servers", "raw,ours-loop", "--scenarios", "jlm",
				"--warm-up", "0.1", "--time", "0.1", "--write", page.toString()));
		assertThat(complete).isTrue();
		assertThat(page).content().contains("**j ·", "**l ·", "**m ·", "came back: ours-loop ", "\n| ours-loop | ");
	}

	@Test
	void aServerThatDoesNotStartIsAFailureAndNoFigure() throws Exception {
		Path page = Files.writeString(this.folder.resolve("page.md"),
				"<!-- servers: generated from here -->\n<!-- servers: generated to here -->\n");
		boolean complete = ServersCommand.run(List.of("--quick", "--servers", "nowhere", "--scenarios", "a",
				"--external", "nowhere=/no/such/program {port}", "--write", page.toString()));
		assertThat(complete).isFalse();
		assertThat(page).content().contains("**Not measured:** nowhere: ").doesNotContain("**a ·");
	}

	@Test
	void aPageWithoutMarkersIsRefusedBeforeAnythingIsMeasured() throws Exception {
		Path page = Files.writeString(this.folder.resolve("page.md"), "nothing\n");
		assertThatIllegalArgumentException().isThrownBy(() -> ServersCommand.run(List.of("--write", page.toString())))
			.withMessageContaining("<!-- servers: generated from here -->");
	}

}
