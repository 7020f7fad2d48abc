package io.wsboot.transport;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import io.wsboot.transport.TransportOptions.HeartbeatPolicy;
import io.wsboot.transport.TransportOptions.Timeouts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.wsboot.transport.TestServer.eventually;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Peers that break, stall, crawl or never begin; each time the good ones are served
 * meanwhile, and nothing is left behind.
 */
class FaultyPeerTests {

	private static final Duration LONG = Duration.ofSeconds(30);

	private final ExecutorService executor = Executors.newFixedThreadPool(2);

	@AfterEach
	void stop() {
		this.executor.shutdown();
	}

	private static void echo(RawPeer good) throws Exception {
		good.sendText("still here");
		good.expectText("still here");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void twoHundredResetsWithinAFrameLeaveNothingBehind(boolean loop) throws Exception {
		try (TestServer server = TestServer.start(TestServer.OPTIONS, new TestServer.Echo(),
				loop ? null : this.executor); RawPeer good = RawPeer.open(server.port())) {
			echo(good);
			long descriptors = ProcessResources.descriptors();
			for (int i = 1; i <= 200; i++) {
				RawPeer peer = RawPeer.open(server.port());
				// a whole message, half a message and then a part of a frame
				peer.sendHex("81 81 00000000 78" + "01 81 00000000 78" + "80 ff 0000000000010000 00000000 0102");
				peer.reset();
			}
			echo(good);
			eventually().untilAsserted(() -> assertThat(server.counts().closed).hasValue(200));
			assertThat(server.counts().sessionsClosed).hasValue(200);
			assertThat(server.server().sessions().size()).isEqualTo(1);
			eventually()
				.untilAsserted(() -> assertThat(ProcessResources.descriptors()).isLessThanOrEqualTo(descriptors + 2));
			echo(good);
		}
	}

	/** What it takes is no progress: the window stays shut until there is some room. */
	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aPeerThatReadsByteByByteIsLeftAtTheWriteTimeout(boolean loop) throws Exception {
		TransportOptions options = TestServer.OPTIONS
			.withTimeouts(new Timeouts(LONG, LONG, Duration.ofMillis(300), LONG));
		Recorder recorder = new Recorder();
		WsHandler echo = new TestServer.Echo();
		try (TestServer server = TestServer.start(options, (path) -> path.equals("/echo") ? echo : recorder,
				loop ? null : this.executor);
				RawPeer slow = RawPeer.openNarrow(server.port(), "/slow");
				RawPeer good = RawPeer.open(server.port(), "/echo")) {
			WsSession session = recorder.session();
			while (session.queuedBytes() < 256 * 1024) {
				session.offerBinary(ByteBuffer.allocate(16 * 1024));
			}
			int read = 0;
			while (server.counts().sessionsClosed.get() == 0) {
				assertThat(read++).as("bytes read").isLessThan(4000);
				slow.readByte();
				for (int i = 0; i < 50; i++) {
					echo(good);
				}
				assertThat(session.queuedBytes()).isLessThan(512 * 1024);
			}
			recorder.expect("open", "close 1006");
			assertThat(session.queuedBytes()).isZero();
		}
	}

	@Test
	void tenThousandWhoNeverBeginTakeLittleAndAreGoneAtTheDeadline() throws Exception {
		TransportOptions options = TestServer.OPTIONS
			.withTimeouts(new Timeouts(Duration.ofSeconds(5), LONG, LONG, LONG));
		int count = (int) Math.min(10_000, ProcessResources.descriptorsLeft() - 500);
		assertThat(count).as("descriptors that are left: raise the limit of open files").isGreaterThan(100);
		try (TestServer server = TestServer.start(options, new TestServer.Echo(), null);
				RawPeer good = RawPeer.open(server.port());
				ChildPeers silent = ChildPeers.start(server.port())) {
			echo(good);
			long descriptors = ProcessResources.descriptors();
			long heap = ProcessResources.heap();
			silent.connect(count);
			eventually().untilAsserted(() -> assertThat(server.counts().opened).hasValue(count + 1));
			echo(good);
			assertThat((ProcessResources.heap() - heap) / count).as("heap for each that says nothing").isLessThan(4096);
			silent.expectEnds();
			eventually().untilAsserted(() -> assertThat(server.counts().closed).hasValue(count));
			eventually()
				.untilAsserted(() -> assertThat(ProcessResources.descriptors()).isLessThanOrEqualTo(descriptors + 2));
			echo(good);
		}
	}

	@Test
	void peersThatWereStoppedAreFoundByTheHeartbeat() throws Exception {
		TransportOptions options = TestServer.OPTIONS
			.withHeartbeat(new HeartbeatPolicy(Duration.ofMillis(400), Duration.ofMillis(400)));
		int count = 50;
		try (TestServer server = TestServer.start(options, new TestServer.Echo(), null);
				ChildPeers peers = ChildPeers.start(server.port())) {
			peers.open(count);
			peers.suspend();
			eventually().untilAsserted(() -> assertThat(server.counts().sessionsClosed).hasValue(count));
			assertThat(server.counts().heartbeatsMissed).hasValue(count);
			eventually().untilAsserted(() -> assertThat(server.counts().closed).hasValue(count));
		}
	}

	@Test
	void aHandlerThatUsesUpTheHeapEndsItsOwnSessionOnly() throws Exception {
		Process server = ChildPeers.java(GreedyServer.class, List.of("-Xmx64m", "-XX:+UseSerialGC"));
		try (var said = server.inputReader()) {
			int port = Integer.parseInt(said.readLine());
			try (RawPeer good = RawPeer.open(port)) {
				echo(good);
				for (int i = 0; i < 3; i++) {
					try (RawPeer greedy = RawPeer.open(port)) {
						greedy.sendText("everything");
						greedy.expectClose(1011, "handler-failed");
						greedy.sendClose(1011);
						greedy.expectEnd();
					}
					echo(good);
				}
			}
		}
		finally {
			server.destroy();
			assertThat(server.waitFor(10, TimeUnit.SECONDS)).isTrue();
		}
	}

	/**
	 * In a JVM with little heap: its handler takes all of it when it is asked to.
	 */
	static final class GreedyServer {

		private GreedyServer() {
		}

		public static void main(String[] arguments) throws Exception {
			TestServer server = TestServer.start(TestServer.OPTIONS, new TestServer.Echo() {
				@Override
				public void onText(WsSession session, String text) {
					if (text.equals("everything")) {
						long[][] all = new long[1024][];
						for (int i = 0; i < all.length; i++) {
							all[i] = new long[1024 * 1024];
						}
					}
					super.onText(session, text);
				}
			}, null);
			System.out.println(server.port());
			System.out.flush();
		}

	}

}
