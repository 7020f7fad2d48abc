package io.wsboot.spring.endpoint;

import java.util.List;

import io.wsboot.spring.TestPeer;
import io.wsboot.spring.annotation.OnError;
import io.wsboot.spring.annotation.OnMessage;
import io.wsboot.spring.annotation.Unmatched;
import io.wsboot.spring.annotation.WsEndpoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What becomes of messages that no method takes.
 */
class UnmatchedMessageTests {

	private static final String DANCE = "{\"type\":\"dance\"}";

	private EndpointServer server;

	@AfterEach
	void stop() {
		if (this.server != null) {
			this.server.close();
		}
	}

	@Test
	void theyAreAnErrorAndCloseWith1003() throws Exception {
		start(MessageSettings.DEFAULTS);
		try (TestPeer peer = connect("/plain")) {
			peer.sendText(DANCE).expectClose(1003, "unexpected-type");
		}
		try (TestPeer peer = connect("/plain")) {
			peer.sendBinary(1).expectClose(1003, "unexpected-binary");
		}
	}

	@Test
	void asAnErrorTheyMayBeDealtWith() throws Exception {
		start(MessageSettings.DEFAULTS);
		try (TestPeer peer = connect("/handled")) {
			peer.sendText(DANCE).expect("text:dance: No method takes messages of type 'dance'");
			peer.sendText("{}").expect("text:null: The message does not say of which type it is");
			peer.sendBinary(1).expect("text:null: No method takes binary messages");
			peer.sendText("{\"type\":\"ping\"}").expect("text:pong");
		}
	}

	@Test
	void anEndpointMayIgnoreThem() throws Exception {
		start(MessageSettings.DEFAULTS);
		try (TestPeer peer = connect("/ignoring")) {
			peer.sendText(DANCE).sendBinary(1).sendText("{\"type\":\"ping\"}").expect("text:pong");
			peer.expectNothingMore();
		}
	}

	@Test
	void ignoringThemIsNotIgnoringWhatCannotBeRead() throws Exception {
		start(MessageSettings.DEFAULTS);
		try (TestPeer peer = connect("/ignoring")) {
			peer.sendText("{").expect("text:failed").sendText(DANCE);
			peer.sendText("{\"type\":\"ping\"}").expect("text:pong");
		}
	}

	@Test
	void anEndpointMayCloseWithoutAskingAnybody() throws Exception {
		start(MessageSettings.DEFAULTS);
		try (TestPeer peer = connect("/closing")) {
			peer.sendText(DANCE).expectClose(1003, "unexpected-type");
		}
	}

	@Test
	void whatIsSetForAllAppliesWhereTheEndpointSaysNothing() throws Exception {
		start(settings(Unmatched.IGNORE, null));
		try (TestPeer plain = connect("/plain"); TestPeer closing = connect("/closing")) {
			plain.sendText(DANCE).sendText("{\"type\":\"ping\"}").expect("text:pong");
			closing.sendText(DANCE).expectClose(1003, "unexpected-type");
		}
	}

	@Test
	void whatIsSetForOneEndpointWinsOverItsAnnotation() throws Exception {
		start(settings(Unmatched.CLOSE, Unmatched.IGNORE));
		try (TestPeer plain = connect("/plain"); TestPeer closing = connect("/closing")) {
			plain.sendText(DANCE).expectClose(1003, "unexpected-type");
			closing.sendText(DANCE).sendText("{\"type\":\"ping\"}").expect("text:pong");
		}
	}

	@Test
	void theFieldOfTheTypeMayHaveAnotherName() throws Exception {
		start(new MessageSettings() {

			@Override
			public String typeProperty() {
				return "op";
			}

		});
		try (TestPeer peer = connect("/plain")) {
			peer.sendText("{\"type\":\"dance\",\"op\":\"ping\"}").expect("text:pong");
		}
	}

	@Test
	void whatAPeerWritesIsCutShortForTheLog() {
		UnmatchedMessageException failure = UnmatchedMessageException.ofType("x".repeat(1000));
		assertThat(failure).hasMessage("No method takes messages of type '" + "x".repeat(64) + "…'");
		assertThat(failure.type()).hasSize(1000);
		assertThat(failure.getStackTrace()).isEmpty();
	}

	private static MessageSettings settings(Unmatched all, Unmatched closing) {
		return new MessageSettings() {

			@Override
			public Unmatched unmatched() {
				return all;
			}

			@Override
			public Unmatched unmatched(String endpoint) {
				return endpoint.equals("closing") ? closing : null;
			}

		};
	}

	private void start(MessageSettings settings) throws Exception {
		this.server = new EndpointServer(new MessageCodecs(List.of(Scans.json())), settings, PlainEndpoint.class,
				HandledEndpoint.class, IgnoringEndpoint.class, ClosingEndpoint.class);
	}

	private TestPeer connect(String path) throws Exception {
		return TestPeer.connect(this.server.port(), path);
	}

	@WsEndpoint("/plain")
	static class PlainEndpoint {

		@OnMessage(type = "ping")
		String ping(String json) {
			return "pong";
		}

	}

	@WsEndpoint("/handled")
	static class HandledEndpoint extends PlainEndpoint {

		@OnError
		String unmatched(UnmatchedMessageException ex) {
			return ex.type() + ": " + ex.getMessage();
		}

	}

	@WsEndpoint(path = "/ignoring", unmatched = Unmatched.IGNORE)
	static class IgnoringEndpoint extends PlainEndpoint {

		@OnError
		String failed(RuntimeException ex) {
			return "failed";
		}

	}

	@WsEndpoint(path = "/closing", name = "closing", unmatched = Unmatched.CLOSE)
	static class ClosingEndpoint extends PlainEndpoint {

		@OnError
		String failed(RuntimeException ex) {
			return "failed";
		}

	}

}
