package io.wsboot.spring.server;

import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.wsboot.protocol.CloseStatus;
import io.wsboot.transport.CloseReason;
import io.wsboot.transport.SessionEnd;
import io.wsboot.transport.TransportListener;
import io.wsboot.transport.WsSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.EnableScheduling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What happens to sessions, as events of the application.
 */
@ExtendWith(OutputCaptureExtension.class)
class SessionEventsTests {

	private static final InetSocketAddress PEER = InetSocketAddress.createUnresolved("peer", 1);

	private static final SessionEnd END = new SessionEnd(CloseStatus.NORMAL, CloseReason.PEER, false, 1);

	private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

	private SessionEvents events;

	@AfterEach
	void close() {
		this.events.close();
		this.context.close();
	}

	@Test
	void whenNobodyListensThenNothingIsObserved() {
		start();
		assertThat(this.events.observer()).isNull();
	}

	@Test
	void whenSomebodyListensToOneKindThenNoOtherIsMade() throws Exception {
		start(Closes.class);
		TransportListener observer = this.events.observer();
		assertThat(observer).isNotNull();
		observer.sessionOpened(session(), 1);
		observer.handshakeRefused(404, PEER, null);
		observer.sessionClosed(session(), END);
		BlockingQueue<ApplicationEvent> told = this.context.getBean(Closes.class).told;
		WsSessionClosedEvent event = (WsSessionClosedEvent) told.poll(10, TimeUnit.SECONDS);
		assertThat(event.end()).isSameAs(END);
		assertThat(event.endpoint()).isEqualTo("chat");
		assertThat(event.user()).isEqualTo("ann");
		assertThat(event.getSource()).isSameAs(this.context);
		assertThat(told).isEmpty();
	}

	@Test
	void everyKindIsToldInOrderOnAThreadOfItsOwn() throws Exception {
		BlockingQueue<String> told = new LinkedBlockingQueue<>();
		this.context.addApplicationListener((ApplicationListener<ApplicationEvent>) (event) -> {
			if (event.getClass().getSimpleName().startsWith("Ws")) {
				told.add(event.getClass().getSimpleName() + " " + Thread.currentThread().getName());
			}
		});
		start();
		TransportListener observer = this.events.observer();
		observer.sessionOpened(session(), 1);
		observer.sessionClosed(session(), END);
		observer.handshakeRefused(403, PEER, null);
		await().until(() -> told.size() == 3);
		assertThat(told).containsExactly("WsSessionOpenedEvent ws-events-1", "WsSessionClosedEvent ws-events-1",
				"WsHandshakeRefusedEvent ws-events-1");
	}

	@Test
	void aRefusalSaysWhatAndWho() throws Exception {
		BlockingQueue<WsHandshakeRefusedEvent> told = new LinkedBlockingQueue<>();
		this.context.registerBean("lazy", Refusals.class, () -> new Refusals(told),
				(definition) -> definition.setLazyInit(true));
		start();
		this.events.observer().handshakeRefused(429, PEER, null);
		WsHandshakeRefusedEvent event = told.poll(10, TimeUnit.SECONDS);
		assertThat(event.status()).isEqualTo(429);
		assertThat(event.peerAddress()).isEqualTo(PEER);
		assertThat(event.request()).isNull();
	}

	@Test
	void listenersOfAParentCount() {
		try (AnnotationConfigApplicationContext parent = new AnnotationConfigApplicationContext(Closes.class)) {
			this.context.setParent(parent);
			start();
			assertThat(this.events.observer()).isNotNull();
		}
	}

	@Test
	void whoComesLaterIsFoundAtTheNextStart() {
		start();
		assertThat(this.events.observer()).isNull();
		this.context.addApplicationListener((ApplicationListener<WsSessionOpenedEvent>) (event) -> {
		});
		this.context.addApplicationListener(new Refusals(new LinkedBlockingQueue<>()));
		assertThat(this.events.observer()).isNotNull();
	}

	@Test
	void aBeanMadeOfALambdaListensToWhatItsDefinitionSays() {
		start(OtherLambda.class);
		assertThat(this.events.observer()).isNull();
		try (AnnotationConfigApplicationContext other = new AnnotationConfigApplicationContext(Lambda.class)) {
			assertThat(new EventAudience(other).listensTo(WsSessionOpenedEvent.class)).isTrue();
			assertThat(new EventAudience(other).listensTo(WsSessionClosedEvent.class)).isFalse();
		}
	}

	@Test
	void whatSpringItselfListensToIsNoReasonToMakeEvents() {
		this.context.register(Scheduling.class);
		start();
		assertThat(this.events.observer()).isNull();
	}

	@Test
	void aListenerThatFailsIsNamedAndTheNextEventIsTold(CapturedOutput output) throws Exception {
		BlockingQueue<WsHandshakeRefusedEvent> told = new LinkedBlockingQueue<>();
		this.context.addApplicationListener((ApplicationListener<WsHandshakeRefusedEvent>) (event) -> {
			if (event.status() == 500) {
				throw new IllegalStateException("expected by a test");
			}
		});
		this.context.addApplicationListener(new Refusals(told));
		start();
		TransportListener observer = this.events.observer();
		observer.handshakeRefused(500, PEER, null);
		observer.handshakeRefused(404, PEER, null);
		assertThat(told.poll(10, TimeUnit.SECONDS)).extracting(WsHandshakeRefusedEvent::status).isEqualTo(404);
		assertThat(output).contains("A listener of WsHandshakeRefusedEvent failed; correct it.");
	}

	@Test
	void whenListenersAreTooSlowThenEventsAreLostAndCounted(CapturedOutput output) throws Exception {
		CountDownLatch busy = new CountDownLatch(1);
		CountDownLatch released = new CountDownLatch(1);
		BlockingQueue<WsHandshakeRefusedEvent> told = new LinkedBlockingQueue<>();
		this.context.addApplicationListener((ApplicationListener<WsHandshakeRefusedEvent>) (event) -> {
			busy.countDown();
			awaitRelease(released);
			told.add(event);
		});
		this.context.addApplicationListener(new Refusals(new LinkedBlockingQueue<>()));
		start();
		TransportListener observer = this.events.observer();
		observer.handshakeRefused(404, PEER, null);
		assertThat(busy.await(10, TimeUnit.SECONDS)).isTrue();
		for (int i = 0; i < SessionEvents.MOST_WAITING + 5; i++) {
			observer.handshakeRefused(404, PEER, null);
		}
		assertThat(output).containsOnlyOnce("Listeners of WebSocket events are too slow: 10000 events wait");
		released.countDown();
		await().until(() -> told.size() == SessionEvents.MOST_WAITING + 1);
		assertThat(output).contains("5 WebSocket events were lost");
	}

	@Test
	void afterTheEndNothingIsPublishedAndNothingSaid(CapturedOutput output) {
		start(Closes.class);
		TransportListener observer = this.events.observer();
		this.events.close();
		observer.sessionClosed(session(), END);
		assertThat(this.context.getBean(Closes.class).told).isEmpty();
		assertThat(output).doesNotContain("WebSocket events");
	}

	private void start(Class<?>... beans) {
		if (beans.length > 0) {
			this.context.register(beans);
		}
		this.context.refresh();
		this.events = new SessionEvents(this.context, (session) -> "chat", (session) -> "ann");
	}

	private static void awaitRelease(CountDownLatch released) {
		try {
			released.await(10, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static WsSession session() {
		return (WsSession) Proxy.newProxyInstance(WsSession.class.getClassLoader(), new Class<?>[] { WsSession.class },
				(proxy, method, arguments) -> null);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableScheduling
	static class Scheduling {

	}

	@Configuration(proxyBeanMethods = false)
	static class Lambda {

		@Bean
		ApplicationListener<WsSessionOpenedEvent> opened() {
			return (event) -> {
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OtherLambda {

		@Bean
		ApplicationListener<ContextRefreshedEvent> refreshed() {
			return (event) -> {
			};
		}

	}

	static class Closes {

		final BlockingQueue<ApplicationEvent> told = new LinkedBlockingQueue<>();

		@EventListener
		void closed(WsSessionClosedEvent event) {
			this.told.add(event);
		}

	}

	static class Refusals implements ApplicationListener<WsHandshakeRefusedEvent> {

		private final BlockingQueue<WsHandshakeRefusedEvent> told;

		Refusals(BlockingQueue<WsHandshakeRefusedEvent> told) {
			this.told = told;
		}

		@Override
		public void onApplicationEvent(WsHandshakeRefusedEvent event) {
			this.told.add(event);
		}

	}

}
