package io.wsboot.spring.autoconfigure;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.wsboot.protocol.CloseCode;
import io.wsboot.protocol.CloseStatus;
import io.wsboot.spring.annotation.OnClose;
import io.wsboot.spring.annotation.WsEndpoint;
import io.wsboot.spring.server.WsServerEvent;
import io.wsboot.spring.server.WsServerLifecycle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;
import org.springframework.core.task.TaskRejectedException;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The listener in the life of a real application that has no web server.
 */
@ExtendWith(OutputCaptureExtension.class)
class ContextLifecycleTests {

	private ConfigurableApplicationContext context;

	@AfterEach
	void close() {
		if (this.context != null) {
			this.context.close();
		}
	}

	@Test
	void whenApplicationHasNoWebServerThenNonDaemonThreadsKeepItAlive() {
		run();
		assertThat(threads("ws-loop")).isNotEmpty().noneMatch(Thread::isDaemon);
	}

	@Test
	void whenContextIsClosedThenNoThreadIsLeft() throws Exception {
		run();
		TestPeer peer = TestPeer.connect(port(), "/echo");
		peer.send("hello");
		peer.receives("hello");
		assertThat(threads("ws-handler-")).isNotEmpty();
		this.context.close();
		await().untilAsserted(() -> assertThat(threads("ws-")).isEmpty());
	}

	@Test
	void whenContextIsClosedThenSessionsAreToldAndEveryOnCloseHasRun() throws Exception {
		run();
		TestPeer first = TestPeer.connect(port(), "/echo");
		TestPeer second = TestPeer.connect(port(), "/echo");
		Queue<CloseStatus> closes = this.context.getBean(EchoEndpoint.class).closes;
		this.context.close();
		assertThat(closes).extracting(CloseStatus::code).containsExactly(CloseCode.GOING_AWAY, CloseCode.GOING_AWAY);
		first.isClosedWith(CloseCode.GOING_AWAY);
		second.isClosedWith(CloseCode.GOING_AWAY);
	}

	@Test
	void whenTheApplicationsOwnExecutorHasEndedThenEveryOnCloseStillRuns() throws Exception {
		this.context = new SpringApplicationBuilder(Application.class, ExecutorConfiguration.class)
			.web(WebApplicationType.NONE)
			.properties("ws.server.address=127.0.0.1", "ws.server.port=0", "ws.server.shutdown.drain-window=0s")
			.run();
		TestPeer peer = TestPeer.connect(port(), "/last");
		TestPeer.connect(port(), "/last");
		Queue<String> closes = this.context.getBean(LastEndpoint.class).closes;
		this.context.close();
		peer.isClosedWith(CloseCode.GOING_AWAY);
		assertThat(closes).containsExactly("own executor ended", "own executor ended");
	}

	@Test
	void whenContextIsStoppedAndStartedThenListenerServesAgainOnItsPort() throws Exception {
		run();
		int port = port();
		this.context.stop();
		assertThat(this.context.getBean(WsServerLifecycle.class).isRunning()).isFalse();
		this.context.start();
		assertThat(port()).isEqualTo(port);
		TestPeer peer = TestPeer.connect(port, "/echo");
		peer.send("again");
		peer.receives("again");
		this.context.stop();
		peer.isClosedWith(CloseCode.GOING_AWAY);
		assertThat(this.context.getBean(Events.class).names()).containsExactly("WsServerStartedEvent",
				"WsServerDrainingEvent", "WsServerStoppedEvent", "WsServerStartedEvent", "WsServerDrainingEvent",
				"WsServerStoppedEvent");
	}

	@Test
	void whenContextIsPausedAndRestartedThenSessionsStay() throws Exception {
		run();
		TestPeer peer = TestPeer.connect(port(), "/echo");
		this.context.pause();
		peer.send("paused");
		peer.receives("paused");
		this.context.restart();
		peer.send("restarted");
		peer.receives("restarted");
		assertThat(this.context.getBean(Events.class).names()).containsExactly("WsServerStartedEvent");
	}

	@Test
	void whenListenerStartsThenOneLineSaysWhatAndWhere(CapturedOutput output) {
		run();
		assertThat(output).containsOnlyOnce("WebSocket listener on port " + port()
				+ " (127.0.0.1, plain): endpoints /echo; ping after 25s, pong within 20s; messages up to 1MB, any"
				+ " number of connections");
	}

	@Test
	void whenShutdownIsPromisedMoreTimeThanAPhaseHasThenAWarningSaysSo(CapturedOutput output) {
		run("--ws.server.shutdown.grace-period=40s");
		assertThat(output).contains("ws.server.shutdown.drain-window and grace-period are 40 s together, but the"
				+ " context waits only 30 s for a phase of its shutdown: sessions may be cut off. Shorten them, or"
				+ " raise spring.lifecycle.timeout-per-shutdown-phase.");
	}

	@Test
	void whenShutdownFitsIntoAPhaseThenThereIsNoWarning(CapturedOutput output) {
		run("--ws.server.shutdown.grace-period=30s");
		assertThat(output).doesNotContain("timeout-per-shutdown-phase");
	}

	private void run(String... arguments) {
		this.context = new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.properties("ws.server.address=127.0.0.1", "ws.server.port=0", "ws.server.shutdown.drain-window=0s")
			.run(arguments);
	}

	private int port() {
		return this.context.getEnvironment().getRequiredProperty("local.ws.server.port", Integer.class);
	}

	private static List<Thread> threads(String prefix) {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith(prefix))
			.toList();
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ LifecycleAutoConfiguration.class, WsServerAutoConfiguration.class })
	@Import({ EchoEndpoint.class, Events.class })
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	@Import(LastEndpoint.class)
	static class ExecutorConfiguration {

		@Bean
		ThreadPoolTaskExecutor ownExecutor() {
			ThreadPoolTaskExecutor executor = new ThreadPoolTaskExecutor();
			executor.setStrictEarlyShutdown(true);
			return executor;
		}

	}

	/** Asks at its end whether the application's own executor still works. */
	@WsEndpoint("/last")
	static class LastEndpoint {

		private final Queue<String> closes = new ConcurrentLinkedQueue<>();

		private final ThreadPoolTaskExecutor executor;

		LastEndpoint(ThreadPoolTaskExecutor executor) {
			this.executor = executor;
		}

		@OnClose
		void close() {
			try {
				this.executor.execute(() -> this.closes.add("own executor alive"));
			}
			catch (TaskRejectedException ex) {
				this.closes.add("own executor ended");
			}
		}

	}

	static class Events {

		private final Queue<WsServerEvent> events = new ConcurrentLinkedQueue<>();

		@EventListener
		void event(WsServerEvent event) {
			this.events.add(event);
		}

		List<String> names() {
			return this.events.stream().map((event) -> event.getClass().getSimpleName()).toList();
		}

	}

}
