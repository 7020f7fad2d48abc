package io.wsboot.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.function.Consumer;

import io.wsboot.protocol.handshake.WebSocketUri;
import io.wsboot.protocol.http.HeadDecoder;
import io.wsboot.protocol.http.HeadLimits;
import io.wsboot.protocol.http.HttpException;
import io.wsboot.protocol.http.ResponseHead;

/**
 * Asks an HTTP proxy for a tunnel to a server (RFC 9110 §9.3.6). A success has no body,
 * whatever its fields say; of any other answer only the head is read, and nothing of it
 * is followed.
 */
final class HttpConnect implements Preamble {

	private final ClientProxy.Via proxy;

	private final String target;

	private final HeadDecoder decoder;

	/**
	 * Asks for one tunnel.
	 * @param proxy whom to ask
	 * @param server where the tunnel leads
	 * @param limits how large the head of the answer may be
	 */
	HttpConnect(ClientProxy.Via proxy, WebSocketUri server, HeadLimits limits) {
		this.proxy = proxy;
		this.target = server.host() + ":" + server.port();
		this.decoder = HeadDecoder.responses(limits);
	}

	@Override
	public ByteBuffer begin() {
		StringBuilder request = new StringBuilder("CONNECT ").append(this.target)
			.append(" HTTP/1.1\r\nHost: ")
			.append(this.target)
			.append("\r\n");
		ClientProxy.Credentials credentials = this.proxy.credentials();
		if (credentials != null) {
			byte[] both = (credentials.user() + ":" + credentials.password()).getBytes(StandardCharsets.UTF_8);
			request.append("Proxy-Authorization: Basic ")
				.append(Base64.getEncoder().encodeToString(both))
				.append("\r\n");
		}
		return ByteBuffer.wrap(request.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
	}

	@Override
	public boolean receive(ByteBuffer in, Consumer<ByteBuffer> out) throws IOException {
		try {
			while (in.hasRemaining()) {
				if (this.decoder.decode(in) && isOpened(this.decoder.responseHead())) {
					return true;
				}
			}
			return false;
		}
		catch (HttpException ex) {
			throw new ProxyException("The proxy " + this.proxy.name()
					+ " sent a malformed answer; is it an HTTP proxy? " + ex.getMessage());
		}
	}

	private boolean isOpened(ResponseHead head) throws ProxyException {
		int status = head.status();
		if (status == 407) {
			throw new ProxyException("The proxy " + this.proxy.name() + ((this.proxy.credentials() != null)
					? " refuses the credentials that it was given (status 407): check the user's name and password, and that it takes Basic authentication"
					: " wants credentials (status 407): give them with ClientProxy.Via.withCredentials"), status, true);
		}
		if (status == 101 || status >= 300) {
			throw new ProxyException("The proxy " + this.proxy.name() + " does not open a tunnel to " + this.target
					+ ": it answered CONNECT with status " + status, status, false);
		}
		// others below 200 mean nothing yet (RFC 9110 §15.2)
		return status >= 200;
	}

}
