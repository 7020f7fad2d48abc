package io.wsboot.spring.server;

import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import javax.net.ssl.SSLContext;

import io.wsboot.protocol.CompressionOptions;
import io.wsboot.protocol.ProtocolLimits;
import io.wsboot.transport.ListenOptions;
import io.wsboot.transport.ServerTls;
import io.wsboot.transport.ServerTls.ClientAuthentication;
import io.wsboot.transport.TransportOptions;
import io.wsboot.transport.TransportOptions.HeartbeatPolicy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The whole line that an operator reads.
 */
class StartLineTests {

	private static final InetSocketAddress ADDRESS = new InetSocketAddress("127.0.0.1", 8090);

	private static String line(InetSocketAddress address, List<String> paths, TransportOptions options,
			@Nullable ServerTls tls) {
		return StartLine.of(List.of(address), List.of(ListenOptions.at(address).withTls(tls)), paths, options);
	}

	@Test
	void defaults() {
		assertThat(line(ADDRESS, List.of("/chat/{room}", "/echo"), TransportOptions.DEFAULTS, null))
			.isEqualTo("WebSocket listener on port 8090 (127.0.0.1, plain): endpoints /chat/{room}, /echo;"
					+ " ping after 25s, pong within 20s; messages up to 1MB, any number of connections");
	}

	@Test
	void everythingElse() {
		TransportOptions options = TransportOptions.DEFAULTS.withHeartbeat(HeartbeatPolicy.NONE)
			.withLimits(new ProtocolLimits(1000, 1000, 1))
			.withMaxConnections(5);
		List<String> paths = IntStream.rangeClosed(1, 12).mapToObj((i) -> "/" + i).toList();
		assertThat(line(new InetSocketAddress(8090), paths, options, null)).isEqualTo(
				"WebSocket listener on port 8090 (all addresses, plain): endpoints /1, /2, /3, /4, /5, /6, /7, /8, /9,"
						+ " /10 and 2 more; no heartbeat; messages up to 1000B, at most 5 connections");
	}

	@Test
	void compression() {
		assertThat(line(ADDRESS, List.of("/echo"),
				TransportOptions.DEFAULTS.withCompression(CompressionOptions.DEFAULTS), null))
			.endsWith("; messages up to 1MB, compressed from 1KB, any number of connections");
	}

	@Test
	void kilobytesAndMinutes() {
		TransportOptions options = TransportOptions.DEFAULTS
			.withHeartbeat(new HeartbeatPolicy(Duration.ofSeconds(90), Duration.ofMillis(1500)))
			.withLimits(new ProtocolLimits(64 * 1024, 64 * 1024, 1));
		assertThat(line(ADDRESS, List.of("/echo"), options, null))
			.contains("ping after 1m30s, pong within 1.5s; messages up to 64KB");
	}

	@Test
	void encryption() throws Exception {
		ServerTls tls = ServerTls.of(SSLContext.getDefault());
		assertThat(line(ADDRESS, List.of("/echo"), TransportOptions.DEFAULTS, tls))
			.startsWith("WebSocket listener on port 8090 (127.0.0.1, wss): endpoints /echo;");
		assertThat(line(ADDRESS, List.of("/echo"), TransportOptions.DEFAULTS,
				tls.withClientAuthentication(ClientAuthentication.WANT)))
			.contains("(127.0.0.1, wss, client certificates wanted)");
		assertThat(line(ADDRESS, List.of("/echo"), TransportOptions.DEFAULTS,
				tls.withClientAuthentication(ClientAuthentication.NEED)))
			.contains("(127.0.0.1, wss, client certificates needed)");
	}

	@Test
	void severalPlaces() throws Exception {
		UnixDomainSocketAddress path = UnixDomainSocketAddress.of("/run/app/ws.sock");
		assertThat(StartLine.of(List.of(ADDRESS, path),
				List.of(ListenOptions.at(ADDRESS).withTls(ServerTls.of(SSLContext.getDefault())),
						ListenOptions.at(path)),
				List.of("/echo"), TransportOptions.DEFAULTS))
			.startsWith("WebSocket listener on port 8090 (127.0.0.1, wss), socket /run/app/ws.sock (plain): endpoints");
	}

}
