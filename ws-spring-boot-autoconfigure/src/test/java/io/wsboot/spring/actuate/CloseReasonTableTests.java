package io.wsboot.spring.actuate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.wsboot.protocol.CloseCode;
import io.wsboot.transport.CloseReason;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The table of reasons in the documentation is that of {@link CloseReason}.
 * {@code -Dws.test.accept=true} writes it.
 */
class CloseReasonTableTests {

	private static final Path PAGE = Path.of("../docs/actuator.md");

	private static final String BEGIN = "<!-- the reasons of a test: run it with -Dws.test.accept=true to write them -->\n";

	private static final String END = "<!-- end -->";

	@Test
	void thePageShowsEveryReason() throws IOException {
		String page = Files.readString(PAGE);
		int from = page.indexOf(BEGIN) + BEGIN.length();
		int to = page.indexOf(END, from);
		assertThat(from).isGreaterThan(BEGIN.length());
		if (Boolean.getBoolean("ws.test.accept")) {
			Files.writeString(PAGE, page.substring(0, from) + table() + page.substring(to));
		}
		else {
			assertThat(page.substring(from, to)).isEqualTo(table());
		}
	}

	private static String table() {
		StringBuilder table = new StringBuilder("| reason | close code | |\n|---|---|---|\n");
		for (CloseReason reason : CloseReason.values()) {
			table.append("| `").append(reason.code()).append("` | ").append(code(reason)).append(" | ");
			table.append(reason.explanation()).append(" |\n");
		}
		return table.toString();
	}

	private static String code(CloseReason reason) {
		if (reason.closeCode() == 0) {
			return "any";
		}
		return (reason.closeCode() == CloseCode.ABNORMAL) ? "none" : String.valueOf(reason.closeCode());
	}

}
