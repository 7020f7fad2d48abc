package io.wsboot.transport;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import io.wsboot.protocol.CloseStatus;
import io.wsboot.transport.TransportOptions.HeartbeatPolicy;
import io.wsboot.transport.TransportOptions.Timeouts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What listeners are told of the end of a session, over real sockets: the reason is what
 * began the end, whether or not the peer took part in it.
 */
class SessionEndTests {

	private static final Duration LONG = Duration.ofSeconds(10);

	private static final Timeouts IMPATIENT = new Timeouts(LONG, LONG, Duration.ofMillis(50), LONG);

	private final BlockingQueue<SessionEnd> ends = new LinkedBlockingQueue<>();

	private final BlockingQueue<SessionEnd> endsToldToServer = new LinkedBlockingQueue<>();

	private final SessionGroup group = new SessionGroup();

	private WsServer server;

	private WsSession session;

	@AfterEach
	void close() {
		this.server.close(Duration.ZERO);
	}

	@Test
	void aPeerThatClosesIsTheReason() throws Exception {
		try (RawPeer peer = open(Function.identity(), new Recorder())) {
			peer.sendClose(4001);
			SessionEnd end = expect(CloseReason.PEER, false);
			assertThat(end.status()).isEqualTo(CloseStatus.of(4001));
			assertThat(end.openNanos()).isPositive();
		}
	}

	@Test
	void aCutConnectionIsTheReason() throws Exception {
		try (RawPeer peer = open(Function.identity(), new Recorder())) {
			peer.reset();
			assertThat(expect(CloseReason.CONNECTION_LOST, false).status()).isEqualTo(CloseStatus.ABNORMAL);
		}
	}

	@Test
	void anApplicationThatClosesIsTheReasonWhetherThePeerAnswersOrNot() throws Exception {
		try (RawPeer peer = open(Function.identity(), new Recorder())) {
			this.session.close(CloseStatus.of(4000, "bye"));
			peer.expectClose(4000, "bye");
			peer.reset();
			assertThat(expect(CloseReason.APPLICATION, true).status()).isEqualTo(CloseStatus.ABNORMAL);
		}
	}

	@Test
	void aBrokenRuleIsTheReason() throws Exception {
		try (RawPeer peer = open(Function.identity(), new Recorder())) {
			peer.sendFrame(0x83, new byte[0]);
			peer.expectClose(1002, "reserved-opcode");
			assertThat(expect(CloseReason.RESERVED_OPCODE, true).status())
				.isEqualTo(CloseReason.RESERVED_OPCODE.status());
		}
	}

	@Test
	void aHandlerThatFailsIsTheReason() throws Exception {
		try (RawPeer peer = open(Function.identity(), new Recorder() {
			@Override
			public void onText(WsSession opened, String text) {
				throw new ExpectedFailure();
			}
		})) {
			peer.sendText("hello");
			peer.expectClose(1011, "handler-failed");
			peer.reset();
			expect(CloseReason.HANDLER_FAILED, true);
		}
	}

	@Test
	void aMissingPongIsTheReason() throws Exception {
		try (RawPeer peer = open(
				(options) -> options.withHeartbeat(new HeartbeatPolicy(Duration.ofMillis(20), Duration.ofMillis(20))),
				new Recorder())) {
			assertThat(expect(CloseReason.HEARTBEAT_MISSED, true).status()).isEqualTo(CloseStatus.ABNORMAL);
		}
	}

	@Test
	void aPeerThatReadsTooSlowlyIsTheReasonAndIsSeenBefore() throws Exception {
		try (RawPeer peer = open((options) -> options.withHighWaterMark(256 * 1024), new Recorder())) {
			BlockingQueue<WsSession> slow = new LinkedBlockingQueue<>();
			while (slow.isEmpty()) {
				this.session.offerBinary(ByteBuffer.allocate(4096));
				this.server.forEachSlow(slow::add);
			}
			assertThat(slow).containsExactly(this.session);
			while (this.session.offerBinary(ByteBuffer.allocate(4096)) != SendResult.REFUSED) {
				assertThat(this.session.queuedBytes()).isLessThan(512 * 1024);
			}
			peer.reset();
			assertThat(expect(CloseReason.SLOW_CONSUMER, true).status()).isEqualTo(CloseStatus.ABNORMAL);
			this.server.forEachSlow(slow::add);
			assertThat(slow).hasSize(1);
		}
	}

	@Test
	void aPeerThatReadsNothingIsTheReason() throws Exception {
		try (RawPeer peer = open(SessionEndTests::impatient, new Recorder())) {
			ByteBuffer message = ByteBuffer.allocate(64 * 1024);
			TestServer.eventually().until(() -> {
				// however much the kernels take, a little waits behind that
				while (this.session.isOpen() && this.session.queuedBytes() < (4 << 20)) {
					this.session.offerBinary(message.duplicate());
				}
				return !this.session.isOpen();
			});
			assertThat(expect(CloseReason.WRITE_TIMEOUT, true).status()).isEqualTo(CloseStatus.ABNORMAL);
		}
	}

	@Test
	void aServerThatShedsOrEndsIsTheReason() throws Exception {
		try (RawPeer peer = open(Function.identity(), new Recorder())) {
			this.server.shed(100, Duration.ZERO);
			peer.expectSentAway("shed");
			peer.reset();
			expect(CloseReason.SHED, true);
		}
		try (RawPeer peer = RawPeer.open(this.server.port())) {
			this.server.drain(Duration.ZERO, Duration.ofSeconds(10));
			peer.expectSentAway("going-away");
			peer.reset();
			expect(CloseReason.GOING_AWAY, true);
		}
	}

	private RawPeer open(Function<TransportOptions, TransportOptions> options, Recorder recorder) throws Exception {
		this.server = WsServer.builder()
			.address(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
			.options(options.apply(TestServer.OPTIONS))
			.listener(new TransportListener() {
			})
			.addListener(new Told(this.endsToldToServer))
			.upgradeHandler((request) -> CompletableFuture.completedStage(
					UpgradeDecision.accept(recorder).withListener(new Told(this.ends)).withOpened(this.group::add)))
			.build();
		this.server.start();
		RawPeer peer = RawPeer.open(this.server.port());
		this.session = recorder.session();
		return peer;
	}

	private static TransportOptions impatient(TransportOptions options) {
		return options.withTimeouts(IMPATIENT).withHighWaterMark(64 << 20);
	}

	/** Both listeners are told the same, once. */
	private SessionEnd expect(CloseReason reason, boolean initiatedLocally) throws Exception {
		SessionEnd end = this.ends.poll(10, TimeUnit.SECONDS);
		assertThat(end).isNotNull();
		assertThat(end.reason()).isSameAs(reason);
		assertThat(end.initiatedLocally()).isEqualTo(initiatedLocally);
		assertThat(this.endsToldToServer.poll(10, TimeUnit.SECONDS)).isSameAs(end);
		assertThat(this.ends).isEmpty();
		return end;
	}

	private final class Told implements TransportListener {

		private final BlockingQueue<SessionEnd> told;

		private boolean opened;

		Told(BlockingQueue<SessionEnd> told) {
			this.told = told;
		}

		@Override
		public void sessionOpened(WsSession opening, long handshakeNanos) {
			this.opened = true;
		}

		@Override
		public void sessionClosed(WsSession closed, SessionEnd end) {
			boolean expected = this.opened && SessionEndTests.this.group.contains(closed);
			this.told.add(expected ? end : new SessionEnd(end.status(), CloseReason.PEER, false, -1));
		}

	}

}
