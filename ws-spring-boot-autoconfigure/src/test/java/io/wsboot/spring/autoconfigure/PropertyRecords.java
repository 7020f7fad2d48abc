package io.wsboot.spring.autoconfigure;

import java.lang.reflect.Parameter;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.util.ClassUtils;

/**
 * The properties as the records have them, the other side of what the metadata says.
 */
final class PropertyRecords {

	private PropertyRecords() {
	}

	/**
	 * A property.
	 *
	 * @param name in the form that files use; a star stands for an endpoint's name
	 * @param type its type, as metadata writes it
	 * @param defaultValue {@code null} if there is none
	 */
	record Leaf(String name, String type, @Nullable String defaultValue) {

	}

	static List<Leaf> leaves() {
		List<Leaf> leaves = new ArrayList<>();
		ClassPathScanningCandidateComponentProvider scanner = new ClassPathScanningCandidateComponentProvider(false);
		scanner.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
		scanner.findCandidateComponents("io.wsboot.spring").forEach((found) -> {
			Class<?> type = ClassUtils.resolveClassName(found.getBeanClassName(), null);
			add(type.getAnnotation(ConfigurationProperties.class).value(), type, leaves);
		});
		return leaves;
	}

	private static void add(String prefix, Class<?> type, List<Leaf> leaves) {
		for (Parameter parameter : type.getDeclaredConstructors()[0].getParameters()) {
			String name = prefix + "." + parameter.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
			Class<?> component = parameter.getType();
			if (component.isRecord()) {
				add(name, component, leaves);
			}
			else {
				leaves.add(new Leaf(name, typeName(parameter), defaultValue(parameter)));
			}
			if (component == Map.class) {
				add(name + ".*", WsServerProperties.Endpoint.class, leaves);
			}
		}
	}

	private static String typeName(Parameter parameter) {
		Type type = parameter.getParameterizedType();
		return ((type instanceof Class<?> plain) ? ClassUtils.resolvePrimitiveIfNecessary(plain) : type).getTypeName()
			.replace(", ", ",");
	}

	private static @Nullable String defaultValue(Parameter parameter) {
		DefaultValue value = parameter.getAnnotation(DefaultValue.class);
		boolean none = value == null || value.value().length == 0;
		return none ? null : value.value()[0];
	}

}
