package io.wsboot.transport;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import io.wsboot.transport.TransportOptions.HeartbeatPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A listener that throws whatever it is told.
 */
class GuardedListenerTests {

	private final List<String> told = new ArrayList<>();

	/** Throws an Error, too, because nobody who observes may end an event loop. */
	private final TransportListener throwing = (TransportListener) Proxy.newProxyInstance(getClass().getClassLoader(),
			new Class<?>[] { TransportListener.class }, (proxy, method, arguments) -> {
				synchronized (this.told) {
					this.told.add(method.getName() + Arrays.toString(arguments));
				}
				throw new AssertionError(new ExpectedFailure());
			});

	@Test
	void everythingIsPassedOnAndNothingIsThrown() throws Exception {
		TransportListener guarded = GuardedListener.of(this.throwing);
		List<String> expected = new ArrayList<>();
		for (Method method : TransportListener.class.getMethods()) {
			if (Modifier.isStatic(method.getModifiers())) {
				continue;
			}
			Object[] arguments = Arrays.stream(method.getParameterTypes()).map(GuardedListenerTests::any).toArray();
			method.invoke(guarded, arguments);
			expected.add(method.getName() + Arrays.toString((arguments.length > 0) ? arguments : null));
		}
		assertThat(this.told).containsExactlyElementsOf(expected).hasSizeGreaterThan(15);
	}

	@Test
	void nobodyIsGuardedTwiceAndNoneNotAtAll() {
		TransportListener guarded = GuardedListener.of(this.throwing);
		assertThat(GuardedListener.of(guarded)).isSameAs(guarded);
		assertThat(GuardedListener.of(TransportListener.NONE)).isSameAs(TransportListener.NONE);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void sessionsLiveAndEndAsIfNobodyHadThrown(boolean loop) throws Exception {
		ExecutorService executor = Executors.newSingleThreadExecutor();
		Recorder recorder = new Recorder();
		TransportOptions options = TestServer.OPTIONS.withMaxConnections(1)
			.withHeartbeat(new HeartbeatPolicy(Duration.ofMillis(50), Duration.ofSeconds(10)));
		try (WsServer server = WsServer.builder()
			.options(options)
			.listener(this.throwing)
			.upgradeHandler((request) -> CompletableFuture.completedStage(
					UpgradeDecision.accept(recorder).withExecutor(loop ? null : executor).withListener(this.throwing)))
			.build()) {
			server.start();
			int port = server.port();
			try (RawPeer peer = RawPeer.open(port)) {
				try (RawPeer refused = RawPeer.connect(port)) {
					assertThat(refused.expectRefusal().status()).isEqualTo(503);
				}
				RawPeer.Frame ping = peer.readFrame();
				peer.sendFrame(RawPeer.PONG, ping.payload());
				peer.sendText("hello");
				recorder.expect("open", "text hello");
				recorder.session().offerText("hello back");
				RawPeer.Frame frame = peer.readFrame();
				while (frame.firstByte() == RawPeer.PING) {
					frame = peer.readFrame();
				}
				assertThat(frame.text()).isEqualTo("hello back");
				peer.reset();
				recorder.expect("close 1006");
			}
			TestServer.eventually().untilAsserted(() -> assertThat(server.sessions().size()).isZero());
		}
		finally {
			executor.shutdown();
		}
		synchronized (this.told) {
			assertThat(this.told).anyMatch((call) -> call.startsWith("sessionClosed"))
				.anyMatch((call) -> call.startsWith("connectionClosed"))
				.anyMatch((call) -> call.startsWith("limitReached"));
		}
	}

	private static Object any(Class<?> type) {
		if (type == boolean.class) {
			return true;
		}
		if (type == int.class) {
			return 7;
		}
		if (type == long.class) {
			return 8L;
		}
		return (type == Limit.class) ? Limit.AGE : null;
	}

}
