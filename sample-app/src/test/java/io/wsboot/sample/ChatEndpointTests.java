package io.wsboot.sample;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Value;

import static org.assertj.core.api.Assertions.assertThat;

@SampleTest
class ChatEndpointTests {

	private static final String JSON_PROBLEM = "{\"type\":\"problem\",\"message\":\"%s\"}";

	private static final AtomicInteger ROOMS = new AtomicInteger();

	@Value("${local.ws.server.port}")
	private int port;

	private final String room = "room-" + ROOMS.incrementAndGet();

	@Test
	void aLineGoesToEverybodyInTheRoomItsSenderIncluded() throws Exception {
		long before = System.currentTimeMillis();
		try (Peer ann = join("Ann"); Peer ben = join("Ben")) {
			presence(ann, 1, 2);
			presence(ben, 2);
			ann.send("{\"text\":\"hi <b>all</b>\"}");
			for (Peer peer : new Peer[] { ann, ben }) {
				JsonNode line = line(peer, "Ann", "hi <b>all</b>");
				assertThat(line.get("at").asLong()).isBetween(before, System.currentTimeMillis());
			}
		}
	}

	@Test
	void roomsDoNotHearEachOther() throws Exception {
		try (Peer ann = join("Ann"); Peer ben = visit(this.room + "-2", "Ben")) {
			presence(ann, 1);
			presence(ben, 1);
			ann.send("{\"text\":\"only here\"}");
			line(ann, "Ann", "only here");
			ben.send("{\"text\":\"only there\"}");
			line(ben, "Ben", "only there");
		}
	}

	@Test
	void presenceFollowsThoseWhoLeaveAndThoseWhoVanish() throws Exception {
		try (Peer ann = join("Ann"); Peer ben = join("Ben"); Peer cem = join("Cem")) {
			presence(ann, 1, 2, 3);
			ben.close();
			presence(ann, 2);
			cem.vanish();
			presence(ann, 1);
		}
	}

	@Test
	void nameAndTextAreTrimmedAsThePageDoesIt() throws Exception {
		try (Peer ann = visit(this.room, "\u00a0 Ann Bee \u3000")) {
			presence(ann, 1);
			ann.send("{\"text\":\"\\ufeff\\u2028\\t two  words \\n\\u00a0\"}");
			line(ann, "Ann Bee", "two  words");
			ann.send("{\"text\":\"\\u001cx\\u200b\"}");
			line(ann, "Ann Bee", "\u001cx\u200b");
		}
	}

	@Test
	void textMayHaveFiveHundredCharactersHoweverTheyAreEncoded() throws Exception {
		try (Peer ann = join("Ann")) {
			presence(ann, 1);
			ann.send("{\"text\":\"" + "🌍".repeat(500) + "\"}");
			line(ann, "Ann", "🌍".repeat(500));
			ann.send("{\"text\":\"" + "🌍".repeat(501) + "\"}");
			problem(ann, "A message may have at most 500 characters, this one has 501.");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"text\":\"\"}", "{\"text\":\" \\n \"}", "{\"text\":null}", "{}" })
	void anEmptyMessageIsRefused(String message) throws Exception {
		refused(message, "A message needs at least one visible character.");
	}

	@Test
	void halfOfASurrogatePairIsRefused() throws Exception {
		refused("{\"text\":\"a\\ud83c\"}", "A message must be text: this one has half a character in it.");
	}

	@ParameterizedTest
	@ValueSource(strings = { "hello", "", "[1]", "{\"text\":", "{\"text\":{\"a\":1}}" })
	void whatIsNoMessageIsRefused(String message) throws Exception {
		refused(message, "A message must be a JSON object with a field \"text\".");
	}

	@Test
	void answersKeepTheOrderOfWhatWasSent() throws Exception {
		try (Peer ann = join("Ann")) {
			presence(ann, 1);
			for (int i = 0; i < 100; i++) {
				ann.send("{\"text\":\"" + i + "\"}");
				ann.send("{\"text\":\"\"}");
			}
			for (int i = 0; i < 100; i++) {
				line(ann, "Ann", String.valueOf(i));
				problem(ann, "A message needs at least one visible character.");
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "a\tb", "a name of more than thirty-two letters" })
	void aVisitorWithoutAProperNameIsTurnedAway(String name) throws Exception {
		try (Peer ann = join("Ann"); Peer visitor = visit(this.room, name)) {
			problem(visitor, "A name has 1 to 32 characters, at least one of them visible.");
			assertThat(visitor.closeCode()).isEqualTo(1008);
			ann.send("{\"text\":\"who was that?\"}");
			presence(ann, 1);
			line(ann, "Ann", "who was that?");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { ".hidden", "-x", "a b", "a<b>", "a-room-with-a-name-longer-than-forty-letters" })
	void aRoomMustHaveAProperName(String name) throws Exception {
		try (Peer visitor = visit(name, "Ann")) {
			problem(visitor, "A room is called by 1 to 40 letters, digits, dots, dashes and underscores,"
					+ " and begins with none of '.' and '-'.");
			assertThat(visitor.closeCode()).isEqualTo(1008);
		}
	}

	@Test
	void aRoomMayBeNamedInAnyScript() throws Exception {
		try (Peer ann = visit("_раум-部屋.7", "Ann")) {
			presence(ann, 1);
		}
	}

	private void refused(String message, String complaint) throws Exception {
		try (Peer ann = join("Ann")) {
			presence(ann, 1);
			ann.send(message);
			problem(ann, complaint);
			ann.send("{\"text\":\"still here\"}");
			line(ann, "Ann", "still here");
		}
	}

	private Peer join(String name) throws Exception {
		return visit(this.room, name);
	}

	private Peer visit(String room, String name) throws Exception {
		return Peer.connect(this.port, "/chat/" + encode(room) + "?name=" + encode(name));
	}

	private static String encode(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
	}

	private static void presence(Peer peer, int... counts) throws InterruptedException {
		for (int count : counts) {
			JsonNode presence = peer.json();
			assertThat(presence.get("type").asString()).isEqualTo("presence");
			assertThat(presence.get("count").asInt()).isEqualTo(count);
		}
	}

	private static JsonNode line(Peer peer, String name, String text) throws InterruptedException {
		JsonNode line = peer.json();
		assertThat(line.get("type").asString()).isEqualTo("line");
		assertThat(line.get("name").asString()).isEqualTo(name);
		assertThat(line.get("text").asString()).isEqualTo(text);
		return line;
	}

	private static void problem(Peer peer, String message) throws InterruptedException {
		assertThat(peer.text()).isEqualTo(JSON_PROBLEM.formatted(message.replace("\"", "\\\"")));
	}

}
