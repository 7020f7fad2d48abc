package io.wsboot.transport;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.SocketChannel;

import io.wsboot.protocol.handshake.WebSocketUri;

/**
 * What encrypts the connections of one client.
 */
final class TlsClient implements AutoCloseable {

	private static final Logger logger = System.getLogger(TlsClient.class.getName());

	private static final int MAX_HANDSHAKES = 1024;

	private final ClientTls options;

	private final TlsHandshakes handshakes;

	TlsClient(ClientTls options, String threadNamePrefix) {
		this.options = options;
		this.handshakes = new TlsHandshakes(MAX_HANDSHAKES, threadNamePrefix + "-tls");
		if (!options.hostVerified()) {
			logger.log(Level.WARNING,
					"This WebSocket client does not verify host names: who has any certificate that it trusts can"
							+ " pose as the server and read along. Remove withoutHostVerification() from its ClientTls"
							+ " and give the server a certificate that names its host.");
		}
	}

	/**
	 * A channel to a server.
	 * @param socket the socket
	 * @param buffers lends buffers
	 * @param uri names the server
	 * @return the channel, whose handshake has not begun
	 */
	TlsChannel channel(SocketChannel socket, BufferPool buffers, WebSocketUri uri) {
		return new TlsChannel(socket, TlsParameters.clientEngine(this.options, uri), buffers, this.handshakes);
	}

	@Override
	public void close() {
		this.handshakes.close();
	}

}
