package io.wsboot.spring.server;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.wsboot.transport.UpgradeDecision;
import io.wsboot.transport.WsHandler;
import io.wsboot.transport.WsServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.context.SmartLifecycle;
import org.springframework.context.support.GenericApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Goodbye before the stop.
 */
class WsServerDrainTests {

	private final GenericApplicationContext context = new GenericApplicationContext();

	private final WsServerLifecycle lifecycle = new WsServerLifecycle(EchoFactory::new,
			HandlerThreads.pool(1, 10, Duration.ofSeconds(1)), this.context);

	private final WsServerDrain drain = new WsServerDrain(this.lifecycle, Duration.ZERO, Duration.ofSeconds(10));

	WsServerDrainTests() {
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
		assertThat(peer.closed.get(10, TimeUnit.SECONDS)).isEqualTo(1001);
		assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
		assertThat(this.lifecycle.isRunning()).isTrue();
	}

	@Test
	void whenStoppedWithoutACallbackThenSessionsAreClosedAllTheSame() throws Exception {
		this.lifecycle.start();
		this.drain.start();
		Peer peer = new Peer(this.lifecycle.server().port());
		this.drain.stop();
		assertThat(peer.closed.get(10, TimeUnit.SECONDS)).isEqualTo(1001);
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
	void itsPhaseIsBeforeTheListenersStopAndAPauseDoesNotStartIt() {
		assertThat(this.drain.getPhase()).isEqualTo(SmartLifecycle.DEFAULT_PHASE - 1024)
			.isGreaterThan(this.lifecycle.getPhase());
		assertThat(this.drain.isPauseable()).isFalse();
	}

	private static final class Peer implements WebSocket.Listener {

		private final CompletableFuture<Integer> closed = new CompletableFuture<>();

		Peer(int port) throws Exception {
			HttpClient.newHttpClient()
				.newWebSocketBuilder()
				.buildAsync(URI.create("ws://127.0.0.1:" + port + "/"), this)
				.get(10, TimeUnit.SECONDS);
		}

		@Override
		public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
			this.closed.complete(code);
			return null;
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
