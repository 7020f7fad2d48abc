package io.wsboot.spring.autoconfigure;

import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import io.wsboot.protocol.handshake.HandshakeException;
import io.wsboot.spring.TestPeer;
import io.wsboot.spring.endpoint.HandlerObserver;
import io.wsboot.spring.endpoint.HandshakeObserver;
import io.wsboot.spring.endpoint.WsHandshake;
import io.wsboot.spring.endpoint.WsHandshakeInterceptor;
import io.wsboot.spring.metrics.DefaultHandlerObservationConvention;
import io.wsboot.spring.metrics.DefaultHandshakeObservationConvention;
import io.wsboot.spring.metrics.HandlerObservationContext;
import io.wsboot.spring.metrics.HandlerObservationConvention;
import io.wsboot.spring.metrics.HandshakeObservationContext;
import io.wsboot.spring.metrics.HandshakeObservationConvention;
import io.wsboot.spring.metrics.HandshakeObservations;
import io.wsboot.spring.metrics.WsObservation;
import io.wsboot.spring.metrics.WsObservation.HandlerDetail;
import io.wsboot.spring.metrics.WsObservation.HandlerKey;
import io.wsboot.spring.metrics.WsObservation.HandshakeDetail;
import io.wsboot.spring.metrics.WsObservation.HandshakeKey;
import io.wsboot.spring.server.WsPortInfoApplicationContextInitializer;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

/**
 * Handshakes as observations, and messages if that is wanted.
 */
class ObservationTests {

	private final ApplicationContextRunner plain = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WsObservationAutoConfiguration.class, WsMetricsAutoConfiguration.class,
				WsServerAutoConfiguration.class))
		.withInitializer(new WsPortInfoApplicationContextInitializer())
		.withPropertyValues("ws.server.address=127.0.0.1", "ws.server.port=0", "ws.server.shutdown.drain-window=0s")
		.withBean("echo", EchoEndpoint.class);

	private final ApplicationContextRunner runner = this.plain.withBean(TestObservationRegistry.class,
			TestObservationRegistry::create);

	private final ApplicationContextRunner withMeters = this.plain
		.withConfiguration(AutoConfigurations.of(ObservationAutoConfiguration.class, MetricsAutoConfiguration.class,
				SimpleMetricsExportAutoConfiguration.class, CompositeMeterRegistryAutoConfiguration.class));

	@Test
	void aHandshakeThatSucceedsIsObserved() {
		this.runner.run((context) -> {
			try (TestPeer peer = TestPeer.connect(port(context), "/echo?token=secret")) {
				peer.sendText("x").expect("text:x");
			}
			observed(context).hasNumberOfObservationsEqualTo(1)
				.hasSingleObservationThat()
				.hasNameEqualTo("ws.handshakes")
				.hasContextualNameEqualTo("ws handshake /echo")
				.hasLowCardinalityKeyValue(HandshakeKey.ENDPOINT.withValue("/echo"))
				.hasLowCardinalityKeyValue(HandshakeKey.OUTCOME.withValue("SUCCESS"))
				.hasHighCardinalityKeyValue(HandshakeDetail.PATH.withValue("/echo"))
				.hasHighCardinalityKeyValue(HandshakeDetail.STATUS.withValue("101"))
				.doesNotHaveError()
				.hasBeenStarted()
				.hasBeenStopped();
		});
	}

	@Test
	void aHandshakeThatIsRefusedIsObserved() {
		this.runner.withBean(WsHandshakeInterceptor.class, () -> ObservationTests::refuse).run((context) -> {
			refused(context, "/echo");
			observed(context).hasSingleObservationThat()
				.hasLowCardinalityKeyValue("endpoint", "/echo")
				.hasLowCardinalityKeyValue("outcome", "CLIENT_ERROR")
				.hasHighCardinalityKeyValue("status", "403")
				.doesNotHaveError()
				.hasBeenStopped();
		});
	}

	@Test
	void aPathThatNobodyServesIsNotAKey() {
		this.runner.run((context) -> {
			refused(context, "/nowhere");
			observed(context).hasSingleObservationThat()
				.hasLowCardinalityKeyValue("endpoint", "UNKNOWN")
				.hasLowCardinalityKeyValue("outcome", "CLIENT_ERROR")
				.hasHighCardinalityKeyValue("path", "/nowhere")
				.hasBeenStopped();
		});
	}

	@Test
	void anInterceptorThatFailsIsTheErrorAndRunsWithinTheObservation() {
		this.runner.withBean(WsHandshakeInterceptor.class, () -> (handshake) -> {
			throw new IllegalStateException("expected by a test");
		}).run((context) -> {
			refused(context, "/echo");
			observed(context).hasSingleObservationThat()
				.hasLowCardinalityKeyValue("outcome", "SERVER_ERROR")
				.hasHighCardinalityKeyValue("status", "none")
				.hasBeenStopped()
				.assertThatError()
				.isInstanceOf(IllegalStateException.class);
		});
	}

	@Test
	void whatInterceptorsObserveIsAPartOfIt() {
		this.runner.withBean(ObservingInterceptor.class).run((context) -> {
			try (TestPeer peer = TestPeer.connect(port(context), "/echo")) {
				peer.sendText("x").expect("text:x");
			}
			observed(context).hasObservationWithNameEqualTo("lookup")
				.that()
				.hasParentObservationContextMatching(HandshakeObservationContext.class::isInstance);
		});
	}

	@Test
	void messagesAreNotObservedUnlessThatIsWanted() {
		this.withMeters.run((context) -> {
			assertThat(context).doesNotHaveBean(HandlerObserver.class);
			assertThat(context.getBean(MeterRegistry.class).get("ws.handler").meter())
				.isInstanceOf(FunctionTimer.class);
		});
	}

	@Test
	void messagesAreObservedInsteadOfBeingTimed() {
		this.withMeters.withPropertyValues("ws.observations.handler.enabled=true").run((context) -> {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			assertThat(registry.find("ws.handler").meters()).isEmpty();
			try (TestPeer peer = TestPeer.connect(port(context), "/echo")) {
				peer.sendText("x").expect("text:x");
				peer.sendText("y").expect("text:y");
			}
			await().untilAsserted(
					() -> assertThat(registry.get("ws.handler").tag("endpoint", "/echo").meters()).singleElement()
						.isInstanceOfSatisfying(Timer.class, (timer) -> assertThat(timer.count()).isEqualTo(2)));
		});
	}

	@Test
	void aMessageIsARootThatNamesItsSession() {
		this.runner.withPropertyValues("ws.observations.handler.enabled=true").run((context) -> {
			try (TestPeer peer = TestPeer.connect(port(context), "/echo")) {
				peer.sendText("x").expect("text:x");
			}
			await().untilAsserted(() -> observed(context).hasObservationWithNameEqualTo("ws.handler")
				.that()
				.hasContextualNameEqualTo("ws message /echo")
				.hasLowCardinalityKeyValue(HandlerKey.ENDPOINT.withValue("/echo"))
				.hasHighCardinalityKeyValueWithKey(HandlerDetail.SESSION.asString())
				.doesNotHaveParentObservation()
				.hasBeenStopped());
		});
	}

	@Test
	void observationsRecordInTheTimersThatAreThereFromTheStart() {
		this.withMeters.run((context) -> {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			assertThat(context).hasSingleBean(HandshakeObserver.class).hasSingleBean(HandshakeObservations.class);
			int before = registry.find("ws.handshakes").timers().size();
			try (TestPeer peer = TestPeer.connect(port(context), "/echo")) {
				peer.sendText("x").expect("text:x");
			}
			refused(context, "/nowhere");
			assertThat(registry.find("ws.handshakes").timers()).hasSize(before);
			assertThat(registry.get("ws.handshakes").tags("endpoint", "/echo", "outcome", "SUCCESS").timer().count())
				.isEqualTo(1);
			assertThat(registry.get("ws.handshakes").tags("endpoint", "UNKNOWN").timer().count()).isEqualTo(1);
		});
	}

	@Test
	void conventionsOfTheApplicationReplaceOurs() {
		this.withMeters.withPropertyValues("ws.observations.handler.enabled=true")
			.withBean(HandshakeObservationConvention.class, RenamedHandshake::new)
			.withBean(HandlerObservationConvention.class, RenamedHandler::new)
			.run((context) -> {
				MeterRegistry registry = context.getBean(MeterRegistry.class);
				assertThat(registry.find("ws.handshakes").timers()).isEmpty();
				try (TestPeer peer = TestPeer.connect(port(context), "/echo")) {
					peer.sendText("x").expect("text:x");
				}
				assertThat(registry.get("my.handshakes").timer().count()).isEqualTo(1);
				await().untilAsserted(() -> assertThat(registry.get("my.messages").timer().count()).isEqualTo(1));
				assertThat(registry.find("ws.handshakes").timers()).isEmpty();
				assertThat(registry.find("ws.handler").meters()).isEmpty();
			});
	}

	@Test
	void whatIsDocumentedIsWhatThereIs() {
		assertThat(WsObservation.HANDSHAKE.getDefaultConvention())
			.isEqualTo(DefaultHandshakeObservationConvention.class);
		assertThat(WsObservation.HANDSHAKE.getLowCardinalityKeyNames()).containsExactly(HandshakeKey.values());
		assertThat(WsObservation.HANDSHAKE.getHighCardinalityKeyNames()).containsExactly(HandshakeDetail.values());
		assertThat(WsObservation.HANDLER.getDefaultConvention()).isEqualTo(DefaultHandlerObservationConvention.class);
		assertThat(WsObservation.HANDLER.getLowCardinalityKeyNames()).containsExactly(HandlerKey.values());
		assertThat(WsObservation.HANDLER.getHighCardinalityKeyNames()).containsExactly(HandlerDetail.values());
		assertThat(new DefaultHandshakeObservationConvention().supportsContext(new Observation.Context())).isFalse();
		assertThat(new DefaultHandlerObservationConvention().supportsContext(new Observation.Context())).isFalse();
	}

	@Test
	void withoutObservationsHandshakesAreTimed() {
		this.plain.withBean(SimpleMeterRegistry.class).run((context) -> {
			assertThat(context).doesNotHaveBean(HandshakeObservations.class).hasSingleBean(HandshakeObserver.class);
			try (TestPeer peer = TestPeer.connect(port(context), "/echo")) {
				peer.sendText("x").expect("text:x");
			}
			assertThat(context.getBean(MeterRegistry.class)
				.get("ws.handshakes")
				.tags("endpoint", "/echo", "outcome", "SUCCESS")
				.timer()
				.count()).isEqualTo(1);
		});
	}

	@Test
	void withoutTheLibraryNothingIsObserved() {
		this.plain.withClassLoader(new FilteredClassLoader("io.micrometer")).run((context) -> {
			assertThat(context).hasNotFailed()
				.doesNotHaveBean("wsHandshakeObservations")
				.doesNotHaveBean("wsHandshakeTimers");
			try (TestPeer peer = TestPeer.connect(port(context), "/echo")) {
				peer.sendText("x").expect("text:x");
			}
		});
	}

	private static TestObservationRegistryAssert observed(AssertableApplicationContext context) {
		return TestObservationRegistryAssert.assertThat(context.getBean(TestObservationRegistry.class));
	}

	private static void refused(AssertableApplicationContext context, String path) {
		assertThat(catchThrowable(() -> TestPeer.connect(port(context), path)))
			.hasStackTraceContaining("WebSocketHandshake");
	}

	private static void refuse(WsHandshake handshake) throws HandshakeException {
		throw new HandshakeException(403, "Not you.");
	}

	private static int port(AssertableApplicationContext context) {
		return context.getEnvironment().getRequiredProperty("local.ws.server.port", Integer.class);
	}

	/** Observes what it does itself. */
	static final class ObservingInterceptor implements WsHandshakeInterceptor {

		private final ObservationRegistry registry;

		ObservingInterceptor(ObservationRegistry registry) {
			this.registry = registry;
		}

		@Override
		public void beforeUpgrade(WsHandshake handshake) {
			Observation.createNotStarted("lookup", this.registry).observe(() -> handshake.attributes().put("seen", 1));
		}

	}

	private static final class RenamedHandshake extends DefaultHandshakeObservationConvention {

		@Override
		public String getName() {
			return "my.handshakes";
		}

	}

	private static final class RenamedHandler extends DefaultHandlerObservationConvention {

		@Override
		public String getName() {
			return "my.messages";
		}

		@Override
		public String getContextualName(HandlerObservationContext context) {
			return "mine";
		}

	}

}
