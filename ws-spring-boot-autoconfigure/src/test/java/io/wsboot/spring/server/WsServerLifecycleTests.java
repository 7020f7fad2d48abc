package io.wsboot.spring.server;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;

import io.wsboot.transport.UpgradeDecision;
import io.wsboot.transport.WsServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.context.ApplicationListener;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.support.GenericApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Start, stop, start again.
 */
class WsServerLifecycleTests {

	private final GenericApplicationContext context = new GenericApplicationContext();

	private final List<WsServerEvent> events = new ArrayList<>();

	private final HandlerThreads threads = HandlerThreads.pool(1, 10, Duration.ofSeconds(1));

	private final TestFactory factory = new TestFactory();

	private final WsServerLifecycle lifecycle = new WsServerLifecycle(() -> this.factory, this.threads, this.context);

	@BeforeEach
	void listen() {
		this.context.addApplicationListener(new Recorder(this.events));
		this.context.refresh();
	}

	@AfterEach
	void stop() {
		this.lifecycle.stop();
		this.context.close();
	}

	@Test
	void whenStartedThenListenerRunsAndSaysSo() {
		this.lifecycle.start();
		assertThat(this.lifecycle.isRunning()).isTrue();
		assertThat(this.events).singleElement().isInstanceOfSatisfying(WsServerStartedEvent.class, (event) -> {
			assertThat(event.port()).isEqualTo(port()).isPositive();
			assertThat(event.localAddress()).isEqualTo(new InetSocketAddress(InetAddress.getLoopbackAddress(), port()));
			assertThat(event.getApplicationContext()).isSameAs(this.context);
		});
	}

	@Test
	void whenStartedTwiceThenTheSecondStartDoesNothing() {
		this.lifecycle.start();
		WsServer server = this.lifecycle.server();
		this.lifecycle.start();
		assertThat(this.lifecycle.server()).isSameAs(server);
		assertThat(this.events).hasSize(1);
	}

	@Test
	void whenStoppedThenPortIsFreeAndItSaysSo() throws IOException {
		this.lifecycle.start();
		int port = port();
		this.lifecycle.stop();
		assertThat(this.lifecycle.isRunning()).isFalse();
		assertThat(this.lifecycle.server()).isNull();
		new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close();
		assertThat(this.events).hasSize(2).last().isInstanceOfSatisfying(WsServerStoppedEvent.class, (event) -> {
			assertThat(event.port()).isEqualTo(port);
			assertThat(event.localAddress()).isEqualTo(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
		});
	}

	@Test
	void whenStoppedTwiceThenItSaysSoOnce() {
		this.lifecycle.start();
		this.lifecycle.stop();
		this.lifecycle.stop();
		assertThat(this.events).hasSize(2);
	}

	@Test
	void whenStoppedThenHandlerThreadsHaveEnded() {
		this.lifecycle.start();
		this.threads.executor().execute(() -> {
		});
		this.lifecycle.stop();
		assertThatExceptionOfType(RejectedExecutionException.class)
			.isThrownBy(() -> this.threads.executor().execute(() -> {
			}));
	}

	@Test
	void whenStartedAgainThenANewServerListensOnTheSamePort() {
		this.lifecycle.start();
		int port = port();
		WsServer first = this.lifecycle.server();
		this.lifecycle.stop();
		this.lifecycle.start();
		assertThat(this.lifecycle.server()).isNotNull().isNotSameAs(first);
		assertThat(port()).isEqualTo(port);
		assertThat(this.events).hasSize(3);
	}

	@Test
	void whenThePortIsTakenMeanwhileThenAnotherFreeOneWillDo() throws IOException {
		this.lifecycle.start();
		int port = port();
		this.lifecycle.stop();
		try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
			this.lifecycle.start();
			assertThat(port()).isPositive().isNotEqualTo(taken.getLocalPort());
		}
	}

	@Test
	void whenThereIsNoEndpointThenNothingStarts() {
		this.factory.paths = List.of();
		this.lifecycle.start();
		assertThat(this.lifecycle.isRunning()).isFalse();
		this.lifecycle.stop();
		assertThat(this.events).isEmpty();
	}

	@Test
	void whenPortIsTakenThenStartFailsAndReleasesEverything() throws IOException {
		try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			this.factory.port = taken.getLocalPort();
			assertThatExceptionOfType(WsServerStartException.class).isThrownBy(this.lifecycle::start)
				.withCauseInstanceOf(BindException.class)
				.satisfies((failure) -> assertThat(failure.address()).isEqualTo(taken.getLocalSocketAddress()));
		}
		assertNothingIsLeft();
		this.lifecycle.start();
		assertThat(port()).isEqualTo(this.factory.port);
	}

	@Test
	void whenServerCannotBeBuiltThenStartFailsAndReleasesEverything() {
		this.factory.withUpgradeHandler = false;
		assertThatIllegalStateException().isThrownBy(this.lifecycle::start);
		assertNothingIsLeft();
	}

	@Test
	void itsPhaseIsTheWebServersAndAPauseDoesNotStopIt() {
		assertThat(this.lifecycle.getPhase()).isEqualTo(SmartLifecycle.DEFAULT_PHASE - 2048);
		assertThat(this.lifecycle.isAutoStartup()).isTrue();
		assertThat(this.lifecycle.isPauseable()).isFalse();
	}

	private void assertNothingIsLeft() {
		assertThat(this.lifecycle.isRunning()).isFalse();
		assertThat(this.events).isEmpty();
		assertThatExceptionOfType(RejectedExecutionException.class)
			.isThrownBy(() -> this.threads.executor().execute(() -> {
			}));
	}

	private int port() {
		return this.lifecycle.server().port();
	}

	private record Recorder(List<WsServerEvent> events) implements ApplicationListener<WsServerEvent> {

		@Override
		public void onApplicationEvent(WsServerEvent event) {
			this.events.add(event);
		}

	}

	private static final class TestFactory implements WsServerFactory {

		private List<String> paths = List.of("/echo");

		private int port;

		private boolean withUpgradeHandler = true;

		@Override
		public List<String> paths() {
			return this.paths;
		}

		@Override
		public WsServer.Builder builder() {
			WsServer.Builder builder = WsServer.builder()
				.address(new InetSocketAddress(InetAddress.getLoopbackAddress(), this.port));
			if (this.withUpgradeHandler) {
				builder.upgradeHandler(
						(request) -> CompletableFuture.completedStage(UpgradeDecision.refuse(404, "Nobody here.")));
			}
			return builder;
		}

	}

}
