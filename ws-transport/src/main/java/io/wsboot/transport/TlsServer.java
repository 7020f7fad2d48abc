package io.wsboot.transport;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.SocketChannel;

/**
 * What encrypts the connections of one server.
 */
final class TlsServer implements AutoCloseable {

	private static final Logger logger = System.getLogger(TlsServer.class.getName());

	private final ServerTls options;

	private final TlsHandshakes handshakes;

	private final LogPace pace = new LogPace();

	TlsServer(ServerTls options, String threadNamePrefix) {
		this.options = options;
		this.handshakes = new TlsHandshakes(options.maxHandshakes(), threadNamePrefix + "-tls");
	}

	/**
	 * A channel with what the context says at the moment.
	 * @param socket the socket
	 * @param buffers lends buffers
	 * @return the channel, whose handshake has not begun
	 * @throws IOException if the context, or its supplier, fails
	 */
	TlsChannel channel(SocketChannel socket, BufferPool buffers) throws IOException {
		try {
			return new TlsChannel(socket, TlsParameters.serverEngine(this.options), buffers, this.handshakes);
		}
		catch (RuntimeException ex) {
			warn(ex);
			throw new IOException("The connection cannot be encrypted", ex);
		}
	}

	/**
	 * Has a connection encrypted, and requests read behind that. Called on its loop.
	 * @param connection the connection
	 * @param channel its channel
	 * @param server what the connections have in common
	 */
	void secure(Connection connection, TlsChannel channel, ServerContext server) {
		connection.enter(new TlsHandshakeStage(connection, channel, this.options.handshakeTimeout().toNanos(),
				new TlsHandshakeStage.Next() {

					@Override
					public void secured() {
						connection.enter(new HttpStage(connection, server));
					}

					@Override
					public void failed(Throwable failure) {
						server.listener().tlsHandshakeFailed(TlsHandshakeFailure.of(failure));
						logger.log(Level.DEBUG,
								() -> "TLS handshake with " + connection.peerAddress() + " failed: " + failure);
					}

				}));
	}

	TlsHandshakes handshakes() {
		return this.handshakes;
	}

	@Override
	public void close() {
		this.handshakes.close();
	}

	private void warn(RuntimeException failure) {
		long leftOut = this.pace.turn();
		if (leftOut != LogPace.SILENT) {
			logger.log(Level.WARNING,
					"Connections are ended, because the SSLContext of this server fails. Check the certificate and the"
							+ " key of its ServerTls, or of the SSL bundle." + LogPace.behind(leftOut),
					failure);
		}
	}

}
