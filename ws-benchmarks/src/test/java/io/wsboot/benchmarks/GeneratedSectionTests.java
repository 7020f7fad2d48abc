package io.wsboot.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class GeneratedSectionTests {

	private static final String BEGIN = "<!-- kernels: generated from here -->\n";

	private static final String END = "<!-- kernels: generated to here -->\n";

	@TempDir
	private Path folder;

	@Test
	void onlyWhatIsBetweenTheMarkersIsReplaced() throws Exception {
		Path page = page("before\n" + BEGIN + "old\n" + END + "behind\n");
		GeneratedSection.of(page, "kernels").replace("new\n");
		assertThat(page).hasContent("before\n" + BEGIN + "\nnew\n\n" + END + "behind\n");
		GeneratedSection.of(page, "kernels").replace("newer\n");
		assertThat(page).hasContent("before\n" + BEGIN + "\nnewer\n\n" + END + "behind\n");
	}

	@Test
	void whatIsBetweenTheMarkersCanBeReadBefore() throws Exception {
		Path page = page("before\n" + BEGIN + "old\n" + END + "behind\n");
		assertThat(GeneratedSection.of(page, "kernels").content()).isEqualTo("old\n");
	}

	@Test
	void aPageWithoutMarkersIsRefusedBeforeAnythingIsMeasured() throws Exception {
		Path page = page(END + BEGIN);
		assertThatIllegalArgumentException().isThrownBy(() -> GeneratedSection.of(page, "kernels"))
			.withMessageStartingWith(page + " lacks the markers");
	}

	private Path page(String content) throws Exception {
		return Files.writeString(this.folder.resolve("page.md"), content);
	}

}
