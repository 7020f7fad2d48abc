package io.wsboot.transport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import io.wsboot.protocol.http.HttpFields;
import io.wsboot.transport.TransportOptions.Timeouts;
import io.wsboot.transport.UpgradeDecision.Refuse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static io.wsboot.transport.TestServer.eventually;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The decision on an upgrade: at once, late, never or wrong.
 */
class UpgradeTests {

	private static final TransportOptions IMPATIENT = TestServer.OPTIONS.withTimeouts(new Timeouts(
			Duration.ofMillis(300), Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofSeconds(10)));

	private final Recorder recorder = new Recorder();

	private final BlockingQueue<HandshakeRequest> requests = new LinkedBlockingQueue<>();

	private final CompletableFuture<UpgradeDecision> decision = new CompletableFuture<>();

	private TestServer undecided(TransportOptions options) throws Exception {
		return TestServer.start(options, (request) -> {
			this.requests.add(request);
			return this.decision;
		});
	}

	private HandshakeRequest request() throws Exception {
		HandshakeRequest request = this.requests.poll(10, TimeUnit.SECONDS);
		assertThat(request).isNotNull();
		return request;
	}

	@Test
	void aDecisionMayComeLaterAndFramesSentMeanwhileAreKept() throws Exception {
		try (TestServer server = undecided(TestServer.OPTIONS); RawPeer peer = RawPeer.connect(server.port())) {
			peer.send(RawPeer.upgrade("/a%20b?c=d"));
			HandshakeRequest request = request();
			assertThat(request.path()).isEqualTo("/a%20b");
			assertThat(request.query()).isEqualTo("c=d");
			assertThat(request.secure()).isFalse();
			assertThat(request.fields().get("host")).isEqualTo("localhost");
			peer.sendText("early");
			peer.sendFrame(RawPeer.PING, new byte[] { 'x' });
			this.decision.complete(UpgradeDecision.accept(this.recorder));
			peer.expectUpgrade();
			assertThat(peer.readFrame().firstByte()).isEqualTo(RawPeer.PONG);
			this.recorder.expect("open", "text early");
		}
	}

	@Test
	void manyFramesMayFollowTheHeadAtOnceButNotMoreThanIsKept() throws Exception {
		try (TestServer server = undecided(TestServer.OPTIONS); RawPeer peer = RawPeer.connect(server.port())) {
			byte[] head = RawPeer.UPGRADE.getBytes(StandardCharsets.US_ASCII);
			byte[] frame = peer.frame(RawPeer.BINARY, new byte[9000]);
			byte[] both = new byte[head.length + frame.length];
			System.arraycopy(head, 0, both, 0, head.length);
			System.arraycopy(frame, 0, both, head.length, frame.length);
			peer.send(both);
			assertThat(peer.expectRefusal().status()).isEqualTo(400);
			assertThat(this.requests).isEmpty();
		}
	}

	@Test
	void aDecisionAfterTheHandshakeTimeoutIsDropped() throws Exception {
		try (TestServer server = undecided(IMPATIENT); RawPeer peer = RawPeer.connect(server.port())) {
			peer.send(RawPeer.UPGRADE);
			request();
			assertThat(peer.expectRefusal().status()).isEqualTo(408);
			this.decision.complete(UpgradeDecision.accept(this.recorder));
			peer.close();
			eventually().untilAsserted(() -> assertThat(server.counts().closed).hasValue(1));
			assertThat(this.recorder.rest()).isEmpty();
			assertThat(server.counts().sessionsOpened).hasValue(0);
		}
	}

	@Test
	void aDecisionAfterADisconnectLeavesNothingBehind() throws Exception {
		try (TestServer server = undecided(TestServer.OPTIONS.withMaxConnections(1))) {
			RawPeer gone = RawPeer.connect(server.port());
			gone.send(RawPeer.UPGRADE);
			request();
			gone.reset();
			this.decision.complete(UpgradeDecision.accept(this.recorder));
			eventually().untilAsserted(() -> assertThat(server.counts().closed).hasValue(1));
			eventually().untilAsserted(() -> assertThat(server.counts().sessionsClosed.get())
				.isEqualTo(server.counts().sessionsOpened.get()));
			try (RawPeer next = RawPeer.open(server.port())) {
				next.sendClose(1000);
				next.expectClose(1000, "");
			}
		}
	}

	@Test
	void aHeadThatIsNotCompletedInTimeIsAnswered408() throws Exception {
		try (TestServer server = undecided(IMPATIENT); RawPeer peer = RawPeer.connect(server.port())) {
			peer.send("GET / HT");
			assertThat(peer.expectRefusal().status()).isEqualTo(408);
			assertThat(server.counts().handshakesRefused).hasValue(1);
		}
	}

	@Test
	void aPeerThatSaysNothingIsClosedWithoutAWord() throws Exception {
		try (TestServer server = undecided(IMPATIENT); RawPeer peer = RawPeer.connect(server.port())) {
			peer.expectEnd();
			eventually().untilAsserted(() -> assertThat(server.counts().closed).hasValue(1));
		}
	}

	@Test
	void singleBytesDoNotExtendTheHandshake() throws Exception {
		ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
		try (TestServer server = undecided(IMPATIENT); RawPeer peer = RawPeer.connect(server.port())) {
			peer.send("GET / HTTP/1.1\r\nX: ");
			clock.scheduleAtFixedRate(() -> {
				try {
					peer.send("x");
				}
				catch (IOException ex) {
					throw new UncheckedIOException(ex);
				}
			}, 0, 10, TimeUnit.MILLISECONDS);
			assertThat(peer.expectRefusal().status()).isEqualTo(408);
		}
		finally {
			clock.shutdownNow();
		}
	}

	@Test
	void aRefusalIsSentAsDecided() throws Exception {
		try (TestServer server = TestServer.start(TestServer.OPTIONS,
				(request) -> CompletableFuture.completedStage(new Refuse(401, "Who are you?",
						HttpFields.builder().add("WWW-Authenticate", "Basic realm=\"x\"").build())));
				RawPeer peer = RawPeer.connect(server.port())) {
			peer.send(RawPeer.UPGRADE);
			RawPeer.Head answer = peer.expectRefusal();
			assertThat(answer.line()).isEqualTo("HTTP/1.1 401 Unauthorized");
			assertThat(answer.fields()).containsEntry("www-authenticate", "Basic realm=\"x\"")
				.containsEntry("connection", "close");
			assertThat(server.counts().handshakesRefused).hasValue(1);
		}
	}

	enum Failure {

		THROWS {
			@Override
			UpgradeHandler handler() {
				return (request) -> {
					throw new ExpectedFailure();
				};
			}
		},
		ERROR {
			@Override
			UpgradeHandler handler() {
				return (request) -> {
					throw new AssertionError("secret");
				};
			}
		},
		FAILS {
			@Override
			UpgradeHandler handler() {
				return (request) -> CompletableFuture.failedStage(new ExpectedFailure());
			}
		},
		FAILS_LATER {
			@Override
			UpgradeHandler handler() {
				return (request) -> CompletableFuture.supplyAsync(() -> {
					throw new ExpectedFailure();
				});
			}
		},
		NO_DECISION {
			@Override
			UpgradeHandler handler() {
				return (request) -> CompletableFuture.completedStage(null);
			}
		},
		NO_STAGE {
			@Override
			UpgradeHandler handler() {
				return (request) -> null;
			}
		},
		NO_HANDLER {
			@Override
			UpgradeHandler handler() {
				return (request) -> CompletableFuture.supplyAsync(() -> UpgradeDecision.accept(null));
			}
		},
		HANDLER_THAT_FAILS_TO_SAY_WHAT_IT_WANTS {
			@Override
			UpgradeHandler handler() {
				return (request) -> CompletableFuture.completedStage(UpgradeDecision.accept(new Recorder() {
					@Override
					public boolean wantsControlFrames() {
						throw new ExpectedFailure();
					}
				}));
			}
		},
		SUBPROTOCOL_NOT_OFFERED {
			@Override
			UpgradeHandler handler() {
				return (request) -> CompletableFuture
					.completedStage(UpgradeDecision.accept(new Recorder()).withSubprotocol("expected"));
			}
		};

		abstract UpgradeHandler handler();

	}

	@ParameterizedTest
	@EnumSource
	void aFailingDecisionIsAnswered500(Failure failure) throws Exception {
		try (TestServer server = TestServer.start(TestServer.OPTIONS, failure.handler());
				RawPeer peer = RawPeer.connect(server.port())) {
			peer.send(RawPeer.UPGRADE);
			RawPeer.Head answer = peer.expectRefusal();
			assertThat(answer.status()).isEqualTo(500);
			assertThat(answer.toString()).doesNotContain("expected");
			assertThat(server.counts().sessionsOpened).hasValue(0);
		}
	}

	@Test
	void aSubprotocolThatWasOfferedMayBeChosen() throws Exception {
		try (TestServer server = TestServer.start(TestServer.OPTIONS,
				(request) -> CompletableFuture.completedStage(
						UpgradeDecision.accept(this.recorder).withSubprotocol(request.subprotocols().get(1))));
				RawPeer peer = RawPeer.connect(server.port())) {
			peer.send(RawPeer.UPGRADE.replace("\r\n\r\n", "\r\nSec-WebSocket-Protocol: chat, superchat\r\n\r\n"));
			assertThat(peer.readHead().fields()).containsEntry("sec-websocket-protocol", "superchat");
			assertThat(this.recorder.session().subprotocol()).isEqualTo("superchat");
		}
	}

	@Test
	void aRequestThatAsksForNoUpgradeIsAnsweredByTheExchangeHandler() throws Exception {
		WsServer server = WsServer.builder()
			.address(new InetSocketAddress("127.0.0.1", 0))
			.upgradeHandler((request) -> this.decision)
			.httpExchangeHandler((request) -> {
				if (request.path().equals("/fail")) {
					throw new ExpectedFailure();
				}
				return UpgradeDecision.refuse(404, "Nothing is here.");
			})
			.build();
		try (server) {
			server.start();
			try (RawPeer peer = RawPeer.connect(server.port())) {
				peer.send("GET /x HTTP/1.1\r\nHost: localhost\r\n\r\n");
				assertThat(peer.expectRefusal().line()).isEqualTo("HTTP/1.1 404 Not Found");
			}
			try (RawPeer peer = RawPeer.connect(server.port())) {
				peer.send("GET /fail HTTP/1.1\r\nHost: localhost\r\n\r\n");
				assertThat(peer.expectRefusal().status()).isEqualTo(500);
			}
		}
	}

}
