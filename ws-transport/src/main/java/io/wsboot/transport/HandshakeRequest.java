package io.wsboot.transport;

import java.net.SocketAddress;
import java.util.List;

import io.wsboot.protocol.http.HttpFields;
import io.wsboot.protocol.http.RequestHead;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP request of an opening handshake, with what the transport knows about its
 * sender.
 *
 * @param head the request's head
 * @param peerAddress the address of the peer's end of the connection
 * @param localAddress the address of this end
 * @param secure whether the connection is encrypted
 * @param subprotocols the subprotocols the client offered, in its order of preference
 */
public record HandshakeRequest(RequestHead head, SocketAddress peerAddress, SocketAddress localAddress, boolean secure,
		List<String> subprotocols) {

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
