package io.wsboot.transport;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;

import io.wsboot.protocol.http.HttpFields;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of the connections that one listener accepts: each takes one of the
 * server's places, or is told that there is none, and begins with its first stage on the
 * loop that will serve it.
 */
final class Admission {

	private static final Logger logger = System.getLogger(Admission.class.getName());

	private static final long LOG_NANOS = TimeUnit.SECONDS.toNanos(1);

	private final ServerContext server;

	private final @Nullable TlsServer tls;

	private final ConnectionOptions connections;

	private volatile long loggedAt = System.nanoTime() - LOG_NANOS;

	/**
	 * Serves what a listener accepts.
	 * @param options how it listens
	 * @param tls what encrypts its connections, {@code null} if nothing does
	 * @param server what all connections of the server have in common
	 */
	Admission(ListenOptions options, @Nullable TlsServer tls, ServerContext server) {
		this.connections = options.connections();
		this.tls = tls;
		this.server = server;
	}

	/**
	 * Lets a socket in.
	 * @param accepted the socket
	 * @param target the loop that will serve it
	 */
	void admit(SocketChannel accepted, EventLoop target) {
		SocketAddress peer;
		try {
			peer = accepted.getRemoteAddress();
			accepted.configureBlocking(false);
			setOptions(accepted, peer);
		}
		catch (IOException | RuntimeException ex) {
			lost(accepted, ex);
			return;
		}
		target.executeNow(() -> serve(target, accepted, peer));
	}

	private void setOptions(SocketChannel accepted, SocketAddress peer) throws IOException {
		if (!(peer instanceof UnixDomainSocketAddress)) {
			accepted.setOption(StandardSocketOptions.TCP_NODELAY, this.connections.noDelay());
			if (this.connections.keepAlive()) {
				accepted.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
			}
		}
		if (this.connections.sendBufferSize() > 0) {
			accepted.setOption(StandardSocketOptions.SO_SNDBUF, this.connections.sendBufferSize());
		}
	}

	private void serve(EventLoop target, SocketChannel accepted, SocketAddress peer) {
		boolean entered = this.server.enter();
		Connection connection = null;
		try {
			RawChannel channel = channel(target, accepted);
			connection = new Connection(target, channel, peer, this.server.options().highWaterMark(),
					entered ? this.server::leave : () -> {
					});
			if (entered) {
				begin(connection, channel);
			}
			else {
				refuse(connection);
			}
		}
		catch (Throwable failure) {
			lost(accepted, failure);
			if (connection != null) {
				connection.close();
			}
			else if (entered) {
				this.server.leave();
			}
		}
	}

	private RawChannel channel(EventLoop target, SocketChannel accepted) throws IOException {
		return (this.tls != null) ? this.tls.channel(accepted, target.buffers()) : new PlainChannel(accepted);
	}

	private void begin(Connection connection, RawChannel channel) {
		if (this.tls != null && channel instanceof TlsChannel encrypted) {
			this.tls.secure(connection, encrypted, this.server);
		}
		else {
			connection.enter(new HttpStage(connection, this.server));
		}
	}

	private void refuse(Connection connection) {
		this.server.listener().connectionRefused();
		long now = connection.loop().now();
		if (now - this.loggedAt >= LOG_NANOS) {
			this.loggedAt = now;
			logger.log(Level.WARNING,
					"Connections are refused: there are " + this.server.options().maxConnections() + " already");
		}
		if (this.tls != null) {
			// an answer would cost a handshake
			connection.close();
			return;
		}
		connection.enter(new LingeringClose(connection, this.server.options().timeouts().handshake().toNanos()));
		connection.gate()
			.writeRaw(HttpStage.refusal(503, "There are too many connections.",
					HttpFields.builder().add("Retry-After", "5").build()), true);
	}

	private static void lost(SocketChannel accepted, Throwable cause) {
		PlainChannel.close(accepted);
		if (cause instanceof IOException) {
			logger.log(Level.DEBUG, "A connection was gone before it was served", cause);
		}
		else {
			logger.log(Level.ERROR, "A connection could not be served by a fault of this side", cause);
		}
	}

}
