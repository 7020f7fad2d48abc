package io.wsboot.sample;

import java.time.Duration;

import io.wsboot.spring.messaging.WsTopics;
import io.wsboot.spring.test.LocalWsServerPort;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@SampleTest
class BroadcastEndpointTests {

	private static final Duration DEADLINE = Duration.ofSeconds(30);

	@LocalWsServerPort
	private int port;

	@Autowired
	private WsTopics topics;

	@Test
	void everyTextGoesToAllSessionsInOrder() throws Exception {
		try (Peer one = Peer.connect(this.port, "/broadcast");
				Peer two = Peer.connect(this.port, "/broadcast");
				Peer three = Peer.connect(this.port, "/broadcast")) {
			await().atMost(DEADLINE).until(() -> this.topics.count("broadcast") == 3);
			for (int i = 0; i < 100; i++) {
				one.send("message " + i);
			}
			for (Peer peer : new Peer[] { one, two, three }) {
				for (int i = 0; i < 100; i++) {
					assertThat(peer.text()).isEqualTo("message " + i);
				}
			}
		}
	}

	@Test
	void binaryIsNotAccepted() throws Exception {
		try (Peer peer = Peer.connect(this.port, "/broadcast")) {
			peer.send(new byte[] { 1 });
			assertThat(peer.closeCode()).isEqualTo(1003);
		}
	}

}
