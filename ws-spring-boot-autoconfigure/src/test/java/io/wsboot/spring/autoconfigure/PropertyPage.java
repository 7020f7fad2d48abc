package io.wsboot.spring.autoconfigure;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.springframework.boot.configurationmetadata.ConfigurationMetadataProperty;
import org.springframework.util.ClassUtils;

/**
 * Writes the tables of the page about configuration, from the metadata.
 */
final class PropertyPage {

	/** How the page calls types. */
	private static final Map<String, String> WORDS = Map.of("java.lang.Boolean", "`true`, `false`", "java.lang.Integer",
			"number", "java.lang.String", "text", "java.time.Duration", "duration",
			"org.springframework.util.unit.DataSize", "size", "java.net.InetAddress", "address");

	private static final Pattern SEVERAL = Pattern.compile("java\\.util\\.(?:List|Set)<(.*)>");

	private PropertyPage() {
	}

	static String tables(SortedMap<String, ConfigurationMetadataProperty> properties) {
		Map<String, StringBuilder> sections = new LinkedHashMap<>();
		properties.forEach((name, property) -> {
			if (!property.getType().startsWith("java.util.Map<")) {
				sections.computeIfAbsent(section(name), PropertyPage::heading).append(row(name, property));
			}
		});
		return String.join("", sections.values());
	}

	private static String section(String name) {
		String[] words = name.split("\\.");
		return words[0].equals("ws") ? words[0] + "." + words[1] : words[0];
	}

	private static StringBuilder heading(String section) {
		return new StringBuilder("\n### `").append(section)
			.append("`\n\n| property | values | default | |\n|---|---|---|---|\n");
	}

	private static String row(String name, ConfigurationMetadataProperty property) {
		String value = Objects.toString(property.getDefaultValue(), "").replace('_', '-');
		return "| `" + name.replace("*", "<name>") + "` | " + values(property.getType()) + " | "
				+ (value.isEmpty() ? "" : "`" + value + "`") + " | " + property.getDescription() + " |\n";
	}

	private static String values(String type) {
		Matcher several = SEVERAL.matcher(type);
		if (several.matches()) {
			return "list of " + WORDS.getOrDefault(several.group(1), "groups");
		}
		String word = WORDS.get(type);
		return (word != null) ? word
				: Arrays.stream(ClassUtils.resolveClassName(type, null).getEnumConstants())
					.map((constant) -> "`" + constant.toString().toLowerCase(Locale.ROOT).replace('_', '-') + "`")
					.collect(Collectors.joining(", "));
	}

}
