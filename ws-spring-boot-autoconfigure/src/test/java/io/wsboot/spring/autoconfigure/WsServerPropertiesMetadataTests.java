package io.wsboot.spring.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an IDE knows about the properties.
 */
class WsServerPropertiesMetadataTests {

	private final JsonNode metadata = metadata();

	@Test
	void everyPropertyHasATypeAndADescriptionThatIsASentence() {
		assertThat(this.metadata.path("properties")).isNotEmpty().allSatisfy((property) -> {
			assertThat(property.path("type").asString("")).as(property.toString()).isNotBlank();
			assertThat(property.path("description").asString("")).as(property.toString()).endsWith(".");
		});
	}

	@Test
	void everyComponentOfTheRecordsIsAProperty() {
		assertThat(names("properties")).containsExactlyInAnyOrderElementsOf(
				Stream.concat(leaves("ws", WsServerProperties.class), leaves("ws.metrics", WsMetricsProperties.class))
					.toList());
	}

	@Test
	void everyHintIsAboutAProperty() {
		assertThat(names("hints")).isNotEmpty().isSubsetOf(names("properties"));
	}

	private static Stream<String> leaves(String prefix, Class<?> type) {
		if (!type.isRecord() || ClassUtils.isAssignable(Map.class, type)) {
			return Stream.of(prefix);
		}
		return Arrays.stream(type.getRecordComponents())
			.flatMap((component) -> leaves(prefix + "." + dashed(component), component.getType()));
	}

	private static String dashed(RecordComponent component) {
		return ConfigurationPropertyName.adapt(component.getName().replaceAll("([A-Z])", "-$1"), '.').toString();
	}

	private List<String> names(String section) {
		return this.metadata.path(section).values().stream().map((entry) -> entry.path("name").asString()).toList();
	}

	private static JsonNode metadata() {
		try (InputStream json = WsServerProperties.class
			.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
			return JsonMapper.shared().readTree(json);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
