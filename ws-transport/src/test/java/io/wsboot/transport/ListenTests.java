package io.wsboot.transport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.wsboot.transport.TestServer.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Where a server listens: one or several ports, over IPv4 and IPv6, and how its sockets
 * are set up.
 */
class ListenTests {

	private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

	private static WsServer server(ListenOptions... places) throws IOException {
		return server(new TestServer.Echo(), places);
	}

	private static WsServer server(WsHandler handler, ListenOptions... places) throws IOException {
		WsServer.Builder builder = WsServer.builder()
			.options(TestServer.OPTIONS)
			.upgradeHandler((request) -> CompletableFuture.completedStage(UpgradeDecision.accept(handler)));
		for (ListenOptions place : places) {
			builder.listen(place);
		}
		return builder.build();
	}

	private static ListenOptions anyPort() {
		return ListenOptions.at(new InetSocketAddress(LOOPBACK, 0));
	}

	private static int port(SocketAddress address) {
		return ((InetSocketAddress) address).getPort();
	}

	private static void echo(RawPeer peer) throws IOException {
		peer.sendText("here");
		peer.expectText("here");
	}

	@Test
	void everyListenerServesTheSame() throws Exception {
		try (WsServer server = server(anyPort(), anyPort().withTls(ServerTls.of(Certificates.server("server"))),
				anyPort())) {
			server.start();
			List<SocketAddress> addresses = server.localAddresses();
			assertThat(addresses).hasSize(3).doesNotHaveDuplicates().first().isEqualTo(server.localAddress());
			assertThat(server.port()).isEqualTo(port(addresses.get(0)));
			for (int i : new int[] { 0, 2 }) {
				try (RawPeer peer = RawPeer.open(port(addresses.get(i)))) {
					echo(peer);
				}
			}
			try (TlsPeer peer = TlsPeer.open(port(addresses.get(1)), "TLSv1.3")) {
				peer.send(peer.text("here"));
				peer.expectText("here");
			}
		}
	}

	@Test
	void ifOneAddressIsTakenNoneStaysBound() throws Exception {
		try (ServerSocket taken = new ServerSocket(0, 1, LOOPBACK);
				ServerSocket free = new ServerSocket(0, 1, LOOPBACK)) {
			int port = free.getLocalPort();
			free.close();
			InetSocketAddress takenAddress = new InetSocketAddress(LOOPBACK, taken.getLocalPort());
			try (WsServer server = server(ListenOptions.at(new InetSocketAddress(LOOPBACK, port)),
					ListenOptions.at(takenAddress))) {
				assertThatExceptionOfType(ListenException.class).isThrownBy(server::start).satisfies((failure) -> {
					assertThat(failure.address()).isEqualTo(takenAddress);
					assertThat(failure).hasMessageContaining(Integer.toString(taken.getLocalPort()))
						.hasMessageContaining("in use")
						.hasMessageEndingWith("or end the process that has it.");
				});
				new ServerSocket(port, 1, LOOPBACK).close();
				taken.close();
				server.start();
				RawPeer.open(port).close();
			}
		}
	}

	@Test
	void anAddressOfAnotherMachineIsNamed() throws Exception {
		try (WsServer server = server(ListenOptions.at(new InetSocketAddress("192.0.2.1", 0)))) {
			assertThatExceptionOfType(ListenException.class).isThrownBy(server::start)
				.withMessageContaining("192.0.2.1")
				.withMessageEndingWith("Choose an address of this machine, or none to listen on all of them.");
		}
	}

	@Test
	void aNameWithoutAnAddressIsNamed() throws Exception {
		try (WsServer server = server(ListenOptions.at(InetSocketAddress.createUnresolved("nowhere.invalid", 0)))) {
			assertThatExceptionOfType(ListenException.class).isThrownBy(server::start)
				.withMessageContaining("nowhere.invalid")
				.withMessageContaining("no address is known for that name");
		}
	}

	@Test
	void theWildcardListensOverBothVersionsOfIp() throws Exception {
		assumeThat(hasIpv6()).as("this machine has IPv6").isTrue();
		try (WsServer server = server(ListenOptions.at(new InetSocketAddress(0)))) {
			server.start();
			for (String host : List.of("127.0.0.1", "::1")) {
				try (RawPeer peer = RawPeer.open(InetAddress.getByName(host), server.port())) {
					echo(peer);
				}
			}
		}
	}

	@Test
	void anAddressListensOverItsVersionAlone() throws Exception {
		assumeThat(hasIpv6()).as("this machine has IPv6").isTrue();
		try (WsServer server = server(ListenOptions.at(new InetSocketAddress("::1", 0)))) {
			server.start();
			try (RawPeer peer = RawPeer.open(InetAddress.getByName("::1"), server.port())) {
				echo(peer);
			}
			assertThatIOException().isThrownBy(() -> new Socket("127.0.0.1", server.port()).close());
		}
	}

	private static boolean hasIpv6() {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("::1"))) {
			return socket.isBound();
		}
		catch (IOException ex) {
			return false;
		}
	}

	@Test
	void withReusePortEachLoopAcceptsForItselfOrThePlatformIsToBlame() throws Exception {
		Set<String> loops = ConcurrentHashMap.newKeySet();
		WsHandler handler = new TestServer.Echo() {
			@Override
			public void onOpen(WsSession session) {
				loops.add(Thread.currentThread().getName());
			}
		};
		try (WsServer server = server(handler, anyPort().withReusePort(true))) {
			if (!supportsReusePort()) {
				assertThatExceptionOfType(ListenException.class).isThrownBy(server::start)
					.withMessageEndingWith("Leave reusePort off.");
				return;
			}
			server.start();
			eventually().untilAsserted(() -> {
				try (RawPeer peer = RawPeer.open(server.port())) {
					echo(peer);
				}
				assertThat(loops).containsExactlyInAnyOrder("ws-loop-0", "ws-loop-1");
			});
			try (WsServer other = server(anyPort().withAddress(server.localAddress()).withReusePort(true))) {
				other.start();
				assertThat(other.port()).isEqualTo(server.port());
			}
		}
	}

	private static boolean supportsReusePort() throws IOException {
		try (ServerSocketChannel socket = ServerSocketChannel.open()) {
			return socket.supportedOptions().contains(StandardSocketOptions.SO_REUSEPORT);
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void connectionsHaveTheOptionsThatWereAskedFor(boolean set) throws Exception {
		ConnectionOptions options = new ConnectionOptions(set, set, set ? 32 * 1024 : 0, set ? 48 * 1024 : 0);
		CompletableFuture<Map<SocketOption<?>, Object>> seen = new CompletableFuture<>();
		WsHandler handler = new WsHandler() {
			@Override
			public void onOpen(WsSession session) throws IOException {
				seen.complete(options(session));
			}
		};
		try (WsServer server = server(handler, anyPort().withConnections(options))) {
			server.start();
			try (RawPeer peer = RawPeer.open(server.port())) {
				assertThat(seen.get(10, TimeUnit.SECONDS)).containsEntry(StandardSocketOptions.TCP_NODELAY, set)
					.containsEntry(StandardSocketOptions.SO_KEEPALIVE, set);
				if (set) {
					// Linux doubles what it is told
					assertThat(seen.join().get(StandardSocketOptions.SO_RCVBUF)).isIn(32 * 1024, 64 * 1024);
					assertThat(seen.join().get(StandardSocketOptions.SO_SNDBUF)).isIn(48 * 1024, 96 * 1024);
				}
				peer.sendClose(1000);
				peer.expectClose(1000, "");
			}
		}
	}

	/** Of the only connection on the session's loop, where this is called. */
	private static Map<SocketOption<?>, Object> options(WsSession session) throws IOException {
		Map<SocketOption<?>, Object> options = new HashMap<>();
		for (SelectionKey key : ((Session) session).loop().selector().keys()) {
			if (key.channel() instanceof SocketChannel socket) {
				for (SocketOption<?> option : socket.supportedOptions()) {
					options.put(option, socket.getOption(option));
				}
			}
		}
		return options;
	}

}
