package io.wsboot.spring.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.wsboot.spring.autoconfigure.PropertyRecords.Leaf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.boot.configurationmetadata.ConfigurationMetadataProperty;
import org.springframework.boot.configurationmetadata.ValueHint;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an editor knows about the properties.
 */
class WsServerPropertiesMetadataTests {

	private static final Path ADDITIONAL = Path
		.of("src/main/resources/META-INF/additional-spring-configuration-metadata.json");

	private static final ObjectWriter PRETTY = JsonMapper.shared()
		.writer()
		.with(new DefaultPrettyPrinter(
				Separators.createDefaultInstance().withObjectNameValueSpacing(Separators.Spacing.AFTER))
			.withArrayIndenter(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE));

	private final Map<String, ConfigurationMetadataProperty> metadata = PropertyMetadata.properties();

	@Test
	void everyPropertyHasATypeAndADescriptionThatIsASentence() {
		assertThat(this.metadata.values()).isNotEmpty().allSatisfy((property) -> {
			assertThat(property.getType()).as(property.getId()).isNotBlank();
			assertThat(property.getDescription()).as(property.getId()).matches("[A-Z][^\n]*\\.");
		});
	}

	@Test
	void thePropertiesAreThoseOfTheRecords() {
		List<String> names = PropertyRecords.leaves().stream().map(Leaf::name).toList();
		assertThat(this.metadata.keySet()).containsAll(names)
			.filteredOn((name) -> name.startsWith("ws."))
			.containsExactlyInAnyOrderElementsOf(names.stream().filter((name) -> name.startsWith("ws.")).toList());
	}

	static List<Leaf> leaves() {
		return PropertyRecords.leaves();
	}

	@ParameterizedTest
	@MethodSource("leaves")
	void typeAndDefaultAreThoseOfTheRecord(Leaf leaf) {
		ConfigurationMetadataProperty property = this.metadata.get(leaf.name());
		assertThat(property.getType()).isEqualTo(leaf.type());
		assertThat(Objects.toString(property.getDefaultValue(), null)).isEqualTo(leaf.defaultValue());
	}

	/**
	 * The annotation processor does not look into maps, so they are written beside it.
	 */
	@Test
	void theSettingsOfEndpointsAreThoseOfTheirRecords() throws IOException {
		ObjectNode additional = (ObjectNode) JsonMapper.shared().readTree(Files.readString(ADDITIONAL));
		ArrayNode expected = JsonMapper.shared().createArrayNode();
		additional.get("properties")
			.values()
			.stream()
			.filter((property) -> !property.get("name").asString().startsWith("ws.endpoints."))
			.forEach(expected::add);
		PropertyMetadata.ofEndpoints()
			.forEach((name, property) -> expected.addObject()
				.put("name", name)
				.put("type", property.getType())
				.put("description", property.getDescription()));
		if (Boolean.getBoolean("ws.test.accept")) {
			additional.set("properties", expected);
			Files.writeString(ADDITIONAL, PRETTY.writeValueAsString(additional) + "\n");
		}
		assertThat(additional.get("properties")).as("run again with -Dws.test.accept=true").isEqualTo(expected);
	}

	@Test
	void everyValueOfAnEnumerationIsExplained() {
		for (Leaf leaf : PropertyRecords.leaves()) {
			Class<?> type = ClassUtils.isPresent(leaf.type(), null) ? ClassUtils.resolveClassName(leaf.type(), null)
					: Object.class;
			if (type.isEnum()) {
				List<ValueHint> hints = this.metadata.get(leaf.name()).getHints().getValueHints();
				assertThat(hints).as(leaf.name())
					.extracting(ValueHint::getValue)
					.containsExactlyInAnyOrderElementsOf(Arrays.stream(type.getEnumConstants())
						.map(WsServerPropertiesMetadataTests::dashed)
						.toList());
				assertThat(hints).allSatisfy((hint) -> assertThat(hint.getDescription()).endsWith("."));
			}
		}
	}

	@Test
	void everyHintIsAboutAProperty() throws IOException {
		try (InputStream json = getClass().getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
			List<String> hints = JsonMapper.shared()
				.readTree(json)
				.path("hints")
				.values()
				.stream()
				.map((JsonNode hint) -> hint.path("name").asString().replaceAll("\\.keys$", ""))
				.toList();
			assertThat(hints).isNotEmpty().doesNotHaveDuplicates().isSubsetOf(this.metadata.keySet());
		}
	}

	@Test
	void whatHasAMeaningOfItsOwnIsSuggested() {
		assertThat(List.of("ws.server.port", "ws.server.spin", "ws.heartbeat.interval",
				"ws.server.shutdown.drain-window", "ws.server.shutdown.grace-period", "ws.server.allowed-origins",
				"ws.compression.level", "ws.endpoints.*.limits.max-age"))
			.allSatisfy((name) -> assertThat(this.metadata.get(name).getHints().getValueHints()).as(name)
				.isNotEmpty()
				.allSatisfy((hint) -> assertThat(hint.getDescription()).endsWith(".")));
		assertThat(this.metadata.get("ws.endpoints").getHints().getKeyProviders()).isNotEmpty();
	}

	private static Object dashed(Object constant) {
		return ConfigurationPropertyName.adapt(((Enum<?>) constant).name(), '_').toString().replace('.', '-');
	}

}
