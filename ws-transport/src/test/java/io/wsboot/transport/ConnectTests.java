package io.wsboot.transport;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.wsboot.transport.TransportOptions.Timeouts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.wsboot.transport.Failures.failure;
import static io.wsboot.transport.TestServer.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * How a client comes to a connection: host names, addresses, deadlines, and being closed
 * or given up on the way.
 */
class ConnectTests {

	private static final TransportOptions HASTY = TransportOptions.CLIENT_DEFAULTS
		.withTimeouts(Timeouts.DEFAULTS.withConnect(Duration.ofMillis(300)));

	private static final byte[] LOOPBACK = { 127, 0, 0, 1 };

	private final Recorder recorder = new Recorder();

	/** Lets look-ups that wait go on. */
	private final CountDownLatch answered = new CountDownLatch(1);

	private RawServer server;

	@BeforeEach
	void start() throws Exception {
		this.server = new RawServer();
	}

	@AfterEach
	void stop() throws Exception {
		this.answered.countDown();
		this.server.close();
	}

	private String uri(String host) {
		return this.server.uri().replace("127.0.0.1", host);
	}

	private CompletableFuture<WsSession> connect(WsClient client, String uri) {
		return client.connect(uri, this.recorder).toCompletableFuture();
	}

	private static WsClient resolving(TransportOptions options, HostResolver resolver) throws IOException {
		return WsClient.builder().options(options).resolver(resolver).build();
	}

	/** A resolver whose name server does not answer until the test ends. */
	private List<InetAddress> silence(String host) throws UnknownHostException {
		try {
			this.answered.await(10, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		throw new UnknownHostException(host);
	}

	@Test
	void hostsAreLookedUpNeitherOnTheCallersThreadNorOnALoop() throws Exception {
		AtomicReference<Thread> thread = new AtomicReference<>();
		HostResolver resolver = (host) -> {
			thread.set(Thread.currentThread());
			return List.of(InetAddress.getByAddress(host, LOOPBACK));
		};
		try (WsClient client = resolving(TransportOptions.CLIENT_DEFAULTS, resolver)) {
			CompletableFuture<WsSession> opened = connect(client, uri("somewhere.test"));
			try (RawPeer peer = this.server.accept()) {
				RawPeer.Head request = peer.readHead();
				assertThat(request.fields().get("host")).startsWith("somewhere.test:");
				peer.send(RawServer.answer(request));
				assertThat(opened.get(10, TimeUnit.SECONDS).isOpen()).isTrue();
			}
			assertThat(thread.get().getName()).startsWith("ws-client-dns-");
			assertThat(thread.get().isDaemon()).isTrue();
		}
	}

	@Test
	void aLookUpThatHangsKeepsNobodyElseWaiting() throws Exception {
		try (WsClient client = resolving(HASTY, this::silence)) {
			CompletableFuture<WsSession> hanging = connect(client, uri("silent.test"));
			CompletableFuture<WsSession> opened = connect(client, this.server.uri());
			try (RawPeer peer = this.server.open()) {
				assertThat(opened.get(10, TimeUnit.SECONDS).isOpen()).isTrue();
			}
			assertThat(failure(hanging, SocketTimeoutException.class))
				.hasMessage("Host silent.test was not found within 300 ms: check the name server of this machine;"
						+ " or raise the connect timeout");
		}
	}

	@Test
	void manyLookUpsThatHangEndAtTheirDeadlineOnAFewThreads() throws Exception {
		try (WsClient client = resolving(HASTY, this::silence)) {
			List<CompletableFuture<WsSession>> hanging = new ArrayList<>();
			for (int i = 0; i < 1500; i++) {
				hanging.add(connect(client, uri("silent-" + i + ".test")));
			}
			int refused = 0;
			for (CompletableFuture<WsSession> opened : hanging) {
				refused += (failure(opened, IOException.class) instanceof SocketTimeoutException) ? 0 : 1;
			}
			// 4 are looked up, 1 024 wait
			assertThat(refused).isEqualTo(1500 - 1024 - 4);
			assertThat(Threads.named("ws-client-dns-")).hasSizeLessThanOrEqualTo(4);
		}
	}

	@Test
	void thoseWhoWantTheSameHostAtTheSameTimeShareALookUp() throws Exception {
		AtomicInteger lookUps = new AtomicInteger();
		HostResolver resolver = (host) -> {
			lookUps.incrementAndGet();
			return silence(host);
		};
		try (WsClient client = resolving(TransportOptions.CLIENT_DEFAULTS, resolver)) {
			List<CompletableFuture<WsSession>> all = new ArrayList<>();
			for (int i = 0; i < 20; i++) {
				all.add(connect(client, uri("shared.test")));
			}
			eventually().until(() -> lookUps.get() > 0);
			eventually().untilAsserted(() -> assertThat(client.attempts()).isEqualTo(20));
			this.answered.countDown();
			for (CompletableFuture<WsSession> one : all) {
				failure(one, UnknownHostException.class);
			}
			assertThat(lookUps).hasValue(1);
			failure(connect(client, uri("shared.test")), UnknownHostException.class);
			assertThat(lookUps).hasValue(2);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "none", "unchecked" })
	void aResolverThatFailsFailsTheAttempt(String kind) throws Exception {
		HostResolver resolver = (host) -> {
			if (kind.equals("none")) {
				return List.of();
			}
			throw new ExpectedFailure();
		};
		try (WsClient client = resolving(TransportOptions.CLIENT_DEFAULTS, resolver)) {
			assertThat(failure(connect(client, uri("broken.test")), IOException.class))
				.hasMessageContaining("Host broken.test");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "127.0.0.1", "[::ffff:127.0.0.1]" })
	void addressesAreNotLookedUp(String host) throws Exception {
		HostResolver resolver = (name) -> {
			throw new ExpectedFailure();
		};
		try (WsClient client = resolving(TransportOptions.CLIENT_DEFAULTS, resolver)) {
			CompletableFuture<WsSession> opened = connect(client, uri(host));
			try (RawPeer peer = this.server.open()) {
				assertThat(opened.get(10, TimeUnit.SECONDS).isOpen()).isTrue();
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "1.2.3", "1.2.3.256", "01.2.3.4", "1.2.3.4.5", "1..3.4" })
	void whatOnlyLooksLikeAnAddressIsLookedUp(String host) throws Exception {
		AtomicReference<String> asked = new AtomicReference<>();
		HostResolver resolver = (name) -> {
			asked.set(name);
			throw new UnknownHostException(name);
		};
		try (WsClient client = resolving(TransportOptions.CLIENT_DEFAULTS, resolver)) {
			failure(connect(client, uri(host)), UnknownHostException.class);
			assertThat(asked).hasValue(host);
		}
	}

	@Test
	void allAddressesAreTriedInTurn() throws Exception {
		HostResolver resolver = (host) -> List.of(InetAddress.getByAddress(host, new byte[] { 127, 0, 0, 2 }),
				InetAddress.getByAddress(host, new byte[] { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1 }),
				InetAddress.getByAddress(host, LOOPBACK));
		try (WsClient client = resolving(TransportOptions.CLIENT_DEFAULTS, resolver)) {
			CompletableFuture<WsSession> opened = connect(client, uri("several.test"));
			try (RawPeer peer = this.server.open()) {
				assertThat(opened.get(10, TimeUnit.SECONDS).peerAddress().toString()).contains("/127.0.0.1:");
			}
		}
	}

	@Test
	void theFailureOfTheLastAddressBringsThoseOfTheOthers() throws Exception {
		int port = this.server.port();
		this.server.close();
		HostResolver resolver = (host) -> List.of(InetAddress.getByAddress(host, new byte[] { 127, 0, 0, 2 }),
				InetAddress.getByAddress(host, new byte[] { 127, 0, 0, 3 }), InetAddress.getByAddress(host, LOOPBACK));
		try (WsClient client = resolving(TransportOptions.CLIENT_DEFAULTS, resolver)) {
			ConnectException last = failure(connect(client, "ws://several.test:" + port + "/"), ConnectException.class);
			assertThat(last).hasMessageStartingWith("Cannot connect to the server several.test:" + port
					+ " at several.test/127.0.0.1:" + port + " (Connection refused): check ");
			assertThat(last.getSuppressed()).extracting(Throwable::getMessage)
				.satisfiesExactly((first) -> assertThat(first).contains("/127.0.0.2:" + port),
						(second) -> assertThat(second).contains("/127.0.0.3:" + port));
		}
	}

	@Test
	void anAddressThatDoesNotAnswerLeavesTimeForTheNext() throws Exception {
		try (DeafListener deaf = new DeafListener(); RawServer reached = new RawServer(deaf.port(), LOOPBACK)) {
			HostResolver resolver = (host) -> List.of(deaf.address(), InetAddress.getByAddress(host, LOOPBACK));
			try (WsClient client = resolving(HASTY.withTimeouts(Timeouts.DEFAULTS.withConnect(Duration.ofSeconds(2))),
					resolver)) {
				CompletableFuture<WsSession> opened = connect(client, "ws://several.test:" + deaf.port() + "/");
				try (RawPeer peer = reached.open()) {
					assertThat(opened.get(10, TimeUnit.SECONDS).isOpen()).isTrue();
				}
			}
		}
	}

	@Test
	void aServerThatDoesNotTakeTheConnectionFailsAtTheDeadline() throws Exception {
		try (DeafListener deaf = new DeafListener(); WsClient client = WsClient.builder().options(HASTY).build()) {
			String host = deaf.address().getHostAddress();
			assertThat(failure(connect(client, "ws://" + host + ":" + deaf.port() + "/"), SocketTimeoutException.class))
				.hasMessage("The server " + host + ":" + deaf.port() + " at /" + host + ":" + deaf.port()
						+ " did not answer within 300 ms: check the address, and that no firewall stands between;"
						+ " or raise the connect timeout");
			assertThat(client.attempts()).isZero();
		}
	}

	@Test
	void closeFailsLookUpsAndConnectionsThatAreOnTheirWay() throws Exception {
		try (DeafListener deaf = new DeafListener()) {
			WsClient client = resolving(TransportOptions.CLIENT_DEFAULTS, this::silence);
			CompletableFuture<WsSession> lookingUp = connect(client, uri("silent.test"));
			CompletableFuture<WsSession> connecting = connect(client,
					"ws://" + deaf.address().getHostAddress() + ":" + deaf.port() + "/");
			eventually().untilAsserted(() -> assertThat(client.attempts()).isEqualTo(2));
			client.close();
			assertThat(failure(lookingUp, IOException.class)).hasMessage("The client is closed");
			assertThat(failure(connecting, IOException.class)).hasMessage("The client is closed");
			assertThat(client.attempts()).isZero();
			eventually().untilAsserted(() -> assertThat(Threads.named("ws-client-")).isEmpty());
		}
	}

	@Test
	void aCallerMayLoseInterest() throws Exception {
		try (WsClient client = WsClient.builder().build()) {
			CompletableFuture<WsSession> opened = connect(client, this.server.uri());
			try (RawPeer peer = this.server.accept()) {
				peer.readHead();
				opened.cancel(true);
				peer.expectEnd();
			}
			assertThat(client.attempts()).isZero();
			assertThat(this.recorder.rest()).isEmpty();
		}
	}

	@Test
	void whatCannotBeSentFailsBeforeAnythingIsConnected() throws Exception {
		try (WsClient client = WsClient.builder().build(); ServerSocket nobody = new ServerSocket(0)) {
			CompletableFuture<WsSession> opened = client
				.connect(WsClient.Request.of("ws://127.0.0.1:" + nobody.getLocalPort() + "/", this.recorder)
					.withSubprotocols("a b"))
				.toCompletableFuture();
			failure(opened, IllegalArgumentException.class);
			nobody.setSoTimeout(100);
			assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(nobody::accept);
		}
	}

	@Test
	void theSameRequestMayBeUsedAgain() throws Exception {
		WsClient.Request request = WsClient.Request.of(this.server.uri(), this.recorder);
		try (WsClient client = WsClient.builder().build()) {
			String first = null;
			for (int i = 0; i < 2; i++) {
				CompletableFuture<WsSession> opened = client.connect(request).toCompletableFuture();
				try (RawPeer peer = this.server.accept()) {
					RawPeer.Head head = peer.readHead();
					assertThat(head.fields().get("sec-websocket-key")).isNotEqualTo(first);
					first = head.fields().get("sec-websocket-key");
					peer.send(RawServer.answer(head));
					opened.get(10, TimeUnit.SECONDS);
					peer.reset();
				}
				this.recorder.expect("open", "close 1006");
			}
		}
	}

}
