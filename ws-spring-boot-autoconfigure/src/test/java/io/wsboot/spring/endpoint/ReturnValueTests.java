package io.wsboot.spring.endpoint;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.wsboot.spring.TestPeer;
import io.wsboot.spring.annotation.Execution;
import io.wsboot.spring.annotation.OnClose;
import io.wsboot.spring.annotation.OnError;
import io.wsboot.spring.annotation.OnMessage;
import io.wsboot.spring.annotation.OnOpen;
import io.wsboot.spring.annotation.PublishTo;
import io.wsboot.spring.annotation.WsEndpoint;
import io.wsboot.spring.messaging.WsTopics;
import io.wsboot.transport.WsSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What methods may return, each row over a real socket.
 */
class ReturnValueTests {

	@Test
	void anEmptyOptionalIsNoReply() throws Exception {
		try (EndpointServer server = new EndpointServer(MaybeEndpoint.class);
				TestPeer peer = TestPeer.connect(server.port(), "/maybe")) {
			peer.sendText("").sendText("something");
			peer.expect("text:something");
		}
	}

	@ParameterizedTest
	@ValueSource(classes = { LaterEndpoint.class, LaterOnLoopEndpoint.class, MonoEndpoint.class })
	void aValueMayComeLaterAndRepliesKeepTheirOrder(Class<? extends Later> type) throws Exception {
		try (EndpointServer server = new EndpointServer(type);
				TestPeer peer = TestPeer.connect(server.port(), "/later")) {
			Later endpoint = server.bean(type);
			peer.sendText("first").sendText("second");
			CompletableFuture<String> first = endpoint.next();
			assertThat(endpoint.asked.poll(50, TimeUnit.MILLISECONDS)).as("the second call").isNull();
			first.complete("1");
			peer.expect("text:1");
			endpoint.next().complete("2");
			peer.expect("text:2");
		}
	}

	@ParameterizedTest
	@ValueSource(classes = { LaterEndpoint.class, LaterOnLoopEndpoint.class, MonoEndpoint.class })
	void whatFailsLaterGoesToOnError(Class<? extends Later> type) throws Exception {
		try (EndpointServer server = new EndpointServer(type);
				TestPeer peer = TestPeer.connect(server.port(), "/later")) {
			Later endpoint = server.bean(type);
			peer.sendText("x");
			endpoint.next().completeExceptionally(new IllegalArgumentException("no such price"));
			peer.expect("text:no such price");
			peer.sendText("y");
			endpoint.next().complete(null);
			peer.sendText("z");
			endpoint.next().complete("z");
			peer.expect("text:z");
			peer.sendText("x");
			endpoint.next().completeExceptionally(new IllegalStateException("expected by this test"));
			peer.expectClose(1011, "handler-failed");
		}
	}

	@Test
	void messagesWaitUntilAnAsynchronousOnOpenIsThrough() throws Exception {
		try (EndpointServer server = new EndpointServer(SlowOpenEndpoint.class);
				TestPeer peer = TestPeer.connect(server.port(), "/slow-open")) {
			peer.sendText("early");
			SlowOpenEndpoint endpoint = server.bean(SlowOpenEndpoint.class);
			peer.expectNothingMore();
			endpoint.loaded.complete(null);
			peer.expect("text:early");
		}
	}

	@Test
	void elementsOfACollectionOrStreamAreMessages() throws Exception {
		try (EndpointServer server = new EndpointServer(SequenceEndpoint.class, CountEndpoint.class);
				TestPeer list = TestPeer.connect(server.port(), "/words");
				TestPeer stream = TestPeer.connect(server.port(), "/count")) {
			list.sendText("one two three");
			list.expect("text:one").expect("text:two").expect("text:three");
			stream.sendText("3");
			stream.expect("text:0").expect("text:1").expect("text:2");
			await().untilTrue(server.bean(CountEndpoint.class).closed);
			stream.sendText("-1");
			stream.expect("text:negative");
		}
	}

	@Test
	void aStreamGoesNoFasterThanThePeerReads() throws Exception {
		try (EndpointServer server = new EndpointServer(CountEndpoint.class);
				TestPeer peer = TestPeer.connect(server.port(), "/count")) {
			CountEndpoint endpoint = server.bean(CountEndpoint.class);
			peer.pause();
			peer.sendText("100000000");
			awaitStandstill(endpoint.produced);
			assertThat(endpoint.closed).isFalse();
			assertThat(endpoint.produced.get()).isLessThan(50_000_000);
		}
	}

	@ParameterizedTest
	@ValueSource(classes = { FluxEndpoint.class, FlowEndpoint.class })
	void itemsOfAPublisherAreMessagesWhileOtherMessagesAreHandled(Class<?> type) throws Exception {
		try (EndpointServer server = new EndpointServer(type);
				TestPeer peer = TestPeer.connect(server.port(), "/ticker")) {
			Ticker ticker = (Ticker) server.bean(type);
			peer.sendText("subscribe");
			await().until(ticker::isSubscribed);
			ticker.emit("1");
			peer.expect("text:1");
			peer.sendText("hello");
			peer.expect("text:hello");
			ticker.emit("2");
			peer.expect("text:2");
			peer.sendClose(1000, "");
			peer.expectClose(1000, "");
			await().until(() -> !ticker.isSubscribed());
		}
	}

	@Test
	void aPublisherThatFailsGoesToOnError() throws Exception {
		try (EndpointServer server = new EndpointServer(FailingFluxEndpoint.class);
				TestPeer peer = TestPeer.connect(server.port(), "/failing-flux")) {
			peer.sendText("x");
			peer.expect("text:1").expect("text:2").expect("text:no more");
			peer.sendText("x");
			peer.expect("text:1");
		}
	}

	@Test
	void aPublisherIsAskedForNoMoreThanThePeerReads() throws Exception {
		try (EndpointServer server = new EndpointServer(EndlessEndpoint.class);
				TestPeer peer = TestPeer.connect(server.port(), "/endless")) {
			EndlessEndpoint endpoint = server.bean(EndlessEndpoint.class);
			peer.pause();
			peer.sendText("x");
			awaitStandstill(endpoint.produced);
			assertThat(endpoint.produced.get()).isLessThan(100_000);
		}
	}

	@Test
	void aPeerThatAsksForEverMoreStreamsWaitsUntilSomeHaveEnded() throws Exception {
		try (EndpointServer server = new EndpointServer(FluxEndpoint.class);
				TestPeer peer = TestPeer.connect(server.port(), "/ticker")) {
			FluxEndpoint ticker = server.bean(FluxEndpoint.class);
			for (int i = 0; i < OpenStreams.MOST + 10; i++) {
				peer.sendText("subscribe");
			}
			peer.sendText("hello");
			await().until(() -> ticker.subscribers.get() == OpenStreams.MOST);
			peer.expectNothingMore();
			assertThat(ticker.subscribers).hasValue(OpenStreams.MOST);
			ticker.completeAll();
			peer.expect("text:hello");
		}
	}

	@Test
	void valuesThatComeLaterArePublishedToo() throws Exception {
		try (EndpointServer server = new EndpointServer(RoomEndpoint.class);
				TestPeer ada = TestPeer.connect(server.port(), "/room");
				TestPeer bob = TestPeer.connect(server.port(), "/room")) {
			await().until(() -> server.bean(WsTopics.class).count("room") == 2);
			ada.sendText("hello").expect("text:hello");
			bob.expect("text:hello");
			bob.sendClose(1000, "");
			ada.expect("text:somebody left");
		}
	}

	private static void awaitStandstill(AtomicLong produced) {
		AtomicLong last = new AtomicLong();
		await().pollInterval(Duration.ofMillis(200)).until(() -> {
			long now = produced.get();
			return last.getAndSet(now) == now && now > 0;
		});
	}

	@WsEndpoint("/maybe")
	static class MaybeEndpoint {

		@OnMessage
		Optional<String> text(String text) {
			return text.isEmpty() ? Optional.empty() : Optional.of(text);
		}

	}

	abstract static class Later {

		final BlockingQueue<CompletableFuture<String>> asked = new LinkedBlockingQueue<>();

		CompletableFuture<String> ask() {
			CompletableFuture<String> answer = new CompletableFuture<>();
			this.asked.add(answer);
			return answer;
		}

		CompletableFuture<String> next() throws InterruptedException {
			CompletableFuture<String> next = this.asked.poll(10, TimeUnit.SECONDS);
			assertThat(next).as("a call").isNotNull();
			return next;
		}

		@OnError
		String failed(IllegalArgumentException ex) {
			return ex.getMessage();
		}

	}

	@WsEndpoint("/later")
	static class LaterEndpoint extends Later {

		@OnMessage
		CompletionStage<String> text(String text) {
			return ask();
		}

	}

	@WsEndpoint(path = "/later", execution = Execution.EVENT_LOOP)
	static class LaterOnLoopEndpoint extends Later {

		@OnMessage
		CompletableFuture<String> text(String text) {
			return ask();
		}

	}

	@WsEndpoint("/later")
	static class MonoEndpoint extends Later {

		@OnMessage
		Mono<String> text(String text) {
			return Mono.fromFuture(ask());
		}

	}

	@WsEndpoint("/slow-open")
	static class SlowOpenEndpoint {

		final CompletableFuture<Void> loaded = new CompletableFuture<>();

		@OnOpen
		CompletionStage<Void> open() {
			return this.loaded;
		}

		@OnMessage
		String text(String text) {
			return text;
		}

	}

	@WsEndpoint("/words")
	static class SequenceEndpoint {

		@OnMessage
		List<String> text(String text) {
			return List.of(text.split(" "));
		}

	}

	@WsEndpoint("/count")
	static class CountEndpoint {

		final AtomicBoolean closed = new AtomicBoolean();

		final AtomicLong produced = new AtomicLong();

		@OnMessage
		Stream<String> text(String text) {
			int count = Integer.parseInt(text);
			if (count < 0) {
				throw new IllegalArgumentException("negative");
			}
			return IntStream.range(0, count).mapToObj((i) -> {
				this.produced.set(i);
				return String.valueOf(i);
			}).onClose(() -> this.closed.set(true));
		}

		@OnError
		String failed(IllegalArgumentException ex) {
			return ex.getMessage();
		}

	}

	interface Ticker {

		void emit(String item);

		boolean isSubscribed();

	}

	@WsEndpoint("/ticker")
	static class FluxEndpoint implements Ticker {

		final AtomicLong subscribers = new AtomicLong();

		private final List<FluxSink<String>> sinks = new ArrayList<>();

		@OnMessage
		Flux<String> text(String text) {
			return text.equals("subscribe") ? Flux.create((sink) -> {
				synchronized (this.sinks) {
					this.sinks.add(sink);
				}
				this.subscribers.incrementAndGet();
				sink.onDispose(this.subscribers::decrementAndGet);
			}) : Flux.just(text);
		}

		@Override
		public void emit(String item) {
			this.sinks.forEach((sink) -> sink.next(item));
		}

		void completeAll() {
			List<FluxSink<String>> all;
			synchronized (this.sinks) {
				all = List.copyOf(this.sinks);
			}
			all.forEach(FluxSink::complete);
		}

		@Override
		public boolean isSubscribed() {
			return this.subscribers.get() > 0;
		}

	}

	@WsEndpoint("/ticker")
	static class FlowEndpoint implements Ticker {

		private final SubmissionPublisher<String> ticks = new SubmissionPublisher<>();

		@OnMessage
		Flow.Publisher<String> text(String text) {
			if (text.equals("subscribe")) {
				return this.ticks;
			}
			SubmissionPublisher<String> one = new SubmissionPublisher<>();
			return (subscriber) -> {
				one.subscribe(subscriber);
				one.submit(text);
				one.close();
			};
		}

		@Override
		public void emit(String item) {
			this.ticks.submit(item);
		}

		@Override
		public boolean isSubscribed() {
			return this.ticks.hasSubscribers();
		}

	}

	@WsEndpoint("/failing-flux")
	static class FailingFluxEndpoint {

		@OnMessage
		Flux<String> text(String text) {
			return Flux.just("1", "2").concatWith(Flux.error(new IllegalArgumentException("no more")));
		}

		@OnError
		String failed(IllegalArgumentException ex) {
			return ex.getMessage();
		}

	}

	@WsEndpoint("/endless")
	static class EndlessEndpoint {

		final AtomicLong produced = new AtomicLong();

		@OnMessage
		Flux<byte[]> text(String text) {
			return Flux.generate((sink) -> {
				this.produced.incrementAndGet();
				sink.next(new byte[1000]);
			});
		}

	}

	@WsEndpoint("/room")
	static class RoomEndpoint {

		@OnOpen
		void open(WsSession session) {
			session.join("room");
		}

		@OnMessage
		@PublishTo("room")
		CompletionStage<Optional<String>> text(String text) {
			return CompletableFuture.supplyAsync(() -> Optional.of(text));
		}

		@OnClose
		@PublishTo("room")
		CompletionStage<Optional<String>> close() {
			return CompletableFuture.completedStage(Optional.of("somebody left"));
		}

	}

}
