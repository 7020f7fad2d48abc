package io.wsboot.spring.endpoint;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.wsboot.spring.TestPeer;
import io.wsboot.spring.annotation.OnClose;
import io.wsboot.spring.annotation.OnError;
import io.wsboot.spring.annotation.OnMessage;
import io.wsboot.spring.annotation.OnOpen;
import io.wsboot.spring.annotation.WsEndpoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Endpoints whose messages are handled at the same time.
 */
class ConcurrentEndpointTests {

	private EndpointServer server;

	@BeforeEach
	void start() throws Exception {
		this.server = new EndpointServer(LookupEndpoint.class, AsynchronousEndpoint.class);
	}

	@AfterEach
	void stop() {
		this.server.close();
	}

	@Test
	void repliesComeAsTheyAreReady() throws Exception {
		LookupEndpoint endpoint = this.server.bean(LookupEndpoint.class);
		try (TestPeer peer = TestPeer.connect(this.server.port(), "/lookup")) {
			peer.sendText("slow").sendText("fast");
			CompletableFuture<String> slow = endpoint.next("slow");
			endpoint.next("fast").complete("fast done");
			peer.expect("text:fast done");
			slow.complete("slow done");
			peer.expect("text:slow done");
		}
	}

	@Test
	void onCloseComesWhenTheLastIsThrough() throws Exception {
		LookupEndpoint endpoint = this.server.bean(LookupEndpoint.class);
		TestPeer peer = TestPeer.connect(this.server.port(), "/lookup");
		peer.sendText("slow");
		CompletableFuture<String> slow = endpoint.next("slow");
		peer.abort();
		await().until(() -> this.server.sessions() == 0);
		assertThat(endpoint.events).containsExactly("open");
		slow.complete("too late");
		await().untilAsserted(() -> assertThat(endpoint.events).containsExactly("open", "slow", "close"));
	}

	@Test
	void failuresGoToOnErrorEach() throws Exception {
		LookupEndpoint endpoint = this.server.bean(LookupEndpoint.class);
		try (TestPeer peer = TestPeer.connect(this.server.port(), "/lookup")) {
			peer.sendText("one");
			endpoint.next("one").completeExceptionally(new IllegalArgumentException("expected by this test"));
			peer.expect("text:java.lang.IllegalArgumentException: expected by this test");
		}
	}

	@Test
	void whatGoesOnIsBounded() throws Exception {
		AsynchronousEndpoint endpoint = this.server.bean(AsynchronousEndpoint.class);
		try (TestPeer peer = TestPeer.connect(this.server.port(), "/asynchronous")) {
			int count = ConcurrentHandler.MOST + 50;
			for (int i = 0; i < count; i++) {
				peer.sendText("message " + i);
			}
			await().until(() -> endpoint.asked.size() >= ConcurrentHandler.MOST - 2);
			assertThat(endpoint.asked).hasSizeLessThanOrEqualTo(ConcurrentHandler.MOST);
			Map<String, Integer> received = new HashMap<>();
			for (int i = 0; i < count; i++) {
				AsynchronousEndpoint.Asked next = endpoint.asked.poll(10, TimeUnit.SECONDS);
				next.answer().complete(next.text());
			}
			for (int i = 0; i < count; i++) {
				received.merge(peer.next(), 1, Integer::sum);
			}
			assertThat(received).hasSize(count);
		}
	}

	@Test
	void messagesWaitForAnAsynchronousOnOpen() throws Exception {
		AsynchronousEndpoint endpoint = this.server.bean(AsynchronousEndpoint.class);
		endpoint.opened = new CompletableFuture<>();
		try (TestPeer peer = TestPeer.connect(this.server.port(), "/asynchronous")) {
			peer.sendText("early");
			assertThat(endpoint.asked.poll(50, TimeUnit.MILLISECONDS)).isNull();
			endpoint.opened.complete(null);
			AsynchronousEndpoint.Asked early = endpoint.asked.poll(10, TimeUnit.SECONDS);
			early.answer().complete(early.text());
			peer.expect("text:early");
		}
	}

	@WsEndpoint(path = "/lookup", concurrent = true)
	static class LookupEndpoint {

		final List<String> events = new CopyOnWriteArrayList<>();

		private final Map<String, CompletableFuture<String>> answers = new ConcurrentHashMap<>();

		CompletableFuture<String> next(String text) {
			await().until(() -> this.answers.containsKey(text));
			return this.answers.get(text);
		}

		@OnOpen
		void open() {
			this.events.add("open");
		}

		@OnMessage
		String text(String text) throws Exception {
			try {
				return this.answers.computeIfAbsent(text, (key) -> new CompletableFuture<>()).get(10, TimeUnit.SECONDS);
			}
			finally {
				this.events.add(text);
			}
		}

		@OnError
		String failed(Exception ex) {
			return ex.getMessage();
		}

		@OnClose
		void close() {
			this.events.add("close");
		}

	}

	@WsEndpoint(path = "/asynchronous", concurrent = true)
	static class AsynchronousEndpoint {

		final BlockingQueue<Asked> asked = new LinkedBlockingQueue<>();

		volatile CompletableFuture<Void> opened = CompletableFuture.completedFuture(null);

		@OnOpen
		CompletionStage<Void> open() {
			return this.opened;
		}

		@OnMessage
		CompletionStage<String> text(String text) {
			Asked question = new Asked(text, new CompletableFuture<>());
			this.asked.add(question);
			return question.answer();
		}

		record Asked(String text, CompletableFuture<String> answer) {

		}

	}

}
