package io.wsboot.transport;

import java.io.IOException;
import java.time.Duration;

import io.wsboot.transport.TransportOptions.Timeouts;

/**
 * A server that encrypts and one that does not, and clients that reach them by way of a
 * proxy.
 */
final class ProxiedServers implements AutoCloseable {

	/** For a client where silence is expected, and only there. */
	static final TransportOptions HASTY = TransportOptions.CLIENT_DEFAULTS
		.withTimeouts(Timeouts.DEFAULTS.withConnect(Duration.ofMillis(500)));

	private final TestServer plain;

	private final TestServer encrypting;

	ProxiedServers() throws IOException {
		this.plain = TestServer.start(TestServer.OPTIONS, new TestServer.Echo(), null);
		this.encrypting = TestServer.start(TestServer.OPTIONS, new TestServer.Echo(), null,
				ServerTls.of(Certificates.server("server")));
	}

	TestServer plain() {
		return this.plain;
	}

	TestServer encrypting() {
		return this.encrypting;
	}

	TestServer server(boolean secure) {
		return secure ? this.encrypting : this.plain;
	}

	static WsClient client(TransportOptions options, ClientProxy proxy) throws IOException {
		return WsClient.builder().options(options).tls(ClientTls.of(Certificates.client())).proxy(proxy).build();
	}

	@Override
	public void close() {
		this.plain.close();
		this.encrypting.close();
	}

}
