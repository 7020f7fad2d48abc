package io.wsboot.transport;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What RFC 6455 demands of a client in time: §4.1 and §7.2.1.
 */
class Rfc6455ClientTests {

	private final Recorder recorder = new Recorder();

	private RawServer server;

	private WsClient client;

	@BeforeEach
	void start() throws Exception {
		this.server = new RawServer();
		this.client = WsClient.builder().options(TransportOptions.DEFAULTS.withEventLoops(1)).build();
	}

	@AfterEach
	void stop() throws Exception {
		this.client.close();
		this.server.close();
	}

	private CompletableFuture<WsSession> connect() {
		return this.client.connect(this.server.uri(), this.recorder).toCompletableFuture();
	}

	@Test
	void nothingFollowsTheRequestBeforeTheAnswer() throws Exception {
		CompletableFuture<WsSession> opened = connect();
		try (RawPeer peer = this.server.accept()) {
			RawPeer.Head request = peer.readHead();
			assertThat(opened).isNotDone();
			peer.halfClose();
			peer.expectEnd();
			assertThat(request.fields()).containsKey("sec-websocket-key");
		}
		assertThat(opened).failsWithin(10, TimeUnit.SECONDS);
		assertThat(this.recorder.rest()).isEmpty();
	}

	@Test
	void aConnectionThatIsLostEndsWith1006() throws Exception {
		CompletableFuture<WsSession> opened = connect();
		try (RawPeer peer = this.server.open()) {
			opened.get(10, TimeUnit.SECONDS);
			peer.sendHex("81 7e 0100 6162");
			peer.reset();
		}
		this.recorder.expect("open", "close 1006");
		assertThat(this.recorder.rest()).isEmpty();
	}

}
