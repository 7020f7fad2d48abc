package io.wsboot.spring.endpoint;

import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;

import io.wsboot.spring.TestPeer;
import io.wsboot.spring.annotation.OnMessage;
import io.wsboot.spring.annotation.OnOpen;
import io.wsboot.spring.annotation.WsEndpoint;
import io.wsboot.spring.messaging.WsMessaging;
import io.wsboot.spring.messaging.WsTopics;
import io.wsboot.transport.WsSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.dataformat.cbor.CBORMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Which codec reads a message, and which one writes the answer. There are three: JSON,
 * CBOR, and one of the application's that knows temperatures and nothing else.
 */
class CodecTests {

	private static final CBORMapper CBOR = CBORMapper.builder().build();

	private final MessageCodecs codecs = new MessageCodecs(
			List.of(new TemperatureCodec(), Scans.json(), new CborMessageCodec(CBOR)));

	private final MessageSettings settings = new MessageSettings() {

		@Override
		public String codec(String endpoint) {
			return endpoint.equals("switched") ? "cbor" : null;
		}

	};

	private EndpointServer server;

	@BeforeEach
	void start() throws Exception {
		this.server = new EndpointServer(this.codecs, this.settings, GameEndpoint.class, DeviceEndpoint.class,
				SwitchedEndpoint.class, AnyEndpoint.class, MixedEndpoint.class, WeatherEndpoint.class);
	}

	@AfterEach
	void stop() {
		this.server.close();
	}

	@Test
	void theSubprotocolChoosesTheCodec() throws Exception {
		try (TestPeer json = connect("/game", "v1.game.json"); TestPeer cbor = connect("/game", "v1.game.cbor")) {
			json.sendText("{\"step\":1}").expect("text:{\"at\":1}");
			json.sendText("{\"step\":2}").expect("text:{\"at\":2}");
			send(cbor, new Move(3)).expect(cbor(new Place(3)));
		}
	}

	@Test
	void aMessageOfTheOtherKindIsNotExpectedThen() throws Exception {
		try (TestPeer json = connect("/game", "v1.game.json"); TestPeer cbor = connect("/game", "v1.game.cbor")) {
			send(json, new Move(1)).expectClose(1003, "unexpected-binary");
			cbor.sendText("{\"step\":1}").expectClose(1003, "unexpected-text");
		}
	}

	@Test
	void aTopicSpeaksToEachMemberInItsOwnCodec() throws Exception {
		try (TestPeer json = connect("/game", "v1.game.json");
				TestPeer cbor = connect("/game", "v1.game.cbor");
				TestPeer neither = connect("/game", "v2.game")) {
			await().until(() -> this.server.bean(WsTopics.class).count("game") == 3);
			json.sendText("{\"step\":0}");
			json.expect("text:{\"at\":0}");
			neither.expect("text:{\"at\":0}");
			cbor.expect(cbor(new Place(0)));
		}
	}

	@Test
	void theEndpointChoosesWhereTheSubprotocolDoesNot() throws Exception {
		try (TestPeer peer = TestPeer.connect(this.server.port(), "/device")) {
			send(peer, new Move(4)).expect(cbor(new Place(4)));
			peer.sendText("{\"step\":1}").expectClose(1003, "unexpected-text");
		}
	}

	@Test
	void whatIsSetForAnEndpointWinsOverItsAnnotation() throws Exception {
		try (TestPeer peer = TestPeer.connect(this.server.port(), "/switched")) {
			send(peer, new Move(5)).expect(cbor(new Place(5)));
		}
	}

	@Test
	void whereNobodyChoosesTheKindOfTheMessageDoesAndIsAnsweredAlike() throws Exception {
		try (TestPeer peer = TestPeer.connect(this.server.port(), "/any")) {
			peer.sendText("{\"step\":6}").expect("text:{\"at\":6}");
			send(peer, new Move(7)).expect(cbor(new Place(7)));
			peer.sendText("{").expectClose(1007, "payload-undecodable");
		}
	}

	@Test
	void aKindThatAMethodTakesAsItIsNeedsNoCodec() throws Exception {
		try (TestPeer peer = TestPeer.connect(this.server.port(), "/mixed")) {
			peer.sendText("{\"step\":6}").expect("text:<{\"step\":6}>");
			send(peer, new Move(7)).expect(cbor(new Place(7)));
		}
	}

	@Test
	void ofSeveralCodecsTheFirstIsTakenThatKnowsTheType() throws Exception {
		try (TestPeer peer = TestPeer.connect(this.server.port(), "/weather")) {
			peer.sendBinary(20).expect("binary:15");
		}
	}

	private TestPeer connect(String target, String subprotocol) throws Exception {
		TestPeer peer = TestPeer.connect(this.server.port(), target, "Sec-WebSocket-Protocol", subprotocol);
		assertThat(peer.subprotocol()).isEqualTo(subprotocol);
		return peer;
	}

	private static TestPeer send(TestPeer peer, Object object) throws Exception {
		return peer.sendBinary(CBOR.writeValueAsBytes(object));
	}

	private static String cbor(Object object) {
		return "binary:" + HexFormat.of().formatHex(CBOR.writeValueAsBytes(object));
	}

	record Move(int step) {

	}

	record Place(int at) {

	}

	record Temperature(byte degrees) {

	}

	@WsEndpoint(path = "/game", subprotocols = { "v1.game.json", "v1.game.cbor", "v2.game" })
	static class GameEndpoint {

		private final WsMessaging messaging;

		GameEndpoint(WsMessaging messaging) {
			this.messaging = messaging;
		}

		@OnOpen
		void open(WsSession session) {
			session.join("game");
		}

		@OnMessage
		Place move(Move move) {
			if (move.step() > 0) {
				return new Place(move.step());
			}
			this.messaging.toTopic("game").send(new Place(0));
			return null;
		}

	}

	@WsEndpoint(path = "/device", codec = "cbor")
	static class DeviceEndpoint {

		@OnMessage
		Place move(Move move) {
			return new Place(move.step());
		}

	}

	@WsEndpoint(path = "/switched", codec = "json", name = "switched")
	static class SwitchedEndpoint {

		@OnMessage
		Place move(Move move) {
			return new Place(move.step());
		}

	}

	@WsEndpoint("/any")
	static class AnyEndpoint {

		@OnMessage
		Place move(Move move) {
			return new Place(move.step());
		}

	}

	@WsEndpoint("/mixed")
	static class MixedEndpoint {

		@OnMessage
		String text(String text) {
			return "<" + text + ">";
		}

		@OnMessage
		Place move(Move move) {
			return new Place(move.step());
		}

	}

	@WsEndpoint("/weather")
	static class WeatherEndpoint {

		@OnMessage
		Temperature warmer(Temperature temperature) {
			return new Temperature((byte) (temperature.degrees() + 1));
		}

	}

	/** One byte is a temperature. */
	static class TemperatureCodec implements WsMessageCodec {

		@Override
		public String name() {
			return "temperature";
		}

		@Override
		public boolean isText() {
			return false;
		}

		@Override
		public boolean canRead(Type type) {
			return type == Temperature.class;
		}

		@Override
		public boolean canWrite(Class<?> type) {
			return type == Temperature.class;
		}

		@Override
		public byte[] encode(Object payload) {
			return new byte[] { ((Temperature) payload).degrees() };
		}

		@Override
		public PayloadDecoder decoder(Type type) {
			return (ByteBuffer payload) -> new Temperature(payload.get(payload.position()));
		}

	}

}
