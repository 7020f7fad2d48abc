package io.wsboot.spring.autoconfigure;

import java.util.concurrent.Executor;

import io.wsboot.spring.annotation.Execution;
import io.wsboot.spring.annotation.OnMessage;
import io.wsboot.spring.annotation.WsEndpoint;
import io.wsboot.spring.server.WsPortInfoApplicationContextInitializer;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.thread.Threading;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * On which threads the callbacks of endpoints run.
 */
class HandlerExecutionTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WsServerAutoConfiguration.class))
		.withInitializer(new WsPortInfoApplicationContextInitializer())
		.withPropertyValues("ws.server.address=127.0.0.1", "ws.server.port=0", "ws.server.shutdown.drain-window=0s");

	private final ApplicationContextRunner withEcho = this.runner.withBean("echo", EchoEndpoint.class);

	@Test
	void whenPlatformThreadsAreUsedThenHandlersRunInTheOwnPool() {
		this.withEcho.run((context) -> assertThat(handlerThread(context).getName()).startsWith("ws-handler-"));
	}

	@Test
	void whenPoolHasOneThreadThenAllSessionsShareIt() {
		this.withEcho.withPropertyValues("ws.execution.pool-size=1").run((context) -> {
			Thread first = handlerThread(context);
			handlerThread(context);
			handlerThread(context);
			assertThat(context.getBean(EchoEndpoint.class).threads).hasSize(3).containsOnly(first);
		});
	}

	@Test
	void whenVirtualThreadsAreEnabledThenHandlersRunOnThemWhereJavaHasThem() {
		this.withEcho.withPropertyValues("spring.threads.virtual.enabled=true").run((context) -> {
			Thread thread = handlerThread(context);
			assertThat(thread.getName()).startsWith("ws-handler-");
			assertThat(isVirtual(thread)).isEqualTo(Threading.VIRTUAL.isActive(context.getEnvironment()));
		});
	}

	@Test
	void whenApplicationHasAnExecutorThenHandlersDoNotRunThere() {
		Executor refusing = (task) -> {
			throw new IllegalStateException("not for endpoints");
		};
		this.withEcho.withBean("applicationExecutor", Executor.class, () -> refusing)
			.run((context) -> assertThat(handlerThread(context).getName()).startsWith("ws-handler-"));
	}

	@Test
	void whenListenerIsConfiguredThenApplicationKeepsItsTaskExecutor() {
		this.withEcho.withConfiguration(AutoConfigurations.of(TaskExecutionAutoConfiguration.class))
			.run((context) -> assertThat(context).hasBean("applicationTaskExecutor").hasSingleBean(Executor.class));
	}

	@Test
	void whenEndpointAsksForTheEventLoopThenHandlersRunThere() {
		this.runner.withBean(LoopEndpoint.class).run((context) -> {
			TestPeer peer = TestPeer.connect(port(context), "/loop");
			peer.send("who");
			peer.receivesStartingWith("ws-loop");
		});
	}

	private static Thread handlerThread(AssertableApplicationContext context) throws Exception {
		TestPeer peer = TestPeer.connect(port(context), "/echo");
		peer.send("who");
		peer.receives("who");
		return context.getBean(EchoEndpoint.class).threads.element();
	}

	private static boolean isVirtual(Thread thread) throws ReflectiveOperationException {
		return Runtime.version().feature() >= 21 && (boolean) Thread.class.getMethod("isVirtual").invoke(thread);
	}

	private static int port(AssertableApplicationContext context) {
		return context.getEnvironment().getRequiredProperty("local.ws.server.port", Integer.class);
	}

	@WsEndpoint(path = "/loop", execution = Execution.EVENT_LOOP)
	static class LoopEndpoint {

		@OnMessage
		String message(String text) {
			return Thread.currentThread().getName();
		}

	}

}
