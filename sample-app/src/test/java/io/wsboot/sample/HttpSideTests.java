package io.wsboot.sample;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

import io.wsboot.spring.test.LocalWsServerPort;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@SampleTest
class HttpSideTests {

	private static final Duration DEADLINE = Duration.ofSeconds(30);

	private static final HttpClient CLIENT = HttpClient.newHttpClient();

	@LocalServerPort
	private int httpPort;

	@LocalWsServerPort
	private int wsPort;

	@Test
	void thePageLearnsThePortOfTheListener() throws Exception {
		HttpResponse<String> config = get("/sample/config");
		assertThat(config.statusCode()).isEqualTo(200);
		assertThat(config.body()).isEqualTo("{\"wsPort\":" + this.wsPort + "}");
		assertThat(config.headers().firstValue("Cache-Control")).hasValue("no-store");
	}

	@Test
	void theConfigurationIsOnlyRead() throws Exception {
		HttpRequest post = HttpRequest.newBuilder(address("/sample/config"))
			.POST(HttpRequest.BodyPublishers.ofString("{}"))
			.build();
		assertThat(CLIENT.send(post, BodyHandlers.ofString()).statusCode()).isEqualTo(405);
	}

	@ParameterizedTest
	@ValueSource(strings = { "POST drain", "POST shed", "DELETE sessions/0" })
	void nobodySendsSessionsAwayUnlessThatIsAllowed(String operation) throws Exception {
		String[] request = operation.split(" ");
		HttpRequest sent = HttpRequest.newBuilder(address("/actuator/websockets/" + request[1]))
			.method(request[0], HttpRequest.BodyPublishers.noBody())
			.build();
		assertThat(CLIENT.send(sent, BodyHandlers.ofString()).statusCode()).isEqualTo(405);
		assertThat(JsonMapper.shared().readTree(get("/actuator/websockets").body()).get("state").asString())
			.isEqualTo("RUNNING");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", "/js/main.js", "/sample/config", "/actuator/health", "/nothing-here" })
	void everyAnswerForbidsTheBrowserWhatThePageDoesNotNeed(String path) throws Exception {
		HttpResponse<String> answer = get(path);
		assertThat(answer.headers().firstValue("Content-Security-Policy")).hasValueSatisfying(
				(policy) -> assertThat(policy)
					.contains("default-src 'none'", "script-src 'self'", "style-src 'self'",
							"connect-src 'self' ws: wss:", "frame-ancestors 'none'")
					.doesNotContain("unsafe"));
		assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
		assertThat(answer.headers().firstValue("Referrer-Policy")).hasValue("no-referrer");
	}

	@Test
	void anOldPageIsNeverTakenFromACache() throws Exception {
		HttpResponse<String> page = get("/");
		assertThat(page.body()).contains("<title>wsboot sample</title>");
		assertThat(page.headers().firstValue("Cache-Control")).hasValue("no-store");
		assertThat(page.headers().firstValue("Last-Modified")).isEmpty();
	}

	@Test
	void metersCountWhatTheEndpointsDo() throws Exception {
		String received = "ws.messages?tag=endpoint:/echo&tag=direction:received&tag=type:text";
		String sent = "ws.messages?tag=endpoint:/echo&tag=direction:sent&tag=type:text";
		try (Peer peer = Peer.connect(this.wsPort, "/echo")) {
			double receivedBefore = measure(received);
			double sentBefore = measure(sent);
			peer.send("count me");
			assertThat(peer.text()).isEqualTo("count me");
			await().atMost(DEADLINE).untilAsserted(() -> {
				assertThat(measure(received)).isEqualTo(receivedBefore + 1);
				assertThat(measure(sent)).isEqualTo(sentBefore + 1);
				assertThat(measure("ws.sessions.active?tag=endpoint:/echo")).isEqualTo(1);
				assertThat(measure("ws.heartbeat.rtt?tag=endpoint:/echo")).isPositive();
			});
		}
		await().atMost(DEADLINE)
			.untilAsserted(() -> assertThat(measure("ws.sessions.active?tag=endpoint:/echo")).isZero());
	}

	@Test
	void prometheusFindsTheMeters() throws Exception {
		HttpResponse<String> scrape = get("/actuator/prometheus");
		assertThat(scrape.statusCode()).isEqualTo(200);
		assertThat(scrape.body()).contains(
				"ws_messages_total{direction=\"received\",endpoint=\"/chat/{room}\",type=\"text\"}",
				"ws_messages_total{direction=\"sent\",endpoint=\"/chat/{room}\",type=\"text\"}",
				"ws_sessions_active_sessions{endpoint=\"/chat/{room}\"}",
				"ws_heartbeat_rtt_seconds_count{endpoint=\"/ticker\"}");
	}

	private double measure(String meter) throws Exception {
		HttpResponse<String> answer = get("/actuator/metrics/" + meter);
		assertThat(answer.statusCode()).isEqualTo(200);
		JsonNode measurements = JsonMapper.shared().readTree(answer.body()).get("measurements");
		return measurements.get(0).get("value").asDouble();
	}

	private HttpResponse<String> get(String path) throws Exception {
		return CLIENT.send(HttpRequest.newBuilder(address(path)).timeout(DEADLINE).build(), BodyHandlers.ofString());
	}

	private URI address(String path) {
		return URI.create("http://localhost:" + this.httpPort + path);
	}

}
