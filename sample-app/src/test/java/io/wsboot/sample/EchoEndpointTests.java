package io.wsboot.sample;

import java.util.Random;

import io.wsboot.spring.test.LocalWsServerPort;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@SampleTest
class EchoEndpointTests {

	private static final int MAX_MESSAGE = 16 * 1024 * 1024;

	private static final int MAX_FRAGMENTS = 70_000;

	@LocalWsServerPort
	private int port;

	private Peer peer;

	@BeforeEach
	void connect() throws Exception {
		this.peer = Peer.connect(this.port, "/echo");
	}

	@AfterEach
	void disconnect() throws Exception {
		this.peer.close();
	}

	@Test
	void textComesBackUnchanged() throws Exception {
		for (String text : new String[] { "hello", "", " \t\n ", "Grüße, 世界 🌍", "{\"text\":\"<b>\"}" }) {
			this.peer.send(text);
			assertThat(this.peer.text()).isEqualTo(text);
		}
	}

	@Test
	void binaryComesBackUnchanged() throws Exception {
		for (int size : new int[] { 0, 1, 125, 126, 65_535, 65_536, 300_000 }) {
			byte[] data = random(size);
			this.peer.send(data);
			assertThat(this.peer.binary()).isEqualTo(data);
		}
	}

	@Test
	void messagesUpToTheEndpointsOwnLimitComeBack() throws Exception {
		byte[] data = random(MAX_MESSAGE);
		this.peer.send(data);
		assertThat(this.peer.binary()).isEqualTo(data);
		String text = "x".repeat(MAX_MESSAGE);
		this.peer.send(text);
		assertThat(this.peer.text()).isEqualTo(text);
	}

	@Test
	void aMessageAboveTheLimitIsTooBig() throws Exception {
		this.peer.send("x".repeat(MAX_MESSAGE / 2));
		assertThat(this.peer.text()).hasSize(MAX_MESSAGE / 2);
		this.peer.sendFragments("x".repeat(MAX_MESSAGE / 2 + 1), 2);
		assertThat(this.peer.closeCode()).isEqualTo(1009);
	}

	@Test
	void aMessageMayHaveAsManyFragmentsAsItsEndpointAllows() throws Exception {
		this.peer.sendFragments("x", MAX_FRAGMENTS);
		assertThat(this.peer.text()).isEqualTo("x".repeat(MAX_FRAGMENTS));
	}

	private static byte[] random(int size) {
		byte[] data = new byte[size];
		new Random(size).nextBytes(data);
		return data;
	}

}
