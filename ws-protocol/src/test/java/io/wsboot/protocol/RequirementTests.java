package io.wsboot.protocol;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every rule of the RFCs and every threat has a test that exists, and the pages about
 * them say what the tables say.
 */
class RequirementTests {

	/** The sections of RFC 6455 §4 to §8 that demand something. */
	private static final String RFC_6455 = "4.1 4.2.1 4.2.2 4.3 4.4 5.1 5.2 5.3 5.4 5.5 5.5.1 5.5.2 5.5.3 5.6 5.8 6.1"
			+ " 6.2 7.1.1 7.1.2 7.1.5 7.1.7 7.2.1 7.2.2 7.4.1 7.4.2 8.1";

	@ParameterizedTest
	@ValueSource(strings = { "rfc6455.requirements", "rfc7692.requirements", "threats.requirements" })
	void everyTestThatIsNamedExists(String name) {
		Set<String> tests = RequirementTable.allTests();
		for (RequirementTable.Row row : RequirementTable.read(name).rows()) {
			assertThat(row.proof()).as(row.rule()).isNotBlank();
			assertThat(tests).as(row.rule()).containsAll(row.tests());
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "rfc6455.requirements", "rfc7692.requirements", "threats.requirements" })
	void everyRuleIsSaidOnce(String name) {
		RequirementTable table = RequirementTable.read(name);
		assertThat(table.sections())
			.allSatisfy((section) -> assertThat(section.rows()).doesNotHaveDuplicates().isNotEmpty());
		assertThat(table.sections()).extracting(RequirementTable.Section::heading).doesNotHaveDuplicates();
	}

	@Test
	void everySectionOfRfc6455IsThere() {
		RequirementTable table = RequirementTable.read("rfc6455.requirements");
		assertThat(table.sections()).extracting((section) -> section.heading().split(" ")[0].substring(1))
			.isEqualTo(Arrays.asList(RFC_6455.split(" ")));
		assertThat(table.rows()).extracting(RequirementTable.Row::subject).containsOnly("client", "server", "both");
	}

	@Test
	void everySectionOfRfc7692IsThere() {
		RequirementTable table = RequirementTable.read("rfc7692.requirements");
		assertThat(table.sections()).extracting((section) -> section.heading().split(" ")[0].substring(1))
			.containsExactly("5", "6", "7.1", "7.1.1", "7.1.2", "7.2.1", "7.2.2", "7.2.3", "7.3");
		assertThat(table.rows()).extracting(RequirementTable.Row::subject).containsOnly("client", "server", "both");
	}

	@Test
	void everyKindOfThreatIsThere() {
		assertThat(RequirementTable.read("threats.requirements").sections())
			.extracting(RequirementTable.Section::heading)
			.containsExactly("HTTP head and opening handshake", "Frames and messages", "permessage-deflate",
					"Client role", "Application", "Listener", "Operations");
	}

	@Test
	void aTestIsFoundByItsAnnotationInEveryModule() {
		Set<String> tests = RequirementTable.allTests();
		assertThat(tests).hasSizeGreaterThan(800)
			.contains("RequirementTests#aTestIsFoundByItsAnnotationInEveryModule",
					"RequirementTests#everyRuleIsSaidOnce", "FrameDecoderFuzzTests#readsWhatTheSecondCodecReads",
					"RequestTests#aWrongRequestHasExactlyOneAnswer", "OriginPolicyTests#sameHostIsTheDefault")
			.doesNotContain("ViolationTests#start", "EchoTests#onText", "ServerTests#onClose");
	}

	@ParameterizedTest
	@CsvSource({ "rfc6455.requirements, rfc6455.md", "rfc7692.requirements, rfc7692.md",
			"threats.requirements, threats.md" })
	void thePageSaysWhatTheTableSays(String name, String page) throws IOException {
		String source = "ws-protocol/src/test/resources/io/wsboot/protocol/" + name;
		String expected = RequirementTable.read(name).page(source);
		Path file = Path.of("../docs", page);
		if (Boolean.getBoolean("ws.test.accept")) {
			Files.writeString(file, expected);
		}
		assertThat(file).as("run again with -Dws.test.accept=true").exists();
		assertThat(List.of(Files.readString(file).split("\n"))).as("run again with -Dws.test.accept=true")
			.isEqualTo(List.of(expected.split("\n")));
	}

}
