package io.wsboot.transport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A server behind a Unix domain socket, and the file that stands for it.
 */
@Timeout(60)
class UnixSocketTests {

	@TempDir
	private Path directory;

	private Path path;

	@BeforeEach
	void name() {
		this.path = this.directory.resolve("ws.sock");
	}

	private WsServer server(ListenOptions... more) throws IOException {
		return server((request) -> CompletableFuture.completedStage(UpgradeDecision.accept(new TestServer.Echo())),
				more);
	}

	private WsServer server(UpgradeHandler upgrades, ListenOptions... more) throws IOException {
		WsServer.Builder builder = WsServer.builder()
			.address(UnixDomainSocketAddress.of(this.path))
			.options(TestServer.OPTIONS)
			.upgradeHandler(upgrades);
		for (ListenOptions place : more) {
			builder.listen(place);
		}
		return builder.build();
	}

	/** Opens a session, echoes and closes. */
	private void talk() throws IOException {
		try (SocketChannel peer = SocketChannel.open(UnixDomainSocketAddress.of(this.path))) {
			peer.write(StandardCharsets.ISO_8859_1.encode(RawPeer.UPGRADE));
			peer.write(ByteBuffer.wrap(RawPeer.hex("81 84 00000000 68657265" + "88 82 00000000 03e8")));
			ByteBuffer answer = ByteBuffer.allocate(4096);
			while (peer.read(answer) >= 0) {
				assertThat(answer.hasRemaining()).isTrue();
			}
			String all = StandardCharsets.ISO_8859_1.decode(answer.flip()).toString();
			assertThat(all).startsWith("HTTP/1.1 101 ").endsWith("\u0081\u0004here\u0088\u0002\u0003\u00e8");
		}
	}

	@Test
	void sessionsOpenAndTheFileIsGoneAtTheEnd() throws Exception {
		CompletableFuture<HandshakeRequest> seen = new CompletableFuture<>();
		WsServer server = server((request) -> {
			seen.complete(request);
			return CompletableFuture.completedStage(UpgradeDecision.accept(new TestServer.Echo()));
		});
		server.start();
		assertThat(server.localAddress()).isEqualTo(UnixDomainSocketAddress.of(this.path));
		assertThat(server.port()).isEqualTo(-1);
		talk();
		assertThat(seen.get(10, TimeUnit.SECONDS).localAddress()).isEqualTo(server.localAddress());
		assertThat(seen.join().peerAddress()).isInstanceOf(UnixDomainSocketAddress.class);
		server.close();
		assertThat(this.path).doesNotExist();
	}

	@Test
	void connectionsHaveTheOptionsThatUnixSocketsKnow() throws Exception {
		ConnectionOptions options = new ConnectionOptions(true, true, 32 * 1024, 32 * 1024);
		try (WsServer server = WsServer.builder()
			.listen(ListenOptions.at(UnixDomainSocketAddress.of(this.path)).withConnections(options))
			.upgradeHandler(
					(request) -> CompletableFuture.completedStage(UpgradeDecision.accept(new TestServer.Echo())))
			.build()) {
			server.start();
			talk();
		}
	}

	@Test
	void aPortAndAPathServeTheSame() throws Exception {
		InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
		try (WsServer server = server(ListenOptions.at(anyPort))) {
			server.start();
			talk();
			assertThat(server.localAddresses()).hasSize(2).extracting(SocketAddress::getClass).doesNotHaveDuplicates();
			try (RawPeer peer = RawPeer.open(server.port())) {
				peer.sendText("here");
				peer.expectText("here");
			}
		}
	}

	@Test
	void aSocketThatNobodyAnswersOnIsReplaced() throws Exception {
		leaveStaleSocket();
		try (WsServer server = server()) {
			server.start();
			talk();
		}
	}

	private void leaveStaleSocket() throws IOException {
		try (ServerSocketChannel stale = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
			stale.bind(UnixDomainSocketAddress.of(this.path));
		}
		assertThat(this.path).exists();
	}

	@Test
	void aSocketThatSomebodyAnswersOnIsLeftAlone() throws Exception {
		try (WsServer first = server(); WsServer second = server()) {
			first.start();
			assertThatExceptionOfType(ListenException.class).isThrownBy(second::start)
				.withMessageContaining(this.path.toString())
				.withMessageContaining("in use");
			talk();
		}
	}

	@Test
	void aSocketWhoseBacklogIsFullIsLeftAlone() throws Exception {
		List<SocketChannel> waiting = new ArrayList<>();
		try (ServerSocketChannel busy = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
				WsServer server = server()) {
			busy.bind(UnixDomainSocketAddress.of(this.path), 1);
			while (isTaken(waiting)) {
				// until one more is too much
			}
			assertThatExceptionOfType(ListenException.class).isThrownBy(server::start).withMessageContaining("in use");
			assertThat(this.path).exists();
		}
		for (SocketChannel peer : waiting) {
			peer.close();
		}
	}

	private boolean isTaken(List<SocketChannel> waiting) throws IOException {
		SocketChannel peer = SocketChannel.open(StandardProtocolFamily.UNIX);
		waiting.add(peer);
		peer.configureBlocking(false);
		try {
			return waiting.size() < 1000 && peer.connect(UnixDomainSocketAddress.of(this.path));
		}
		catch (SocketException ex) {
			return false;
		}
	}

	@Test
	void aFileThatIsNoSocketIsLeftAlone() throws Exception {
		Files.writeString(this.path, "precious");
		try (WsServer server = server()) {
			assertThatExceptionOfType(ListenException.class).isThrownBy(server::start)
				.withMessageContaining(this.path.toString())
				.withMessageContaining("which is no socket");
		}
		assertThat(this.path).hasContent("precious");
	}

	@Test
	void aLinkToASocketIsLeftAlone() throws Exception {
		Path link = this.path;
		this.path = this.directory.resolve("other.sock");
		leaveStaleSocket();
		Files.createSymbolicLink(link, this.path);
		this.path = link;
		try (WsServer server = server()) {
			assertThatExceptionOfType(ListenException.class).isThrownBy(server::start)
				.withMessageContaining("which is no socket");
		}
		assertThat(link).isSymbolicLink();
	}

	@Test
	void aFileThatHasTakenOurPlaceIsNotRemoved() throws Exception {
		WsServer server = server();
		server.start();
		Files.move(this.path, this.directory.resolve("moved.sock"));
		Files.writeString(this.path, "precious");
		server.close();
		assertThat(this.path).hasContent("precious");
	}

	@Test
	void aDirectoryThatDoesNotExistIsNamed() throws Exception {
		this.path = this.directory.resolve("nowhere").resolve("ws.sock");
		try (WsServer server = server()) {
			assertThatExceptionOfType(ListenException.class).isThrownBy(server::start)
				.withMessageContaining(this.path.toString())
				.withMessageContaining("in a directory that this process may write to");
		}
	}

	@Test
	void ifAnotherAddressIsTakenTheFileIsGone() throws Exception {
		try (ServerSocketChannel taken = ServerSocketChannel.open()) {
			taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
			try (WsServer server = server(ListenOptions.at(taken.getLocalAddress()))) {
				assertThatExceptionOfType(ListenException.class).isThrownBy(server::start);
				assertThat(this.path).doesNotExist();
			}
		}
	}

}
