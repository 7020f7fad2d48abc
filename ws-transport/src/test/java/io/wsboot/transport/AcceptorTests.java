package io.wsboot.transport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Accepting outlasts whatever fails.
 */
class AcceptorTests {

	private final ServerContext server = new ServerContext(
			new TransportContext(TestServer.OPTIONS, TransportListener.NONE, new Topics(),
					new SessionRegistry(new EventLoop[0])),
			(request) -> new CompletableFuture<>(), (request) -> UpgradeDecision.refuse(404, "Nobody here."));

	private EventLoop loop;

	private ServerSocketChannel socket;

	@BeforeEach
	void bind() throws IOException {
		this.loop = GateFixture.loop("acceptor-test");
		this.socket = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
		this.socket.configureBlocking(false);
	}

	@AfterEach
	void stop() throws Exception {
		this.loop.stop();
		this.loop.awaitEnd(TimeUnit.SECONDS.toMillis(10));
		this.socket.close();
	}

	@Test
	void connectionsThatComeOneByOneAreSpreadOverTheLoops() throws Exception {
		Set<String> threads = ConcurrentHashMap.newKeySet();
		WsHandler handler = new WsHandler() {
			@Override
			public void onOpen(WsSession session) {
				threads.add(Thread.currentThread().getName());
				session.close();
			}
		};
		try (TestServer server = TestServer.start(TestServer.OPTIONS, handler, null)) {
			for (int i = 0; i < 4; i++) {
				try (RawPeer peer = RawPeer.open(server.port())) {
					peer.expectClose(1000, "");
				}
			}
		}
		assertThat(threads).hasSize(2);
	}

	@Test
	void anErrorOnlyPausesIt() throws Exception {
		AtomicInteger asked = new AtomicInteger();
		Acceptor acceptor = new Acceptor(this.loop, this.socket, () -> {
			if (asked.incrementAndGet() <= 2) {
				throw new OutOfMemoryError("of a test");
			}
			return this.loop;
		}, new Admission(ListenOptions.at(this.socket.getLocalAddress()), null, this.server));
		acceptor.start();
		this.loop.start();
		try (RawPeer peer = RawPeer.connect(this.socket.socket().getLocalPort())) {
			peer.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
			assertThat(peer.expectRefusal().status()).isEqualTo(404);
		}
		assertThat(asked).hasValueGreaterThan(2);
	}

	@Test
	void anAcceptorThatIsClosedStaysSo() throws Exception {
		Acceptor acceptor = new Acceptor(this.loop, this.socket, () -> this.loop,
				new Admission(ListenOptions.at(this.socket.getLocalAddress()), null, this.server));
		acceptor.start();
		this.loop.start();
		this.loop.submit(() -> {
			acceptor.failed(new IOException("of a test"));
			acceptor.close();
			acceptor.failed(new IOException("of a test"));
			assertThat(acceptor.deadline(this.loop.now())).isEqualTo(Deadlines.NEVER);
		}).get(10, TimeUnit.SECONDS);
		assertThat(this.socket.isOpen()).isFalse();
	}

}
