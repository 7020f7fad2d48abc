package io.wsboot.transport;

import java.net.SocketAddress;
import java.util.List;

import javax.net.ssl.SSLSession;

import io.wsboot.protocol.http.HttpFields;
import io.wsboot.protocol.http.RequestHead;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP request of an opening handshake, with what the transport knows about its
 * sender.
 *
 * @param head the request's head
 * @param peerAddress the address of the peer's end of the connection; behind a proxy that
 * is trusted to tell it ({@link ProxyProtocol}), the client's
 * @param localAddress the address of this end
 * @param secure whether the connection is encrypted
 * @param subprotocols the subprotocols the client offered, in its order of preference
 * @param tls what was agreed on to encrypt the connection, with the client's certificate
 * if it has shown one; {@code null} if it is not encrypted here
 */
public record HandshakeRequest(RequestHead head, SocketAddress peerAddress, SocketAddress localAddress, boolean secure,
		List<String> subprotocols, @Nullable SSLSession tls) {

	/**
	 * A request over a connection that is not encrypted here.
	 * @param head the request's head
	 * @param peerAddress the address of the peer's end of the connection
	 * @param localAddress the address of this end
	 * @param secure whether the connection is encrypted elsewhere
	 * @param subprotocols the subprotocols the client offered
	 */
	public HandshakeRequest(RequestHead head, SocketAddress peerAddress, SocketAddress localAddress, boolean secure,
			List<String> subprotocols) {
		this(head, peerAddress, localAddress, secure, subprotocols, null);
	}

	/**
	 * The path of the request target, as it was sent: not decoded, without the query.
	 * @return the raw path
	 */
	public String path() {
		return this.head.path();
	}

	/**
	 * The query of the request target, as it was sent.
	 * @return the raw query without its question mark, {@code null} if there is none
	 */
	public @Nullable String query() {
		return this.head.query();
	}

	/**
	 * The request's fields.
	 * @return the fields, in order
	 */
	public HttpFields fields() {
		return this.head.fields();
	}

}
