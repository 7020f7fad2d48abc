package io.wsboot.spring.endpoint;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.wsboot.protocol.CloseStatus;
import io.wsboot.spring.TestPeer;
import io.wsboot.spring.annotation.OnClose;
import io.wsboot.spring.annotation.OnError;
import io.wsboot.spring.annotation.OnMessage;
import io.wsboot.spring.annotation.WsEndpoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Methods that read messages while they arrive.
 */
class StreamedPayloadTests {

	private EndpointServer server;

	private UploadEndpoint endpoint;

	@BeforeEach
	void start() throws Exception {
		this.server = new EndpointServer(UploadEndpoint.class, LineEndpoint.class);
		this.endpoint = this.server.bean(UploadEndpoint.class);
	}

	@AfterEach
	void stop() {
		this.endpoint.go.countDown();
		this.server.close();
	}

	@Test
	void aMethodReadsAMessageWhileItArrives() throws Exception {
		try (TestPeer peer = connect("/upload")) {
			peer.sendPart(new byte[1000], false);
			await().until(() -> this.endpoint.bytes.get() == 1000);
			peer.sendPart(new byte[500], false);
			await().until(() -> this.endpoint.bytes.get() == 1500);
			peer.sendPart(new byte[0], true);
			peer.expect("text:1500 bytes on test-stream");
		}
	}

	@Test
	void messagesBehindItWaitAndTextIsGathered() throws Exception {
		try (TestPeer peer = connect("/upload")) {
			peer.sendPart(new byte[300_000], false).sendPart(new byte[300_000], true);
			peer.sendText("x".repeat(100_000));
			peer.sendPart(new byte[10], true);
			peer.expect("text:600000 bytes on test-stream")
				.expect("text:100000 characters")
				.expect("text:10 bytes on test-stream");
		}
	}

	@Test
	void charactersAreReadAsTheyCome() throws Exception {
		try (TestPeer peer = connect("/lines")) {
			peer.sendText("zwölf\nBoxkämpfer\n" + "ü".repeat(100_000) + "\n");
			peer.expect("text:zwölf, Boxkämpfer, 100000");
		}
	}

	@Test
	void whatIsNotReadIsDropped() throws Exception {
		try (TestPeer peer = connect("/upload")) {
			this.endpoint.readsNothing = true;
			for (int i = 0; i < 20; i++) {
				peer.sendPart(new byte[100_000], false);
			}
			peer.sendPart(new byte[0], true);
			peer.expect("text:0 bytes on test-stream");
			peer.sendText("still here").expect("text:10 characters");
		}
	}

	@Test
	void aPeerIsReadNoFasterThanTheMethodReads() throws Exception {
		try (TestPeer peer = connect("/upload")) {
			this.endpoint.waits = true;
			AtomicLong sent = new AtomicLong();
			CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
				for (int i = 0; i < 640; i++) {
					peer.sendPart(new byte[100_000], i == 639);
					sent.incrementAndGet();
				}
			});
			AtomicLong last = new AtomicLong(-1);
			await().pollInterval(200, TimeUnit.MILLISECONDS).until(() -> last.getAndSet(sent.get()) == sent.get());
			assertThat(sent).hasValueLessThan(640);
			this.endpoint.go.countDown();
			peer.expect("text:64000000 bytes on test-stream");
			sending.get(10, TimeUnit.SECONDS);
		}
	}

	@Test
	void aMessageThatIsGatheredKeepsTheLimitOfTheServer() throws Exception {
		try (TestPeer peer = connect("/upload")) {
			peer.sendText("x".repeat(1 << 20)).expect("text:1048576 characters");
			peer.sendText("x".repeat((1 << 20) + 1));
			peer.expectClose(1009, "message-too-big");
		}
	}

	@Test
	void moreSessionsMayReadThanThereAreThreadsForCallbacks() throws Exception {
		List<TestPeer> peers = new ArrayList<>();
		for (int i = 0; i < 8; i++) {
			peers.add(connect("/upload").sendPart(new byte[10], false));
		}
		for (TestPeer peer : peers) {
			peer.sendPart(new byte[10], true);
			peer.expect("text:20 bytes on test-stream");
			peer.close();
		}
	}

	@Test
	void aMethodIsToldThatTheSessionHasEndedAndOnCloseComesLast() throws Exception {
		TestPeer peer = connect("/upload");
		peer.sendPart(new byte[1000], false);
		await().until(() -> this.endpoint.bytes.get() == 1000);
		peer.abort();
		await().untilAsserted(() -> assertThat(this.endpoint.events)
			.containsExactly("The session ended before the message was complete", "close 1006"));
	}

	@Test
	void whatItThrowsGoesToOnError() throws Exception {
		try (TestPeer peer = connect("/upload")) {
			this.endpoint.fails = true;
			peer.sendPart(new byte[10], false).sendPart(new byte[10], true);
			peer.expect("text:expected by this test");
			peer.sendText("still here").expect("text:10 characters");
		}
	}

	private TestPeer connect(String path) throws Exception {
		return TestPeer.connect(this.server.port(), path);
	}

	@WsEndpoint("/upload")
	static class UploadEndpoint {

		final AtomicLong bytes = new AtomicLong();

		final List<String> events = new CopyOnWriteArrayList<>();

		final CountDownLatch go = new CountDownLatch(1);

		volatile boolean waits;

		volatile boolean readsNothing;

		volatile boolean fails;

		@OnMessage
		String upload(InputStream payload) throws Exception {
			long read = 0;
			if (this.waits) {
				this.go.await(20, TimeUnit.SECONDS);
			}
			if (this.fails) {
				throw new IllegalStateException("expected by this test");
			}
			byte[] buffer = new byte[4096];
			for (int count = this.readsNothing ? -1 : 0; count >= 0; count = payload.read(buffer)) {
				read += count;
				this.bytes.set(read);
			}
			return read + " bytes on " + Thread.currentThread().getName();
		}

		@OnMessage
		String text(String text) {
			return text.length() + " characters";
		}

		@OnError
		String failed(Exception ex) {
			this.events.add(ex.getMessage());
			return ex.getMessage();
		}

		@OnClose
		void close(CloseStatus status) {
			this.events.add("close " + status.code());
		}

	}

	@WsEndpoint("/lines")
	static class LineEndpoint {

		@OnMessage
		String lines(Reader payload) throws IOException {
			BufferedReader lines = new BufferedReader(payload);
			return lines.readLine() + ", " + lines.readLine() + ", " + lines.readLine().length();
		}

	}

}
