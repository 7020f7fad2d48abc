package io.wsboot.spring.startup;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every mistake that stops the start, and every word that is then said about it. The
 * mistakes stand in tables, by topic.
 */
class StartUpErrorTests {

	private static final List<StartUpError> ERRORS = Stream
		.of(EndpointErrors.all(), ParameterErrors.all(), ValueErrors.all(), ValidationErrors.all(),
				CallbackErrors.all(), DispatchErrors.all(), CodecErrors.all(), AdviceErrors.all(), PropertyErrors.all(),
				TlsErrors.all(), ExecutionErrors.all(), CompiledErrors.all())
		.flatMap(List::stream)
		.toList();

	/** What stops the start. */
	private static final Set<String> FAILURES = Set.of("io.wsboot.spring.endpoint.InvalidEndpointException",
			"io.wsboot.spring.endpoint.DuplicateEndpointPathException",
			"io.wsboot.spring.endpoint.DuplicateCodecNameException",
			"io.wsboot.spring.autoconfigure.UnknownEndpointException",
			"org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException");

	/** Judges values, and throws if they are out of range. */
	private static final String RANGES = "io.wsboot.spring.autoconfigure.PropertyRange";

	private static final Set<String> BOUNDED = Set.of("java.lang.Integer", "java.time.Duration",
			"org.springframework.util.unit.DataSize");

	static List<StartUpError> errors() {
		return ERRORS;
	}

	@ParameterizedTest
	@MethodSource("errors")
	void whatStopsTheStartIsSaidInFull(StartUpError error) {
		error.verify();
	}

	/**
	 * A line that makes one of these failures, or has one made, must be passed by one of
	 * the applications above: who adds a mistake adds it to a table.
	 */
	@Test
	void noFailureIsMadeWithoutAnApplicationThatShowsIt() {
		Set<String> reached = ERRORS.stream()
			.flatMap((error) -> error.trace().stream())
			.map((element) -> element.getClassName() + ":" + element.getLineNumber())
			.collect(Collectors.toSet());
		Set<String> missing = linesThatMakeFailures();
		missing.removeAll(reached);
		assertThat(missing).isEmpty();
	}

	/** Their ranges are said only where one of them is left. */
	@Test
	void everyNumberTimeAndSizeHasAValueThatIsRefused() throws IOException {
		Set<String> refused = ERRORS.stream()
			.map((error) -> error.toString().replaceAll("=.*", ""))
			.collect(Collectors.toSet());
		List<String> bounded = new ArrayList<>();
		try (InputStream json = getClass().getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
			for (JsonNode property : JsonMapper.shared().readTree(json).get("properties")) {
				String name = property.get("name").asString();
				if (name.startsWith("ws.") && BOUNDED.contains(property.get("type").asString())) {
					bounded.add(name.replace("ws.endpoints.*", "ws.endpoints.echo"));
				}
			}
		}
		assertThat(bounded).isNotEmpty().isSubsetOf(refused);
	}

	private static Set<String> linesThatMakeFailures() {
		JavaClasses classes = new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
			.importPackages("io.wsboot.spring.endpoint", "io.wsboot.spring.autoconfigure");
		Set<String> lines = new TreeSet<>();
		for (JavaClass type : classes) {
			if (FAILURES.contains(type.getName())) {
				continue;
			}
			type.getConstructorCallsFromSelf()
				.stream()
				.filter((call) -> FAILURES.contains(call.getTargetOwner().getName()))
				.forEach((call) -> lines.add(line(call)));
			type.getMethodCallsFromSelf()
				.stream()
				.filter((call) -> FAILURES.contains(call.getTarget().getRawReturnType().getName())
						|| call.getTargetOwner().getName().equals(RANGES))
				.forEach((call) -> lines.add(line(call)));
		}
		assertThat(lines).hasSizeGreaterThan(80);
		return lines;
	}

	private static String line(JavaCall<?> call) {
		return call.getOriginOwner().getName() + ":" + call.getLineNumber();
	}

}
