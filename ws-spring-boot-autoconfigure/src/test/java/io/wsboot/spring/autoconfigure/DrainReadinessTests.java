package io.wsboot.spring.autoconfigure;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

import io.wsboot.spring.server.WsServerDrain;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.availability.ApplicationAvailabilityAutoConfiguration;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whether the application is sent traffic while its listener drains.
 */
class DrainReadinessTests {

	private static final ReadinessState ACCEPTING = ReadinessState.ACCEPTING_TRAFFIC;

	private static final ReadinessState REFUSING = ReadinessState.REFUSING_TRAFFIC;

	private ConfigurableApplicationContext context;

	@AfterEach
	void close() {
		this.context.close();
	}

	@Test
	void whenAnOperatorDrainsThenTrafficIsRefused() throws Exception {
		run(Application.class);
		drain();
		assertThat(states()).containsExactly(ACCEPTING, REFUSING);
	}

	@Test
	void whenTheApplicationStopsThenTrafficIsRefusedOnce() throws Exception {
		run(Application.class);
		States states = this.context.getBean(States.class);
		drain();
		this.context.close();
		assertThat(states.states()).containsExactly(ACCEPTING, REFUSING);
	}

	@Test
	void whenTheContextRefusesTrafficAlreadyThenNothingIsSaid() throws Exception {
		run(Application.class);
		AvailabilityChangeEvent.publish(this.context, REFUSING);
		drain();
		this.context.stop();
		this.context.start();
		assertThat(states()).containsExactly(ACCEPTING, REFUSING);
	}

	@Test
	void whenTheListenerHasStartedAgainThenTrafficIsAcceptedAgain() {
		run(Application.class);
		this.context.stop();
		this.context.start();
		assertThat(states()).containsExactly(ACCEPTING, REFUSING, ACCEPTING);
	}

	@Test
	void whenNobodyKnowsTheStateThenTrafficIsRefused() throws Exception {
		run(Unavailable.class);
		drain();
		assertThat(states()).containsExactly(ACCEPTING, REFUSING);
	}

	@Test
	void whenAChildsListenerDrainsThenOnlyTheChildRefusesTraffic() throws Exception {
		run(Application.class);
		try (ConfigurableApplicationContext child = builder(Application.class).parent(this.context).run()) {
			child.getBean(WsServerDrain.class).drain().toCompletableFuture().get(10, TimeUnit.SECONDS);
			// a parent hears its child's events, too
			assertThat(this.context.getBean(States.class).seen).extracting(AvailabilityChangeEvent::getSource)
				.containsExactly(this.context, child, child);
			assertThat(child.getBean(States.class).seen).extracting(AvailabilityChangeEvent::getState)
				.isEqualTo(List.of(ACCEPTING, REFUSING));
		}
	}

	private void run(Class<?> application) {
		this.context = builder(application).run();
	}

	private static SpringApplicationBuilder builder(Class<?> application) {
		return new SpringApplicationBuilder(application).web(WebApplicationType.NONE)
			.properties("ws.server.address=127.0.0.1", "ws.server.port=0", "ws.server.shutdown.drain-window=0s");
	}

	private void drain() throws Exception {
		this.context.getBean(WsServerDrain.class).drain().toCompletableFuture().get(10, TimeUnit.SECONDS);
	}

	private List<ReadinessState> states() {
		return this.context.getBean(States.class).states();
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ ApplicationAvailabilityAutoConfiguration.class, WsServerAutoConfiguration.class })
	@Import({ EchoEndpoint.class, States.class })
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(WsServerAutoConfiguration.class)
	@Import({ EchoEndpoint.class, States.class })
	static class Unavailable {

	}

	static class States {

		private final Queue<AvailabilityChangeEvent<ReadinessState>> seen = new ConcurrentLinkedQueue<>();

		@EventListener
		void changed(AvailabilityChangeEvent<ReadinessState> event) {
			this.seen.add(event);
		}

		List<ReadinessState> states() {
			return this.seen.stream().map(AvailabilityChangeEvent::getState).toList();
		}

	}

}
