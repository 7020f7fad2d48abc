package io.wsboot.spring.server;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import io.wsboot.protocol.CloseStatus;
import io.wsboot.transport.ReconnectHint;
import io.wsboot.transport.UpgradeDecision;
import io.wsboot.transport.WsHandler;
import io.wsboot.transport.WsServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationListener;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.support.GenericApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Goodbye before the stop.
 */
@ExtendWith(OutputCaptureExtension.class)
class WsServerDrainTests {

	private final GenericApplicationContext context = new GenericApplicationContext();

	private final List<Integer> sessionsAtEvents = new ArrayList<>();

	private @Nullable RuntimeException fault;

	private final WsServerLifecycle lifecycle = new WsServerLifecycle(EchoFactory::new,
			HandlerThreads.pool(1, 10, Duration.ofSeconds(1)), this.context);

	private final WsServerDrain drain = new WsServerDrain(this.lifecycle, Duration.ZERO, Duration.ofSeconds(10));

	WsServerDrainTests() {
		this.context.addApplicationListener(new DrainingListener());
		this.context.refresh();
	}

	@AfterEach
	void stop() {
		this.lifecycle.stop();
		this.context.close();
	}

	@Test
	void whenNothingRunsThenItIsDoneAtOnce() {
		CountDownLatch done = new CountDownLatch(1);
		this.drain.start();
		assertThat(this.drain.isRunning()).isTrue();
		this.drain.stop(done::countDown);
		assertThat(this.drain.isRunning()).isFalse();
		assertThat(done.getCount()).isZero();
	}

	@Test
	void whenSessionsAreOpenThenTheyAreClosedWith1001BeforeItIsDone() throws Exception {
		this.lifecycle.start();
		this.drain.start();
		Peer peer = new Peer(this.lifecycle.server().port());
		CountDownLatch done = new CountDownLatch(1);
		this.drain.stop(done::countDown);
		assertThat(peer.closed.get(10, TimeUnit.SECONDS)).extracting(CloseStatus::code).isEqualTo(1001);
		assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
		assertThat(this.lifecycle.isRunning()).isTrue();
	}

	@Test
	void whenStoppedWithoutACallbackThenSessionsAreClosedAllTheSame() throws Exception {
		this.lifecycle.start();
		this.drain.start();
		Peer peer = new Peer(this.lifecycle.server().port());
		this.drain.stop();
		assertThat(peer.closed.get(10, TimeUnit.SECONDS)).extracting(CloseStatus::code).isEqualTo(1001);
	}

	@Test
	void whenStartedAgainThenNewSessionsAreWelcome() throws Exception {
		this.lifecycle.start();
		this.drain.start();
		CountDownLatch done = new CountDownLatch(1);
		this.drain.stop(done::countDown);
		assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
		this.lifecycle.stop();
		this.lifecycle.start();
		this.drain.start();
		assertThat(this.drain.isRunning()).isTrue();
		Peer peer = new Peer(this.lifecycle.server().port());
		assertThat(peer.closed).isNotDone();
	}

	@Test
	void whenDrainedByHandThenTheListenerStaysAndRefusesNewcomers() throws Exception {
		this.lifecycle.start();
		Peer peer = new Peer(port());
		assertThat(this.drain.isDraining()).isFalse();
		CompletableFuture<Void> done = this.drain.drain().toCompletableFuture();
		assertThat(this.drain.isDraining()).isTrue();
		CloseStatus goodbye = peer.closed.get(10, TimeUnit.SECONDS);
		assertThat(goodbye.reason()).startsWith("going-away; ");
		assertThat(ReconnectHint.of(goodbye)).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(5));
		done.get(10, TimeUnit.SECONDS);
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> new Peer(port()))
			.havingCause()
			.isInstanceOfSatisfying(WebSocketHandshakeException.class, (refusal) -> {
				assertThat(refusal.getResponse().statusCode()).isEqualTo(503);
				assertThat(refusal.getResponse().headers().firstValue("Retry-After")).contains("5");
			});
		assertThat(this.lifecycle.isRunning()).isTrue();
	}

	@Test
	void whenItBeginsThenItSaysSoOnceAndBeforeTheFirstClose(CapturedOutput output) throws Exception {
		this.lifecycle.start();
		Peer first = new Peer(port());
		Peer second = new Peer(port());
		CompletionStage<?> done = this.drain.drain();
		assertThat(this.drain.drain()).isSameAs(done);
		CountDownLatch stopped = new CountDownLatch(1);
		this.drain.stop(stopped::countDown);
		assertThat(stopped.await(10, TimeUnit.SECONDS)).isTrue();
		assertThat(done.toCompletableFuture()).isDone();
		assertThat(first.closed.get(10, TimeUnit.SECONDS).code()).isEqualTo(1001);
		assertThat(second.closed.get(10, TimeUnit.SECONDS).code()).isEqualTo(1001);
		assertThat(this.sessionsAtEvents).containsExactly(2);
		assertThat(output).containsOnlyOnce(
				"WebSocket listener on port " + port() + " drains; open sessions: 2, closed with 1001 within 0s");
	}

	@Test
	void whenSomebodyWhoIsToldFailsThenSessionsAreClosedAllTheSame(CapturedOutput output) throws Exception {
		this.fault = new IllegalStateException("expected");
		this.lifecycle.start();
		Peer peer = new Peer(port());
		this.drain.drain().toCompletableFuture().get(10, TimeUnit.SECONDS);
		assertThat(peer.closed.get(10, TimeUnit.SECONDS).code()).isEqualTo(1001);
		assertThat(output).contains("A listener of WsServerDrainingEvent failed");
	}

	@Test
	void whenPeersDoNotAnswerThenTheGracePeriodIsTheEndOfIt(CapturedOutput output) throws Exception {
		WsServerDrain impatient = new WsServerDrain(this.lifecycle, Duration.ZERO, Duration.ofMillis(100));
		this.lifecycle.start();
		CompletableFuture<Void> answer = new CompletableFuture<>();
		Peer silent = new Peer(port(), answer);
		impatient.drain().toCompletableFuture().get(10, TimeUnit.SECONDS);
		assertThat(this.lifecycle.server().sessions().size()).isEqualTo(1);
		assertThat(output)
			.contains("Sessions that have not ended within the grace period of 0.1s: 1; they are cut off");
		this.lifecycle.stop();
		assertThat(this.lifecycle.isRunning()).isFalse();
		assertThat(silent.closed).isCompleted();
		answer.complete(null);
	}

	@Test
	void whenTheListenerStartsAnewThenItDoesNotDrain() throws Exception {
		this.lifecycle.start();
		this.drain.drain().toCompletableFuture().get(10, TimeUnit.SECONDS);
		this.lifecycle.stop();
		assertThat(this.drain.isDraining()).isFalse();
		this.lifecycle.start();
		assertThat(this.drain.isDraining()).isFalse();
		Peer peer = new Peer(port());
		this.drain.drain().toCompletableFuture().get(10, TimeUnit.SECONDS);
		assertThat(peer.closed.get(10, TimeUnit.SECONDS).code()).isEqualTo(1001);
		assertThat(this.sessionsAtEvents).containsExactly(0, 1);
	}

	@Test
	void whenLoadIsShedThenTheShareIsClosedAndTheListenerGoesOn() throws Exception {
		this.lifecycle.start();
		List<Peer> peers = new ArrayList<>();
		for (int i = 0; i < 10; i++) {
			peers.add(new Peer(port()));
		}
		assertThat(this.drain.shed(40).toCompletableFuture().get(10, TimeUnit.SECONDS)).isEqualTo(4);
		CompletableFuture<?>[] closes = peers.stream().map((peer) -> peer.closed).toArray(CompletableFuture<?>[]::new);
		CompletableFuture.anyOf(closes).get(10, TimeUnit.SECONDS);
		assertThat(this.drain.isDraining()).isFalse();
		peers.add(new Peer(port()));
		this.drain.drain().toCompletableFuture().get(10, TimeUnit.SECONDS);
		List<String> reasons = new ArrayList<>();
		for (Peer peer : peers) {
			reasons.add(peer.closed.get(10, TimeUnit.SECONDS).reason().replaceAll(";.*", ""));
		}
		assertThat(reasons).filteredOn("shed"::equals).hasSize(4);
		assertThat(reasons).filteredOn("going-away"::equals).hasSize(7);
	}

	@Test
	void whenNothingRunsThenNobodyIsShedOrDrained() throws Exception {
		assertThat(this.drain.shed(50).toCompletableFuture().get(10, TimeUnit.SECONDS)).isZero();
		assertThat(this.drain.drain().toCompletableFuture()).isDone();
		assertThat(this.drain.isDraining()).isFalse();
		assertThat(this.sessionsAtEvents).isEmpty();
	}

	@Test
	void whenAShareIsNoneThenItIsRefused() {
		this.lifecycle.start();
		assertThatIllegalArgumentException().isThrownBy(() -> this.drain.shed(0))
			.withMessage("A share must be from 1 to 100 percent, not 0");
	}

	@Test
	void itsPhaseIsBeforeTheListenersStopAndAPauseDoesNotStartIt() {
		assertThat(this.drain.getPhase()).isEqualTo(SmartLifecycle.DEFAULT_PHASE - 1024)
			.isGreaterThan(this.lifecycle.getPhase());
		assertThat(this.drain.isPauseable()).isFalse();
	}

	private int port() {
		return this.lifecycle.server().port();
	}

	/** Remembers how many sessions there were when it was told. */
	private final class DrainingListener implements ApplicationListener<WsServerDrainingEvent> {

		@Override
		public void onApplicationEvent(WsServerDrainingEvent event) {
			WsServer server = WsServerDrainTests.this.lifecycle.server();
			assertThat(event.port()).isEqualTo(server.port());
			WsServerDrainTests.this.sessionsAtEvents.add(server.sessions().size());
			if (WsServerDrainTests.this.fault != null) {
				throw WsServerDrainTests.this.fault;
			}
		}

	}

	private static final class Peer implements WebSocket.Listener {

		private final CompletableFuture<CloseStatus> closed = new CompletableFuture<>();

		/** The Close is answered when this completes; {@code null} for at once. */
		private final @Nullable CompletableFuture<?> answer;

		Peer(int port) throws Exception {
			this(port, null);
		}

		Peer(int port, @Nullable CompletableFuture<?> answer) throws Exception {
			this.answer = answer;
			HttpClient.newHttpClient()
				.newWebSocketBuilder()
				.buildAsync(URI.create("ws://127.0.0.1:" + port + "/"), this)
				.get(10, TimeUnit.SECONDS);
		}

		@Override
		public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
			this.closed.complete(new CloseStatus(code, reason));
			return this.answer;
		}

	}

	private static final class EchoFactory implements WsServerFactory {

		@Override
		public List<String> paths() {
			return List.of("/");
		}

		@Override
		public WsServer.Builder builder() {
			return WsServer.builder()
				.address(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
				.upgradeHandler((request) -> CompletableFuture.completedStage(UpgradeDecision.accept(new WsHandler() {
				})));
		}

	}

}
