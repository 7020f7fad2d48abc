package io.wsboot.spring.test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page shows a test that runs.
 */
class ExampleTests {

	@Test
	void theExampleOfThePageIsATestOfThisModule() throws IOException {
		String source = Files.readString(Path.of("src/test/java/io/wsboot/spring/test/example/ChatEndpointTests.java"));
		String withoutPackage = source.substring(source.indexOf("import "));
		assertThat(Files.readString(Path.of("../docs/testing.md"))).contains("```java\n" + withoutPackage + "```\n");
	}

}
