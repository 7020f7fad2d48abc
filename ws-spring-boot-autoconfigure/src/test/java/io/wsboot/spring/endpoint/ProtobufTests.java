package io.wsboot.spring.endpoint;

import java.util.HexFormat;
import java.util.List;

import com.google.protobuf.Duration;
import com.google.protobuf.ExtensionRegistryLite;
import com.google.protobuf.MessageLite;
import com.google.protobuf.StringValue;
import com.google.protobuf.Timestamp;
import io.wsboot.spring.TestPeer;
import io.wsboot.spring.annotation.OnMessage;
import io.wsboot.spring.annotation.OnOpen;
import io.wsboot.spring.annotation.PublishTo;
import io.wsboot.spring.annotation.WsEndpoint;
import io.wsboot.spring.messaging.WsTopics;
import io.wsboot.transport.WsSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.dataformat.cbor.CBORMapper;

import static org.awaitility.Awaitility.await;

/**
 * Messages of Protobuf in applications that speak JSON and CBOR as well.
 */
class ProtobufTests {

	private static final CBORMapper CBOR = CBORMapper.builder().build();

	private EndpointServer server;

	@BeforeEach
	void start() throws Exception {
		MessageCodecs codecs = new MessageCodecs(List.of(Scans.json(), new CborMessageCodec(CBOR),
				new ProtobufMessageCodec(ExtensionRegistryLite.getEmptyRegistry())));
		this.server = new EndpointServer(codecs, MessageSettings.DEFAULTS, ClockEndpoint.class, BothEndpoint.class,
				TypedEndpoint.class, MarketEndpoint.class);
	}

	@AfterEach
	void stop() {
		this.server.close();
	}

	@Test
	void aParameterThatIsAProtobufMessageTakesBinaryMessagesAndIsAnsweredAlike() throws Exception {
		try (TestPeer peer = connect("/clock")) {
			peer.expect(protobuf(StringValue.of("tick")));
			send(peer, Duration.newBuilder().setSeconds(7).build())
				.expect(protobuf(Timestamp.newBuilder().setSeconds(7).build()));
		}
	}

	@Test
	void textIsNothingThatItTakes() throws Exception {
		try (TestPeer peer = connect("/clock")) {
			peer.sendText("{\"seconds\":7}").expectClose(1003, "unexpected-text");
		}
	}

	@Test
	void bytesThatAreNotTheMessageCloseWith1007() throws Exception {
		try (TestPeer peer = connect("/clock")) {
			peer.sendBinary(0x0a, 0xff, 0xff, 0xff, 0xff, 0x07).expectClose(1007, "payload-undecodable");
		}
	}

	@Test
	void aMessageBeyondTheLimitIsNotReadAtAll() throws Exception {
		try (TestPeer peer = connect("/both")) {
			byte[] half = new byte[1 << 19];
			peer.sendPart(half, false).sendPart(half, false).sendPart(new byte[1], true);
			peer.expectClose(1009, "message-too-big");
		}
	}

	@Test
	void anObjectLeavesBinaryMessagesToTheMethodThatTakesProtobuf() throws Exception {
		try (TestPeer peer = connect("/both")) {
			peer.sendText("{\"text\":\"a\"}").expect("text:{\"text\":\"A\"}");
			send(peer, StringValue.of("b")).expect(protobuf(StringValue.of("protobuf b")));
		}
	}

	@Test
	void objectsWithATypeDoSoToo() throws Exception {
		try (TestPeer peer = connect("/typed")) {
			peer.sendText("{\"type\":\"say\",\"text\":\"a\"}").expect("text:A");
			send(peer, StringValue.of("b")).expect("text:protobuf b");
		}
	}

	@Test
	void aTopicSendsProtobufToThoseWhoAgreedOnItAndToThoseWhoAgreedOnNothing() throws Exception {
		try (TestPeer agreed = TestPeer.connect(this.server.port(), "/market", "Sec-WebSocket-Protocol", "v1.protobuf");
				TestPeer neither = connect("/market")) {
			await().until(() -> this.server.bean(WsTopics.class).count("market") == 2);
			send(agreed, StringValue.of("tea")).expect(protobuf(StringValue.of("tea")));
			neither.expect(protobuf(StringValue.of("tea")));
			agreed.sendText("{}").expectClose(1003, "unexpected-text");
		}
	}

	private TestPeer connect(String path) throws Exception {
		return TestPeer.connect(this.server.port(), path);
	}

	private static TestPeer send(TestPeer peer, MessageLite message) throws Exception {
		return peer.sendBinary(message.toByteArray());
	}

	private static String protobuf(MessageLite message) {
		return "binary:" + HexFormat.of().formatHex(message.toByteArray());
	}

	record Line(String text) {

	}

	@WsEndpoint("/clock")
	static class ClockEndpoint {

		@OnOpen
		StringValue open() {
			return StringValue.of("tick");
		}

		@OnMessage
		Timestamp after(Duration duration) {
			return Timestamp.newBuilder().setSeconds(duration.getSeconds()).build();
		}

	}

	@WsEndpoint("/both")
	static class BothEndpoint {

		@OnMessage
		Line json(Line line) {
			return new Line(line.text().toUpperCase());
		}

		@OnMessage
		StringValue protobuf(StringValue line) {
			return StringValue.of("protobuf " + line.getValue());
		}

	}

	@WsEndpoint("/typed")
	static class TypedEndpoint {

		@OnMessage(type = "say")
		String say(Line line) {
			return line.text().toUpperCase();
		}

		@OnMessage
		String protobuf(StringValue line) {
			return "protobuf " + line.getValue();
		}

	}

	@WsEndpoint(path = "/market", subprotocols = "v1.protobuf")
	static class MarketEndpoint {

		@OnOpen
		void open(WsSession session) {
			session.join("market");
		}

		@OnMessage
		@PublishTo("market")
		StringValue line(StringValue line) {
			return line;
		}

	}

}
