package io.wsboot.sample;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.wsboot.spring.test.LocalWsServerPort;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

@SampleTest
class ChatEndpointTests {

	private static final String UNREADABLE = "A message must be a JSON object with a field \"type\" that is \"join\", \"say\" or \"typing\".";

	private static final AtomicInteger ROOMS = new AtomicInteger();

	private static final JsonMapper JSON = JsonMapper.shared();

	@LocalWsServerPort
	private int port;

	private final String room = "room-" + ROOMS.incrementAndGet();

	@Test
	void aLineGoesToEverybodyInTheRoomItsSenderIncluded() throws Exception {
		long before = System.currentTimeMillis();
		try (Peer ann = join("Ann", 1); Peer ben = join("Ben", 2)) {
			presence(ann, 2);
			say(ann, "hi <b>all</b>");
			for (Peer peer : new Peer[] { ann, ben }) {
				JsonNode line = line(peer, "Ann", "hi <b>all</b>");
				assertThat(line.get("at").asLong()).isBetween(before, System.currentTimeMillis());
			}
		}
	}

	@Test
	void roomsDoNotHearEachOther() throws Exception {
		try (Peer ann = join("Ann", 1); Peer ben = visit(this.room + "-2", "Ben")) {
			presence(ben, 1);
			say(ann, "only here");
			line(ann, "Ann", "only here");
			say(ben, "only there");
			line(ben, "Ben", "only there");
		}
	}

	@Test
	void presenceFollowsThoseWhoLeaveAndThoseWhoVanish() throws Exception {
		try (Peer ann = join("Ann", 1); Peer ben = join("Ben", 2); Peer cem = join("Cem", 3)) {
			presence(ann, 2, 3);
			ben.close();
			presence(ann, 2);
			cem.vanish();
			presence(ann, 1);
		}
	}

	@Test
	void whoHasNotJoinedIsNotInTheRoomAndCannotSpeak() throws Exception {
		try (Peer ann = join("Ann", 1)) {
			try (Peer stranger = connect(this.room)) {
				say(stranger, "hello?");
				problem(stranger, "name", "Nobody speaks here without a name: join first.");
			}
			say(ann, "who was that?");
			line(ann, "Ann", "who was that?");
		}
	}

	@Test
	void joiningAgainChangesTheName() throws Exception {
		try (Peer ann = join("Ann", 1)) {
			send(ann, "join", "name", "Captain Ann");
			members(ann, "Captain Ann");
			say(ann, "on deck");
			line(ann, "Captain Ann", "on deck");
		}
	}

	@Test
	void everybodyLearnsWhoIsInTheRoom() throws Exception {
		try (Peer ben = join("Ben", 1); Peer ann = visit(this.room, "ann")) {
			members(ann, "ann", "Ben");
			members(ben, "ann", "Ben");
			ann.close();
			members(ben, "Ben");
		}
	}

	@Test
	void theOthersLearnWhoIsWriting() throws Exception {
		try (Peer ann = join("Ann", 1); Peer ben = join("Ben", 2)) {
			presence(ann, 2);
			ben.send("{\"type\":\"typing\"}");
			assertThat(ann.json()).isEqualTo(JSON.valueToTree(Map.of("type", "typing", "name", "Ben")));
			say(ben, "done");
			line(ben, "Ben", "done");
			line(ann, "Ben", "done");
		}
	}

	@Test
	void theTypeMayStandBehindTheOtherFields() throws Exception {
		try (Peer ann = join("Ann", 1)) {
			ann.send("{\"text\":\"hi\",\"type\":\"say\"}");
			line(ann, "Ann", "hi");
		}
	}

	@Test
	void nameAndTextAreTrimmedAsThePageDoesIt() throws Exception {
		try (Peer ann = join("\u00a0 Ann Bee \u3000", 1)) {
			say(ann, "\ufeff\u2028\t two  words \n\u00a0");
			line(ann, "Ann Bee", "two  words");
			say(ann, "\u001cx\u200b");
			line(ann, "Ann Bee", "\u001cx\u200b");
		}
	}

	@Test
	void lengthsAreThoseOfCharactersHoweverTheyAreEncoded() throws Exception {
		try (Peer ann = join("🌍".repeat(32), 1)) {
			say(ann, "🌍".repeat(500));
			line(ann, "🌍".repeat(32), "🌍".repeat(500));
			say(ann, "🌍".repeat(501));
			problem(ann, "text", "A message may have at most 500 characters.");
			send(ann, "join", "name", "🌍".repeat(33));
			problem(ann, "name", "A name may have at most 32 characters.");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "\"text\":\"\"", "\"text\":\" \\n \"", "\"text\":null", "\"words\":\"hi\"" })
	void anEmptyMessageIsRefused(String text) throws Exception {
		refused("{\"type\":\"say\"," + text + "}", "text", "A message needs at least one visible character.");
	}

	@Test
	void halfOfASurrogatePairIsRefused() throws Exception {
		refused("{\"type\":\"say\",\"text\":\"a\\ud83c\"}", "text",
				"A message must be text: this one has half a character in it.");
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "hello", "", "[1]", "{}", "null", "{\"text\":\"hi\"}", "{\"type\":\"shout\",\"text\":\"hi\"}",
					"{\"type\":\"say\",\"text\":", "{\"type\":\"say\",\"text\":{\"a\":1}}" })
	void whatIsNoMessageIsAnswered(String message) throws Exception {
		refused(message, null, UNREADABLE);
	}

	@Test
	void aBinaryMessageIsAnswered() throws Exception {
		try (Peer ann = join("Ann", 1)) {
			ann.send(new byte[] { 1, 2, 3 });
			problem(ann, null, UNREADABLE);
		}
	}

	@Test
	void answersKeepTheOrderOfWhatWasSent() throws Exception {
		try (Peer ann = join("Ann", 1)) {
			for (int i = 0; i < 100; i++) {
				say(ann, String.valueOf(i));
				say(ann, "");
			}
			for (int i = 0; i < 100; i++) {
				line(ann, "Ann", String.valueOf(i));
				problem(ann, "text", "A message needs at least one visible character.");
			}
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			''                                     | A name needs at least one visible character.
			' '                                    | A name needs at least one visible character.
			a\tb                                   | A name must be text on one line, without control characters.
			a name of more than thirty-two letters | A name may have at most 32 characters.
			""")
	void aVisitorWithoutAProperNameDoesNotGetIn(String name, String complaint) throws Exception {
		try (Peer ann = join("Ann", 1); Peer visitor = visit(this.room, name)) {
			problem(visitor, "name", complaint);
			send(visitor, "join", "name", "Ben");
			presence(visitor, 2);
			presence(ann, 2);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { ".hidden", "-x", "a b", "a<b>", "a-room-with-a-name-longer-than-forty-letters" })
	void aRoomMustHaveAProperName(String name) throws Exception {
		try (Peer visitor = visit(name, "Ann")) {
			problem(visitor, "room", "A room is called by 1 to 40 letters, digits, dots, dashes and underscores,"
					+ " and begins with none of '.' and '-'.");
			say(visitor, "anybody?");
			problem(visitor, "name", "Nobody speaks here without a name: join first.");
		}
	}

	@Test
	void aRoomMayBeNamedInAnyScript() throws Exception {
		try (Peer ann = visit("_раум-部屋.7", "Ann")) {
			presence(ann, 1);
		}
	}

	private void refused(String message, @Nullable String field, String complaint) throws Exception {
		try (Peer ann = join("Ann", 1)) {
			ann.send(message);
			problem(ann, field, complaint);
			say(ann, "still here");
			line(ann, "Ann", "still here");
		}
	}

	/** Is in the room when it returns, as one of so many. */
	private Peer join(String name, int count) throws Exception {
		Peer peer = visit(this.room, name);
		presence(peer, count);
		return peer;
	}

	private Peer visit(String room, String name) throws Exception {
		Peer peer = connect(room);
		send(peer, "join", "name", name);
		return peer;
	}

	private Peer connect(String room) throws Exception {
		return Peer.connect(this.port, "/chat/" + URLEncoder.encode(room, StandardCharsets.UTF_8).replace("+", "%20"));
	}

	private static void say(Peer peer, String text) throws Exception {
		send(peer, "say", "text", text);
	}

	private static void send(Peer peer, String type, String field, String value) throws Exception {
		peer.send(JSON.writeValueAsString(Map.of("type", type, field, value)));
	}

	private static void presence(Peer peer, int... counts) throws InterruptedException {
		for (int count : counts) {
			JsonNode presence = peer.json();
			assertThat(presence.get("type").asString()).isEqualTo("presence");
			assertThat(presence.get("names")).hasSize(count);
		}
	}

	private static void members(Peer peer, String... names) throws InterruptedException {
		assertThat(peer.json()).isEqualTo(JSON.valueToTree(Map.of("type", "presence", "names", names)));
	}

	private static JsonNode line(Peer peer, String name, String text) throws InterruptedException {
		JsonNode line = peer.json();
		assertThat(line.get("type").asString()).isEqualTo("line");
		assertThat(line.get("name").asString()).isEqualTo(name);
		assertThat(line.get("text").asString()).isEqualTo(text);
		return line;
	}

	private static void problem(Peer peer, @Nullable String field, String message) throws InterruptedException {
		Map<String, String> problem = (field != null) ? Map.of("type", "problem", "field", field, "message", message)
				: Map.of("type", "problem", "message", message);
		assertThat(peer.json()).isEqualTo(JSON.valueToTree(problem));
	}

}
