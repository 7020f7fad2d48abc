package io.wsboot.spring.autoconfigure;

import java.io.InputStream;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ThreadLocalAccessor;
import io.wsboot.protocol.handshake.HandshakeException;
import io.wsboot.spring.TestPeer;
import io.wsboot.spring.annotation.Execution;
import io.wsboot.spring.annotation.OnClose;
import io.wsboot.spring.annotation.OnError;
import io.wsboot.spring.annotation.OnMessage;
import io.wsboot.spring.annotation.OnOpen;
import io.wsboot.spring.annotation.WsEndpoint;
import io.wsboot.spring.endpoint.MdcScopes;
import io.wsboot.spring.endpoint.WsHandshake;
import io.wsboot.spring.endpoint.WsHandshakeInterceptor;
import io.wsboot.spring.metrics.ContextScopes;
import io.wsboot.spring.server.WsPortInfoApplicationContextInitializer;
import io.wsboot.transport.WsSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.annotation.Order;
import org.springframework.core.task.TaskDecorator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * What surrounds callbacks on handler threads, on those of the pool and on virtual ones
 * where Java has them.
 */
class CallbackContextTests {

	private static final BlockingQueue<Map<String, String>> SEEN = new LinkedBlockingQueue<>();

	private static final ThreadLocal<String> TENANT = new ThreadLocal<>();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WsContextAutoConfiguration.class, WsServerAutoConfiguration.class))
		.withInitializer(new WsPortInfoApplicationContextInitializer())
		.withPropertyValues("ws.server.address=127.0.0.1", "ws.server.port=0", "ws.server.shutdown.drain-window=0s",
				"ws.execution.pool-size=1")
		.withBean("witness", WitnessEndpoint.class);

	@BeforeEach
	void registerTheTenant() {
		SEEN.clear();
		ContextRegistry.getInstance().registerThreadLocalAccessor(new TenantAccessor());
	}

	@AfterEach
	void removeTheTenant() {
		ContextRegistry.getInstance().removeThreadLocalAccessor(TenantAccessor.KEY);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void linesSayOfWhichSessionEndpointAndUserTheyAre(boolean virtual) {
		this.runner.withPropertyValues("spring.threads.virtual.enabled=" + virtual)
			.withBean(WsHandshakeInterceptor.class, () -> CallbackContextTests::nameTheUser)
			.run((context) -> {
				try (TestPeer peer = TestPeer.connect(port(context), "/witness/7", "X-User", "ada")) {
					Map<String, String> opened = seen("open");
					assertThat(opened.get("ws.session")).hasSize(32);
					assertThat(opened).containsEntry("ws.endpoint", "/witness/{id}").containsEntry("ws.user", "ada");
					peer.sendText("one");
					assertThat(seen("one")).containsAllEntriesOf(without(opened, "what"));
					peer.sendText("later");
					assertThat(seen("later")).containsAllEntriesOf(without(opened, "what"));
					assertThat(seen("fail later")).as("what is left of a callback")
						.containsAllEntriesOf(without(opened, "what"));
					peer.sendClose(1000, "");
					assertThat(seen("close")).containsAllEntriesOf(without(opened, "what"));
				}
			});
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void nothingIsLeftBehindForTheNextSession(boolean virtual) {
		this.runner.withPropertyValues("spring.threads.virtual.enabled=" + virtual)
			.withBean(WsHandshakeInterceptor.class, () -> CallbackContextTests::nameTheUser)
			.run((context) -> {
				try (TestPeer ada = TestPeer.connect(port(context), "/witness/1", "X-User", "ada", "X-Tenant", "t1")) {
					Map<String, String> first = seen("open");
					try (TestPeer nobody = TestPeer.connect(port(context), "/witness/2")) {
						Map<String, String> second = seen("open");
						assertThat(second).doesNotContainKeys("ws.user", "tenant");
						assertThat(second.get("ws.session")).isNotEqualTo(first.get("ws.session"));
						ada.sendText("one");
						assertThat(seen("one")).containsEntry("ws.user", "ada").containsEntry("tenant", "t1");
						nobody.sendText("two");
						assertThat(seen("two")).doesNotContainKeys("ws.user", "tenant");
					}
				}
			});
	}

	@Test
	void aSessionThatOpensTellsNobodyItsIdentifierIfNobodyIsCalled() {
		this.runner.withBean("quiet", QuietEndpoint.class).run((context) -> {
			try (TestPeer peer = TestPeer.connect(port(context), "/quiet")) {
				peer.sendText("one").expect("text:one of /quiet");
			}
		});
	}

	@Test
	void methodsThatReadStreamsOrRunAtTheSameTimeAreSurroundedToo() {
		this.runner.withBean("streams", StreamEndpoint.class)
			.withBean("concurrent", ConcurrentEndpoint.class)
			.withBean("mixed", MixedEndpoint.class)
			.run((context) -> {
				for (String path : new String[] { "/streams", "/concurrent", "/mixed" }) {
					try (TestPeer peer = TestPeer.connect(port(context), path)) {
						peer.sendBinary(1).expect("text:binary of " + path);
					}
				}
			});
	}

	@Test
	void eventLoopsAreLeftAlone() {
		this.runner.withBean("loop", LoopEndpoint.class).run((context) -> {
			try (TestPeer peer = TestPeer.connect(port(context), "/loop")) {
				peer.sendText("one").expect("text:one of null");
			}
		});
	}

	@Test
	void whatAnInterceptorLeavesIsTakenAlongAndGoneElsewhere() {
		this.runner.withBean(WsHandshakeInterceptor.class, () -> CallbackContextTests::nameTheUser).run((context) -> {
			try (TestPeer peer = TestPeer.connect(port(context), "/witness/1", "X-Tenant", "t1")) {
				assertThat(seen("open")).containsEntry("tenant", "t1");
				peer.sendText("one");
				assertThat(seen("one")).containsEntry("tenant", "t1");
			}
			// its interceptor has been called, on the one thread, and has set nothing
			seen("close");
			try (TestPeer peer = TestPeer.connect(port(context), "/witness/1")) {
				assertThat(seen("open")).doesNotContainKey("tenant");
			}
		});
	}

	@Test
	void whatARefusedHandshakeLeavesIsGone() {
		this.runner.withBean(WsHandshakeInterceptor.class, () -> CallbackContextTests::nameTheUser).run((context) -> {
			assertThat(catchThrowable(() -> TestPeer.connect(port(context), "/witness/1", "X-Tenant", "none")))
				.isNotNull();
			try (TestPeer peer = TestPeer.connect(port(context), "/witness/1")) {
				assertThat(seen("open")).doesNotContainKey("tenant");
			}
		});
	}

	@Test
	void propertiesSwitchItOff() {
		this.runner.withPropertyValues("ws.context.mdc=false", "ws.context.propagation=false")
			.withBean(WsHandshakeInterceptor.class, () -> CallbackContextTests::nameTheUser)
			.run((context) -> {
				assertThat(context).doesNotHaveBean(MdcScopes.class).doesNotHaveBean(ContextScopes.class);
				try (TestPeer peer = TestPeer.connect(port(context), "/witness/1", "X-User", "ada")) {
					assertThat(seen("open")).containsOnlyKeys("what");
				}
			});
	}

	@Test
	void withoutTheLibrariesEndpointsServeAsWell() {
		this.runner.withClassLoader(new FilteredClassLoader(MDC.class, ContextRegistry.class)).run((context) -> {
			assertThat(context).hasNotFailed().doesNotHaveBean("wsMdcScopes").doesNotHaveBean("wsContextScopes");
			try (TestPeer peer = TestPeer.connect(port(context), "/witness/1")) {
				assertThat(seen("open")).containsOnlyKeys("what");
			}
		});
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void tasksOfHandlerThreadsAreDecoratedInTheOrderOfTheDecorators(boolean virtual) {
		this.runner.withPropertyValues("spring.threads.virtual.enabled=" + virtual)
			.withBean("first", TaskDecorator.class, FirstDecorator::new)
			.withBean("second", TaskDecorator.class, SecondDecorator::new)
			.run((context) -> {
				try (TestPeer peer = TestPeer.connect(port(context), "/witness/1")) {
					assertThat(seen("open")).containsEntry("decorated", "by the second, by the first");
					peer.sendText("one");
					assertThat(seen("one")).containsEntry("decorated", "by the second, by the first")
						.containsKey("ws.session");
				}
			});
	}

	private static void nameTheUser(WsHandshake handshake) throws HandshakeException {
		String user = handshake.request().fields().get("X-User");
		if (user != null) {
			handshake.principal(() -> user);
		}
		String tenant = handshake.request().fields().get("X-Tenant");
		if (tenant != null) {
			TENANT.set(tenant);
		}
		if ("none".equals(tenant)) {
			throw new HandshakeException(403, "No such tenant.");
		}
	}

	/** The next that was seen must be this. */
	private static Map<String, String> seen(String what) throws InterruptedException {
		Map<String, String> next = SEEN.poll(10, TimeUnit.SECONDS);
		assertThat(next).isNotNull().containsEntry("what", what);
		return next;
	}

	private static void see(String what) {
		Map<String, String> all = new TreeMap<>();
		if (MDC.getCopyOfContextMap() != null) {
			all.putAll(MDC.getCopyOfContextMap());
		}
		if (TENANT.get() != null) {
			all.put("tenant", TENANT.get());
		}
		all.put("what", what);
		SEEN.add(all);
	}

	private static Map<String, String> without(Map<String, String> all, String key) {
		Map<String, String> rest = new TreeMap<>(all);
		rest.remove(key);
		return rest;
	}

	private static int port(AssertableApplicationContext context) {
		return context.getEnvironment().getRequiredProperty("local.ws.server.port", Integer.class);
	}

	@WsEndpoint("/witness/{id}")
	static class WitnessEndpoint {

		@OnOpen
		void open() {
			see("open");
		}

		@OnMessage
		CompletionStage<String> message(String text) {
			see(text);
			return text.equals("later") ? CompletableFuture.supplyAsync(() -> {
				throw new IllegalStateException("expected by a test");
			}) : CompletableFuture.completedStage(null);
		}

		@OnError
		void failed(IllegalStateException failure) {
			see("fail later");
		}

		@OnClose
		void close(WsSession session) {
			see("close");
		}

	}

	@WsEndpoint("/quiet")
	static class QuietEndpoint {

		@OnMessage
		String message(String text) {
			return text + " of " + MDC.get(MdcScopes.ENDPOINT);
		}

	}

	@WsEndpoint(path = "/loop", execution = Execution.EVENT_LOOP)
	static class LoopEndpoint {

		@OnMessage
		String message(String text) {
			return text + " of " + MDC.get(MdcScopes.ENDPOINT);
		}

	}

	@WsEndpoint("/streams")
	static class StreamEndpoint {

		@OnMessage
		String message(InputStream stream) {
			return "binary of " + MDC.get(MdcScopes.ENDPOINT);
		}

	}

	@WsEndpoint(path = "/concurrent", concurrent = true)
	static class ConcurrentEndpoint {

		@OnMessage
		String message(byte[] bytes) {
			return "binary of " + MDC.get(MdcScopes.ENDPOINT);
		}

	}

	@WsEndpoint(path = "/mixed", execution = Execution.EVENT_LOOP)
	static class MixedEndpoint {

		@OnMessage
		String text(String text) {
			return text;
		}

		@OnMessage(execution = Execution.EXECUTOR)
		String message(byte[] bytes) {
			return "binary of " + MDC.get(MdcScopes.ENDPOINT);
		}

	}

	private record Decorator(String name) {

		Runnable decorate(Runnable task) {
			return () -> {
				String before = MDC.get("decorated");
				MDC.put("decorated", (before != null) ? before + ", " + this.name : this.name);
				try {
					task.run();
				}
				finally {
					MDC.remove("decorated");
				}
			};
		}

	}

	@Order(1)
	static final class FirstDecorator implements TaskDecorator {

		@Override
		public Runnable decorate(Runnable task) {
			return new Decorator("by the first").decorate(task);
		}

	}

	@Order(2)
	static final class SecondDecorator implements TaskDecorator {

		@Override
		public Runnable decorate(Runnable task) {
			return new Decorator("by the second").decorate(task);
		}

	}

	private static final class TenantAccessor implements ThreadLocalAccessor<String> {

		static final String KEY = "tenant";

		@Override
		public Object key() {
			return KEY;
		}

		@Override
		public String getValue() {
			return TENANT.get();
		}

		@Override
		public void setValue(String value) {
			TENANT.set(value);
		}

		@Override
		public void setValue() {
			TENANT.remove();
		}

	}

}
