package io.wsboot.spring.autoconfigure;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;

import io.wsboot.spring.autoconfigure.WsServerProperties.Proxies;
import io.wsboot.spring.autoconfigure.WsServerProperties.Server;
import io.wsboot.transport.ConnectionOptions;
import io.wsboot.transport.ListenOptions;
import io.wsboot.transport.ProxyProtocol;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.unit.DataSize;

/**
 * What the properties say of the place where the listener listens. TLS is put there
 * later.
 */
final class ListenerPlace {

	private static final int LARGEST_PORT = 65_535;

	private static final int SMALLEST_BUFFER = 1024;

	private static final int LARGEST_BUFFER = 1024 * 1024 * 1024;

	private ListenerPlace() {
	}

	static ListenOptions of(Server server) {
		return ListenOptions.at(address(server))
			.withProxyProtocol(proxyProtocol(server.proxyProtocol()))
			.withConnections(ConnectionOptions.DEFAULTS
				.withReceiveBufferSize(socketBuffer("ws.server.receive-buffer-size", server.receiveBufferSize()))
				.withSendBufferSize(socketBuffer("ws.server.send-buffer-size", server.sendBufferSize())));
	}

	private static InetSocketAddress address(Server server) {
		int port = PropertyRange.within("ws.server.port", server.port(), 0, LARGEST_PORT);
		InetAddress address = server.address();
		return (address != null) ? new InetSocketAddress(address, port) : new InetSocketAddress(port);
	}

	private static @Nullable ProxyProtocol proxyProtocol(Proxies proxies) {
		Duration timeout = PropertyRange.positive("ws.server.proxy-protocol.timeout", proxies.timeout());
		if (proxies.trusted().isEmpty()) {
			return null;
		}
		try {
			return new ProxyProtocol(proxies.trusted(), timeout);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidConfigurationPropertyValueException("ws.server.proxy-protocol.trusted",
					String.join(",", proxies.trusted()), ex.getMessage() + ".", ex);
		}
	}

	private static int socketBuffer(String name, @Nullable DataSize value) {
		return (value != null) ? PropertyRange.bytes(name, value, SMALLEST_BUFFER, LARGEST_BUFFER) : 0;
	}

}
