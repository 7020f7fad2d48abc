package io.wsboot.transport;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What becomes of the connections that one listener accepts: each takes one of the
 * server's places, or is told that there is none, and begins with its first stage on the
 * loop that will serve it.
 */
final class Admission {

	private static final Logger logger = System.getLogger(Admission.class.getName());

	private final ServerContext server;

	private final @Nullable TlsServer tls;

	private final ConnectionOptions connections;

	private final @Nullable ProxyProtocol proxyProtocol;

	private final List<AddressRange> proxies;

	private final long headerNanos;

	private final LogPace headerPace = new LogPace();

	/**
	 * Serves what a listener accepts.
	 * @param options how it listens
	 * @param tls what encrypts its connections, {@code null} if nothing does
	 * @param server what all connections of the server have in common
	 */
	Admission(ListenOptions options, @Nullable TlsServer tls, ServerContext server) {
		this.connections = options.connections();
		this.proxyProtocol = options.proxyProtocol();
		this.proxies = (this.proxyProtocol != null) ? this.proxyProtocol.ranges() : List.of();
		this.headerNanos = (this.proxyProtocol != null) ? this.proxyProtocol.timeout().toNanos() : 0;
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
			this.connections.apply(accepted, !(peer instanceof UnixDomainSocketAddress));
		}
		catch (IOException | RuntimeException ex) {
			lost(accepted, ex);
			return;
		}
		target.executeNow(() -> receive(target, accepted, peer));
	}

	/** A proxy is heard first, but takes its place as everybody does. */
	private void receive(EventLoop target, SocketChannel accepted, SocketAddress peer) {
		ConnectionPlace place = new ConnectionPlace(this.server);
		Limit reached = place.take();
		if (reached == null && this.proxyProtocol != null && ProxyProtocol.isTrusted(this.proxies, peer)) {
			place.served();
			hear(target, accepted, peer, place);
			return;
		}
		if (reached == null) {
			reached = place.takeFor(peer);
		}
		if (reached == null) {
			place.served();
		}
		serve(target, accepted, peer, place, reached);
	}

	private void hear(EventLoop target, SocketChannel accepted, SocketAddress proxy, ConnectionPlace place) {
		ProxyPreamble.Next next = new ProxyPreamble.Next() {

			@Override
			public void introduced(SocketAddress client) {
				serve(target, accepted, client, place, place.takeFor(client));
			}

			@Override
			public void refused(Throwable failure) {
				place.run();
				notIntroduced(proxy, failure);
			}

		};
		try {
			new ProxyPreamble(target, accepted, proxy, this.headerNanos, next);
		}
		catch (IOException ex) {
			place.run();
			lost(accepted, ex);
		}
	}

	private void notIntroduced(SocketAddress proxy, Throwable failure) {
		logger.log(Level.DEBUG, () -> "A connection of the proxy " + proxy + " was not served", failure);
		long leftOut = (failure instanceof ProxyHeaderException) ? this.headerPace.turn() : LogPace.SILENT;
		if (leftOut != LogPace.SILENT) {
			logger.log(Level.WARNING,
					"A connection of the trusted proxy " + proxy + " was closed: " + failure.getMessage()
							+ ". Let the proxy send the PROXY protocol, or do not trust its address."
							+ LogPace.behind(leftOut));
		}
	}

	/**
	 * Serves a connection.
	 * @param client whose it is, be it that a proxy has said so: the address that counts
	 * @param reached the limit that refuses it, {@code null} if none does
	 */
	private void serve(EventLoop target, SocketChannel accepted, SocketAddress client, ConnectionPlace place,
			@Nullable Limit reached) {
		Connection connection = null;
		try {
			RawChannel channel = channel(target, accepted);
			connection = new Connection(target, channel, client, this.server.sessionContext().outbound(),
					place.givenBack());
			if (reached == null) {
				begin(connection, channel);
			}
			else {
				refuse(connection, reached);
			}
		}
		catch (Throwable failure) {
			lost(accepted, failure);
			if (connection != null) {
				connection.close();
			}
			else {
				place.run();
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

	private void refuse(Connection connection, Limit reached) {
		this.server.listener().connectionRefused();
		this.server.sessionContext().reports().reached(reached, connection.peerAddress(), this.server.listener());
		if (this.tls != null) {
			// an answer would cost a handshake
			connection.close();
			return;
		}
		connection.enter(new LingeringClose(connection, this.server.options().timeouts().handshake().toNanos()));
		String sentence = (reached == Limit.CONNECTIONS) ? "There are too many connections."
				: "There are too many connections from this address.";
		connection.gate().writeRaw(HttpStage.refusal(503, sentence, HttpStage.RETRY_LATER), true);
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
