package io.wsboot.sample;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.wsboot.spring.server.SessionEvents;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The actuator endpoint {@code websockets} over HTTP. What the documentation shows of it
 * has the fields that the sample answers with, no more and no fewer.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "ws.server.port=0", "management.endpoint.health.show-details=always",
				"management.info.websocket.enabled=true", "management.endpoint.websockets.access=unrestricted" })
class ActuatorPageTests {

	private static final Duration DEADLINE = Duration.ofSeconds(30);

	private static final HttpClient CLIENT = HttpClient.newHttpClient();

	private static final Path PAGE = Path.of("../docs/actuator.md");

	private static final Pattern EXAMPLE = Pattern.compile(
			"`(GET|POST) (/actuator/[^`]+)`(?: with `([^`]+)`)?[^`]*(?:`[^`\n]+`[^`]*)?\n\n```json\n(.*?)```",
			Pattern.DOTALL);

	@Value("${local.server.port}")
	private int httpPort;

	@Value("${local.ws.server.port}")
	private int wsPort;

	@Autowired
	private SessionEvents events;

	private Peer first;

	private Peer second;

	@BeforeEach
	void connect() throws Exception {
		this.first = join("Ann");
		this.second = join("Ben");
		try (Peer thrownOut = Peer.connect(this.wsPort, "/chat/lobby")) {
			thrownOut.send("x".repeat(65 * 1024));
			assertThat(thrownOut.closeCode()).isEqualTo(1009);
		}
		await().atMost(DEADLINE).untilAsserted(() -> {
			assertThat(get("/actuator/websockets/sessions?endpoint=chat").get("total").asInt()).isEqualTo(2);
			assertThat(get("/actuator/websockets/topics").get("total").asInt()).isPositive();
			assertThat(get("/actuator/websockets/closes").get("total").asInt()).isPositive();
		});
	}

	@AfterEach
	void disconnect() throws Exception {
		this.first.close();
		this.second.close();
		await().atMost(DEADLINE).until(() -> get("/actuator/websockets").get("sessions").asInt() == 0);
	}

	@Test
	void thePageShowsWhatIsAnswered() throws Exception {
		Matcher examples = EXAMPLE.matcher(Files.readString(PAGE));
		int seen = 0;
		for (; examples.find(); seen++) {
			JsonNode shown = JsonMapper.shared().readTree(examples.group(4));
			HttpResponse<String> answer = send(examples.group(1), examples.group(2), examples.group(3));
			assertThat(answer.statusCode()).as(examples.group(2)).isEqualTo(200);
			JsonNode answered = JsonMapper.shared().readTree(answer.body());
			JsonNode same = examples.group(2).equals("/actuator/info") ? answered.get("websocket") : answered;
			assertThat(fields("", shown)).as(examples.group(2)).isEqualTo(fields("", same));
		}
		assertThat(seen).isEqualTo(7);
	}

	@Test
	void whoWasThrownOutIsFoundWithTheReason() throws Exception {
		JsonNode close = get("/actuator/websockets/closes?size=1").get("entries").get(0);
		assertThat(close.get("reason").asString()).isEqualTo("message-too-big");
		assertThat(close.get("endpoint").asString()).isEqualTo("chat");
		assertThat(close.has("peerAddress")).isFalse();
	}

	@Test
	void oneSessionIsClosed() throws Exception {
		JsonNode sessions = get("/actuator/websockets/sessions?endpoint=chat&topic=chat:lobby");
		String path = "/actuator/websockets/sessions/" + sessions.get("entries").get(0).get("id").asString();
		assertThat(get(path).get("endpoint").asString()).isEqualTo("chat");
		assertThat(send("DELETE", path, null).statusCode()).isEqualTo(200);
		await().atMost(DEADLINE).until(() -> send("GET", path, null).statusCode() == 404);
		assertThat(send("DELETE", path, null).statusCode()).isEqualTo(404);
	}

	@ParameterizedTest
	@CsvSource({ "GET,sessions?page=-1,400,must be from 0 to", "GET,sessions?endpoint=talk,400,There is no endpoint",
			"GET,clients,404,there are endpoints, configuration", "GET,sessions/0,404,no open session",
			"POST,send,404,there are drain and shed", "POST,shed,400,from 1 to 100, not null" })
	void whatIsWrongIsAnsweredWithASentence(String method, String path, int status, String sentence) throws Exception {
		HttpResponse<String> answer = send(method, "/actuator/websockets/" + path, null);
		assertThat(answer.statusCode()).isEqualTo(status);
		assertThat(JsonMapper.shared().readTree(answer.body()).get("error").asString()).contains(sentence);
	}

	@ParameterizedTest
	@CsvSource({ "sessions?page=first", "sessions?slow=perhaps", "closes?size=many" })
	void whatIsNoNumberIsRefused(String path) throws Exception {
		assertThat(send("GET", "/actuator/websockets/" + path, null).statusCode()).isEqualTo(400);
	}

	@Test
	void whatSpringBootListensToIsNoReasonToMakeEvents() {
		assertThat(this.events.observer()).isNull();
	}

	/** The paths of all fields; of arrays those of the first element. */
	private static Set<String> fields(String path, JsonNode node) {
		Set<String> fields = new TreeSet<>();
		if (node.isObject()) {
			node.properties().forEach((field) -> {
				fields.add(path + "/" + field.getKey());
				fields.addAll(fields(path + "/" + field.getKey(), field.getValue()));
			});
		}
		if (node.isArray() && !node.isEmpty()) {
			fields.addAll(fields(path + "/0", node.get(0)));
		}
		return fields;
	}

	private Peer join(String name) throws Exception {
		Peer peer = Peer.connect(this.wsPort, "/chat/lobby");
		peer.send("{\"type\":\"join\",\"name\":\"" + name + "\"}");
		return peer;
	}

	private JsonNode get(String path) throws IOException, InterruptedException {
		HttpResponse<String> answer = send("GET", path, null);
		assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
		return JsonMapper.shared().readTree(answer.body());
	}

	private HttpResponse<String> send(String method, String path, String body)
			throws IOException, InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + this.httpPort + path))
			.method(method, (body != null) ? BodyPublishers.ofString(body) : BodyPublishers.noBody())
			.header("Content-Type", "application/json")
			.header("Accept", "application/json")
			.timeout(DEADLINE)
			.build();
		return CLIENT.send(request, BodyHandlers.ofString());
	}

}
