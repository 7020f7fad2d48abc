package io.wsboot.spring.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wsboot.spring.server.WsPortInfoApplicationContextInitializer;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The table of meters in the documentation is what an application registers when it
 * starts.
 */
class MeterTableTests {

	private static final Path PAGE = Path.of("..", "docs", "metrics.md");

	private static final String BEGIN = "<!-- the meters of a test: run it with -Dws.test.accept=true to write them -->\n";

	private static final String END = "<!-- end -->\n";

	private static final String HEAD = "| meter | is a | unit | tags | |\n|---|---|---|---|---|\n";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WsMetricsAutoConfiguration.class, WsServerAutoConfiguration.class))
		.withInitializer(new WsPortInfoApplicationContextInitializer())
		.withPropertyValues("ws.server.address=127.0.0.1", "ws.server.port=0", "ws.server.shutdown.drain-window=0s",
				"ws.metrics.message-size=true")
		.withBean(SimpleMeterRegistry.class)
		.withBean("echo", EchoEndpoint.class);

	@Test
	void theTableOfMetersIsWhatIsRegistered() {
		this.runner.run((context) -> assertTable(table(context.getBean(MeterRegistry.class))));
	}

	@Test
	void everyMeterIsZeroAtTheStart() {
		this.runner.run((context) -> assertThat(context.getBean(MeterRegistry.class).getMeters()).isNotEmpty()
			.filteredOn((meter) -> !meter.getId().getName().equals("ws.eventloop.lag"))
			.allSatisfy((meter) -> assertThat(meter.measure())
				.allSatisfy((value) -> assertThat(value.getValue()).as(meter.getId().toString()).isZero())));
	}

	private static void assertTable(String table) throws IOException {
		String page = Files.readString(PAGE);
		int begin = page.indexOf(BEGIN) + BEGIN.length();
		int end = page.indexOf(END, begin);
		assertThat(begin).isGreaterThanOrEqualTo(BEGIN.length());
		assertThat(end).isPositive();
		if (Boolean.getBoolean("ws.test.accept")) {
			Files.writeString(PAGE, page.substring(0, begin) + table + page.substring(end));
			return;
		}
		assertThat(page.substring(begin, end)).as("run again with -Dws.test.accept=true").isEqualTo(table);
	}

	private static String table(MeterRegistry registry) {
		return HEAD + registry.getMeters()
			.stream()
			.filter((meter) -> meter.getId().getName().startsWith("ws."))
			// buckets of a summary, which the simple registry shows as meters
			.filter((meter) -> meter.getId().getTag("le") == null)
			.sorted(Comparator.comparing((meter) -> meter.getId().getName()))
			.map(MeterTableTests::row)
			.distinct()
			.collect(Collectors.joining("\n", "", "\n"));
	}

	/** All series of a meter make the same row, or there are two. */
	private static String row(Meter meter) {
		Meter.Id id = meter.getId();
		List<String> tags = id.getTags().stream().map(Tag::getKey).map((key) -> "`" + key + "`").toList();
		String unit = (id.getBaseUnit() != null) ? id.getBaseUnit() : "";
		return "| `" + id.getName() + "` | " + id.getType().name().toLowerCase(Locale.ROOT).replace('_', ' ') + " | "
				+ unit + " | " + String.join(", ", tags) + " | " + id.getDescription() + " |";
	}

}
