package io.wsboot.sample;

import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Value;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The dashboard and the alerts ask for nothing that an application does not show to
 * Prometheus, from its start.
 */
@SampleTest
class GrafanaTests {

	private static final Path DOCS = Path.of("..", "docs");

	/** Added by Prometheus, not by the application. */
	private static final Set<String> TARGET_LABELS = Set.of("instance", "job");

	/** A series of a scrape: its name and its labels. */
	private static final Pattern SERIES = Pattern.compile("(?m)^(ws_\\w+)(?:\\{(.*)})? ");

	/** A label of a scrape, or one that a query asks for. */
	private static final Pattern LABEL = Pattern.compile("(\\w+)\\s*(=~|=)\\s*\"([^\"]*)\"");

	/** A meter in a query, with what is asked of its labels. */
	private static final Pattern ASKED = Pattern.compile("(ws_\\w+)(?:\\{([^}]*)})?");

	private static final Pattern GROUPED = Pattern.compile("by \\(([^)]*)\\)");

	/** A meter in the documentation's table. */
	private static final Pattern DOCUMENTED = Pattern.compile("(?m)^\\| `(ws\\.[\\w.]+)` \\|");

	@Value("${local.server.port}")
	private int httpPort;

	/** The values of each label of each series. */
	private final Map<String, Map<String, Set<String>>> scraped = new HashMap<>();

	@BeforeEach
	void scrape() throws Exception {
		HttpRequest request = HttpRequest
			.newBuilder(URI.create("http://localhost:" + this.httpPort + "/actuator/prometheus"))
			.timeout(Duration.ofSeconds(30))
			.build();
		Matcher series = SERIES.matcher(HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body());
		while (series.find()) {
			Map<String, Set<String>> labels = this.scraped.computeIfAbsent(series.group(1), (name) -> new HashMap<>());
			Matcher label = LABEL.matcher((series.group(2) != null) ? series.group(2) : "");
			while (label.find()) {
				labels.computeIfAbsent(label.group(1), (name) -> new HashSet<>()).add(label.group(3));
			}
		}
	}

	@Test
	void everyMeterThatIsDocumentedIsScraped() throws IOException {
		Set<String> missing = new TreeSet<>();
		Matcher meter = DOCUMENTED.matcher(Files.readString(DOCS.resolve("metrics.md")));
		int found = 0;
		while (meter.find()) {
			found++;
			String prefix = meter.group(1).replace('.', '_');
			if (this.scraped.keySet().stream().noneMatch((name) -> name.startsWith(prefix))) {
				missing.add(meter.group(1));
			}
		}
		assertThat(found).isGreaterThan(15);
		assertThat(missing).as("only on request").containsExactly("ws.message.size");
	}

	@Test
	void everyQueryOfTheDashboardFindsItsMetersAndTheirLabels() throws IOException {
		JsonNode dashboard = JsonMapper.shared()
			.readTree(Files.readString(DOCS.resolve("grafana/ws-spring-boot.json")));
		List<String> queries = new ArrayList<>();
		dashboard.path("panels")
			.forEach((panel) -> panel.path("targets").forEach((target) -> queries.add(target.path("expr").asString())));
		assertThat(queries).hasSizeGreaterThan(25).allSatisfy(this::assertAnswered);
	}

	@Test
	void theDashboardCanBeImportedForAnyPrometheus() throws IOException {
		JsonNode dashboard = JsonMapper.shared()
			.readTree(Files.readString(DOCS.resolve("grafana/ws-spring-boot.json")));
		JsonNode variables = dashboard.path("templating").path("list");
		assertThat(variables.get(0).path("type").asString()).isEqualTo("datasource");
		assertThat(variables.get(0).path("query").asString()).isEqualTo("prometheus");
		dashboard.path("panels")
			.forEach((panel) -> panel.path("targets")
				.forEach((target) -> assertThat(target.path("datasource").path("uid").asString())
					.isEqualTo("${datasource}")));
		Set<Integer> ids = new HashSet<>();
		dashboard.path("panels").forEach((panel) -> assertThat(ids.add(panel.path("id").asInt())).isTrue());
		for (int i = 1; i < variables.size(); i++) {
			assertThat(variables.get(i).path("definition").asString()).isEqualTo(
					"label_values(ws_sessions_active_sessions, " + variables.get(i).path("name").asString() + ")");
		}
	}

	@Test
	void everyAlertFindsItsMetersAndTheirLabels() throws IOException {
		try (Reader file = Files.newBufferedReader(DOCS.resolve("grafana/alerts.yml"))) {
			Map<String, List<Map<String, List<Map<String, Object>>>>> alerts = new Yaml().load(file);
			List<Map<String, Object>> rules = alerts.get("groups").get(0).get("rules");
			assertThat(rules).hasSizeGreaterThan(5).allSatisfy((rule) -> {
				assertThat(rule).containsKeys("alert", "labels", "annotations");
				assertAnswered(String.valueOf(rule.get("expr")));
			});
		}
	}

	private void assertAnswered(String query) {
		Set<String> labels = new HashSet<>(TARGET_LABELS);
		Matcher asked = ASKED.matcher(query);
		int meters = 0;
		while (asked.find()) {
			meters++;
			assertThat(this.scraped).as(query).containsKey(asked.group(1));
			Map<String, Set<String>> present = this.scraped.get(asked.group(1));
			labels.addAll(present.keySet());
			assertMatches(query, (asked.group(2) != null) ? asked.group(2) : "", present);
		}
		assertThat(meters).as(query).isPositive();
		Matcher grouped = GROUPED.matcher(query);
		while (grouped.find()) {
			assertThat(labels).as(query).contains(grouped.group(1).split(", *"));
		}
	}

	private static void assertMatches(String query, String matchers, Map<String, Set<String>> present) {
		Matcher label = LABEL.matcher(matchers);
		while (label.find()) {
			if (TARGET_LABELS.contains(label.group(1))) {
				continue;
			}
			assertThat(present).as(query).containsKey(label.group(1));
			for (String value : label.group(3).split("\\|")) {
				// a variable of the dashboard has the values that there are
				if (!value.startsWith("$")) {
					assertThat(present.get(label.group(1))).as(query).contains(value);
				}
			}
		}
	}

}
