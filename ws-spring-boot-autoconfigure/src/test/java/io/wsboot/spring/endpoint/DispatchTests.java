package io.wsboot.spring.endpoint;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import io.wsboot.spring.TestPeer;
import io.wsboot.spring.annotation.OnError;
import io.wsboot.spring.annotation.OnMessage;
import io.wsboot.spring.annotation.WsEndpoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.dataformat.cbor.CBORMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * To which of several methods a message goes.
 */
class DispatchTests {

	private static final CBORMapper CBOR = CBORMapper.builder().build();

	private EndpointServer server;

	@BeforeEach
	void start() throws Exception {
		MessageCodecs codecs = new MessageCodecs(List.of(Scans.json(), new CborMessageCodec(CBOR)));
		this.server = new EndpointServer(codecs, MessageSettings.DEFAULTS, RoomEndpoint.class, OpenRoomEndpoint.class,
				ChatEndpoint.class, WholeChatEndpoint.class, SaidEndpoint.class, UploadEndpoint.class);
	}

	@AfterEach
	void stop() {
		this.server.close();
	}

	@Test
	void aSealedTypeNeedsNoTypeInformationIfADeserializerReadsIt() {
		assertThat(Scans.scan(HelpedEndpoint.class).endpoints()).hasSize(1);
	}

	@Test
	void theTypeInTheMessageChoosesTheMethod() throws Exception {
		try (TestPeer peer = connect("/room")) {
			peer.sendText("{\"type\":\"join\",\"name\":\"ada\"}").expect("text:ada joins");
			peer.sendText("{\"type\":\"say\",\"text\":\"hello\"}").expect("text:hello");
			peer.sendText("{\"type\":\"shout\",\"text\":\"hello\"}").expect("text:hello");
			peer.sendText("{\"type\":\"7\"}").expect("text:raw {\"type\":\"7\"}");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"name\":\"ada\",\"type\":\"join\"}", " { \"type\" : \"join\" , \"name\" : \"ada\" } ",
			"{\"name\":\"ada\",\"more\":{\"type\":\"say\",\"list\":[{\"type\":\"say\"}]},\"type\":\"join\"}",
			"{\"\\u0074ype\":\"jo\\u0069n\",\"name\":\"ada\"}" })
	void theTypeMayStandAnywhereInTheOutermostObject(String message) throws Exception {
		try (TestPeer peer = connect("/room")) {
			peer.sendText(message).expect("text:ada joins");
		}
	}

	@Test
	void aNumberIsATypeToo() throws Exception {
		try (TestPeer peer = connect("/room")) {
			peer.sendText("{\"type\":7}").expect("text:raw {\"type\":7}");
		}
	}

	@Test
	void otherFormatsNameTheirTypeAlike() throws Exception {
		try (TestPeer peer = connect("/room")) {
			send(peer, new Typed("join", "ada")).expect("text:ada joins");
			send(peer, new Typed("dance", "ada")).expectClose(1003, "unexpected-type");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"type\":\"dance\"}", "{\"name\":\"ada\"}", "{}", "{\"type\":null}", "{\"type\":[]}",
			"[{\"type\":\"join\"}]", "\"join\"" })
	void aTypeThatNobodyTakesClosesWith1003(String message) throws Exception {
		try (TestPeer peer = connect("/room")) {
			peer.sendText(message).expectClose(1003, "unexpected-type");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{\"name\":}", "{\"name\":\"ada\",", "{\"type\":\"join\",\"name\":",
			"{\"type\":\"join\",\"name\":[]}", "\u0000{}" })
	void whatCannotBeReadClosesWith1007(String message) throws Exception {
		try (TestPeer peer = connect("/room")) {
			peer.sendText(message).expectClose(1007, "payload-undecodable");
		}
	}

	@Test
	void aMethodWithoutTypeTakesTheRest() throws Exception {
		try (TestPeer peer = connect("/room/open")) {
			peer.sendText("{\"type\":\"join\",\"name\":\"ada\"}").expect("text:ada joins");
			peer.sendText("{\"type\":\"dance\"}").expect("text:other {\"type\":\"dance\"}");
			peer.sendText("{}").expect("text:other {}");
		}
	}

	@Test
	void bytesThatAMethodTakesAsTheyAreNeedNoType() throws Exception {
		try (TestPeer peer = connect("/files")) {
			peer.sendText("{\"type\":\"begin\",\"name\":\"cat.png\"}").expect("text:cat.png begins");
			peer.sendBinary(0xff, 0xd8).expect("text:2 bytes");
		}
	}

	@Test
	void theSubtypeOfASealedInterfaceChoosesTheMethod() throws Exception {
		try (TestPeer peer = connect("/chat")) {
			peer.sendText("{\"type\":\"said\",\"text\":\"hello\"}")
				.expect("text:{\"type\":\"said\",\"text\":\"HELLO\"}");
			peer.sendText("{\"type\":\"Joined\",\"name\":\"ada\"}").expect("text:ada joined");
			peer.sendText("{\"type\":\"Left\",\"name\":\"ada\"}").expect("text:Left[name=ada]");
			peer.sendText("{\"type\":\"Slammed\",\"name\":\"ada\"}").expect("text:Slammed[name=ada]");
		}
	}

	@Test
	void aFailureOfTheChosenMethodIsDealtWith() throws Exception {
		try (TestPeer peer = connect("/chat")) {
			peer.sendText("{\"type\":\"Joined\",\"name\":\"mallory\"}").expect("text:not mallory");
			peer.sendText("{\"type\":\"Joined\",\"name\":\"ada\"}").expect("text:ada joined");
		}
	}

	@Test
	void oneMethodMayTakeTheSealedInterfaceItself() throws Exception {
		try (TestPeer peer = connect("/chat/whole")) {
			peer.sendText("{\"type\":\"said\",\"text\":\"hello\"}").expect("text:said hello");
			peer.sendText("{\"type\":\"Left\",\"name\":\"ada\"}").expect("text:other");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"type\":\"danced\"}", "{\"text\":\"hello\"}" })
	void aSubtypeThatThereIsNotClosesWith1003(String message) throws Exception {
		for (String path : new String[] { "/chat", "/chat/whole", "/chat/said" }) {
			try (TestPeer peer = connect(path)) {
				peer.sendText(message).expectClose(1003, "unexpected-type");
			}
		}
	}

	@Test
	void aSubtypeThatNoMethodTakesClosesWith1003() throws Exception {
		try (TestPeer peer = connect("/chat/said")) {
			peer.sendText("{\"type\":\"said\",\"text\":\"hello\"}").expect("text:hello");
			peer.sendText("{\"type\":\"Joined\",\"name\":\"ada\"}").expectClose(1003, "unexpected-type");
		}
	}

	private TestPeer connect(String path) throws Exception {
		return TestPeer.connect(this.server.port(), path);
	}

	private static TestPeer send(TestPeer peer, Object object) throws Exception {
		return peer.sendBinary(CBOR.writeValueAsBytes(object));
	}

	record Typed(String type, String name) {

	}

	record Join(String name) {

	}

	record Say(String text) {

	}

	@WsEndpoint("/room")
	static class RoomEndpoint {

		@OnMessage(type = "join")
		String join(Join join) {
			return join.name() + " joins";
		}

		@OnMessage(type = { "say", "shout" })
		String say(Say say) {
			return say.text();
		}

		@OnMessage(type = "7")
		String raw(String json) {
			return "raw " + json;
		}

	}

	@WsEndpoint("/room/open")
	static class OpenRoomEndpoint {

		@OnMessage(type = "join")
		String join(Join join) {
			return join.name() + " joins";
		}

		@OnMessage
		String other(String json) {
			return "other " + json;
		}

	}

	@WsEndpoint("/files")
	static class UploadEndpoint {

		@OnMessage(type = "begin")
		String begin(Join file) {
			return file.name() + " begins";
		}

		@OnMessage
		String piece(byte[] bytes) {
			return bytes.length + " bytes";
		}

	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "type")
	sealed interface ChatEvent {

		@JsonTypeName("said")
		record Said(String text) implements ChatEvent {

		}

		record Joined(String name) implements ChatEvent {

		}

		sealed interface Gone extends ChatEvent {

		}

		record Left(String name) implements Gone {

		}

		record Slammed(String name) implements Gone {

		}

	}

	@WsEndpoint("/chat")
	static class ChatEndpoint {

		@OnMessage
		ChatEvent on(ChatEvent.Said said) {
			return new ChatEvent.Said(said.text().toUpperCase());
		}

		@OnMessage
		String on(ChatEvent.Joined joined) {
			if (joined.name().equals("mallory")) {
				throw new IllegalArgumentException("not mallory");
			}
			return joined.name() + " joined";
		}

		@OnMessage
		String other(ChatEvent.Gone event) {
			return event.toString();
		}

		@OnError
		String error(IllegalArgumentException ex) {
			return ex.getMessage();
		}

	}

	@JsonDeserialize(using = HelpedDeserializer.class)
	sealed interface Helped {

	}

	record Only(int a) implements Helped {

	}

	static class HelpedDeserializer extends StdDeserializer<Helped> {

		HelpedDeserializer() {
			super(Helped.class);
		}

		@Override
		public Helped deserialize(JsonParser parser, DeserializationContext context) {
			parser.skipChildren();
			return new Only(1);
		}

	}

	@WsEndpoint("/helped")
	static class HelpedEndpoint {

		@OnMessage
		void on(Helped helped) {
		}

	}

	@WsEndpoint("/chat/whole")
	static class WholeChatEndpoint {

		@OnMessage
		String on(ChatEvent event) {
			return (event instanceof ChatEvent.Said said) ? "said " + said.text() : "other";
		}

	}

	@WsEndpoint("/chat/said")
	static class SaidEndpoint {

		@OnMessage
		String on(ChatEvent.Said said) {
			return said.text();
		}

	}

}
