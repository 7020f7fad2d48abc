package io.wsboot.spring.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;

import org.junit.jupiter.api.Test;

import org.springframework.boot.configurationmetadata.ConfigurationMetadataProperty;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page about configuration lists every property, as the metadata describes it.
 */
class ConfigurationPageTests {

	private static final Path PAGE = Path.of("../docs/configuration.md");

	/** What follows it on the page is made from the metadata. */
	private static final String MARK = "-Dws.test.accept=true -Dsurefire.failIfNoSpecifiedTests=false`.\n";

	@Test
	void thePageListsThePropertiesOfTheMetadata() throws IOException {
		String page = Files.readString(PAGE);
		assertThat(page).contains(MARK);
		String written = page.substring(0, page.indexOf(MARK) + MARK.length());
		SortedMap<String, ConfigurationMetadataProperty> properties = PropertyMetadata.properties();
		// those of the metadata, as another test shows; but they need not be built again
		// first
		properties.putAll(PropertyMetadata.ofEndpoints());
		String expected = written + PropertyPage.tables(properties);
		if (Boolean.getBoolean("ws.test.accept")) {
			Files.writeString(PAGE, expected);
			page = expected;
		}
		assertThat(page.lines().toList()).as("run again with -Dws.test.accept=true")
			.containsExactlyElementsOf(expected.lines().toList());
	}

}
