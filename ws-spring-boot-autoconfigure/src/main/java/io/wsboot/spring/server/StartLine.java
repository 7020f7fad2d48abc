package io.wsboot.spring.server;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

import io.wsboot.protocol.CompressionOptions;
import io.wsboot.transport.ListenOptions;
import io.wsboot.transport.ServerTls;
import io.wsboot.transport.TransportOptions;
import org.jspecify.annotations.Nullable;

/**
 * The one line that tells an operator what has started.
 */
final class StartLine {

	private static final int MAX_PATHS = 10;

	private static final long KIB = 1024;

	private static final long MIB = 1024 * KIB;

	private StartLine() {
	}

	/**
	 * The line.
	 * @param addresses where the server listens, with real ports
	 * @param listening how it listens there
	 * @param paths of the endpoints
	 * @param options limits and deadlines
	 */
	static String of(List<SocketAddress> addresses, List<ListenOptions> listening, List<String> paths,
			TransportOptions options) {
		StringBuilder places = new StringBuilder();
		for (int i = 0; i < addresses.size(); i++) {
			places.append((i > 0) ? ", " : "").append(place(addresses.get(i), listening.get(i).tls()));
		}
		return "WebSocket listener on " + places + ": endpoints " + paths(paths) + "; " + heartbeat(options.heartbeat())
				+ "; messages up to " + size(options.limits().maxMessageSize()) + compression(options.compression())
				+ ", " + connections(options.connectionLimits().max());
	}

	/**
	 * What an address is called.
	 * @param address of a listener
	 * @return its port, or the path of its socket
	 */
	static String name(SocketAddress address) {
		return (address instanceof InetSocketAddress inet) ? "port " + inet.getPort() : "socket " + address;
	}

	private static String place(SocketAddress address, @Nullable ServerTls tls) {
		String host = (address instanceof InetSocketAddress inet) ? host(inet.getAddress()) + ", " : "";
		return name(address) + " (" + host + scheme(tls) + ")";
	}

	private static String scheme(@Nullable ServerTls tls) {
		if (tls == null) {
			return "plain";
		}
		return switch (tls.clientAuthentication()) {
			case NONE -> "wss";
			case WANT -> "wss, client certificates wanted";
			case NEED -> "wss, client certificates needed";
		};
	}

	private static String host(InetAddress address) {
		return address.isAnyLocalAddress() ? "all addresses" : address.getHostAddress();
	}

	private static String paths(List<String> paths) {
		if (paths.size() <= MAX_PATHS) {
			return String.join(", ", paths);
		}
		return String.join(", ", paths.subList(0, MAX_PATHS)) + " and " + (paths.size() - MAX_PATHS) + " more";
	}

	private static String heartbeat(TransportOptions.HeartbeatPolicy heartbeat) {
		if (heartbeat.interval().isZero()) {
			return "no heartbeat";
		}
		return "ping after " + duration(heartbeat.interval()) + ", pong within " + duration(heartbeat.timeout());
	}

	private static String compression(@Nullable CompressionOptions compression) {
		return (compression != null) ? ", compressed from " + size(compression.minSize()) : "";
	}

	private static String connections(int maxConnections) {
		return (maxConnections != 0) ? "at most " + maxConnections + " connections" : "any number of connections";
	}

	/**
	 * How long something takes, as properties say it.
	 * @param duration of it
	 * @return such as {@code 1m30s}
	 */
	static String duration(Duration duration) {
		return duration.toString().substring("PT".length()).toLowerCase(Locale.ROOT);
	}

	private static String size(long bytes) {
		if (bytes % MIB == 0) {
			return bytes / MIB + "MB";
		}
		return (bytes % KIB == 0) ? bytes / KIB + "KB" : bytes + "B";
	}

}
