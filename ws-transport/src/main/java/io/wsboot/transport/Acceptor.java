package io.wsboot.transport;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * The listening socket: it accepts on one loop and hands connections to all of them in
 * turn. When the process has no descriptor left it stops accepting for a moment instead
 * of spinning, and the connections that are there are served on.
 */
final class Acceptor extends Deadlines.Timed implements EventLoop.Channelled {

	private static final Logger logger = System.getLogger(Acceptor.class.getName());

	private static final int BACKLOG = 1024;

	/** So many in a row, then the loop's connections have their turn. */
	private static final int MOST_IN_A_ROW = 64;

	private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

	private final EventLoopGroup loops;

	private final EventLoop loop;

	private final ServerContext server;

	private final ServerSocketChannel socket;

	private @Nullable SelectionKey key;

	private final LogPace pace = new LogPace();

	/**
	 * Binds the listening socket; it accepts once {@link #start()} is called.
	 * @param address where; port 0 for any free one
	 * @param loops serve the connections
	 * @param server what the connections have in common
	 * @throws IOException if the address cannot be bound
	 */
	Acceptor(InetSocketAddress address, EventLoopGroup loops, ServerContext server) throws IOException {
		this.loops = loops;
		this.loop = loops.first();
		this.server = server;
		this.socket = ServerSocketChannel.open();
		try {
			this.socket.setOption(StandardSocketOptions.SO_REUSEADDR, true);
			this.socket.configureBlocking(false);
			this.socket.bind(address, BACKLOG);
		}
		catch (BindException ex) {
			this.socket.close();
			BindException named = new BindException("Cannot listen on " + address + ": " + ex.getMessage());
			named.initCause(ex);
			throw named;
		}
		catch (IOException | RuntimeException ex) {
			this.socket.close();
			throw ex;
		}
	}

	InetSocketAddress localAddress() throws IOException {
		return (InetSocketAddress) this.socket.getLocalAddress();
	}

	void start() throws IOException {
		this.key = this.socket.register(this.loop.selector(), SelectionKey.OP_ACCEPT, this);
	}

	/**
	 * Stops listening. Called on the acceptor's loop, or when it has ended.
	 */
	void close() {
		this.loop.deadlines().cancel(this);
		try {
			this.socket.close();
		}
		catch (IOException ex) {
			logger.log(Level.DEBUG, "Listening socket could not be closed", ex);
		}
	}

	@Override
	public void ready(int readyOps) {
		for (int i = 0; i < MOST_IN_A_ROW; i++) {
			SocketChannel accepted;
			try {
				accepted = this.socket.accept();
			}
			catch (IOException ex) {
				pause(ex);
				return;
			}
			if (accepted == null) {
				return;
			}
			assign(accepted);
		}
	}

	@Override
	public void failed(Throwable failure) {
		logger.log(Level.ERROR, "Accepting failed", failure);
	}

	@Override
	long deadline(long now) {
		SelectionKey accepting = this.key;
		if (accepting != null && accepting.isValid()) {
			accepting.interestOps(SelectionKey.OP_ACCEPT);
		}
		return Deadlines.NEVER;
	}

	private void pause(IOException cause) {
		if (!this.socket.isOpen() || this.key == null) {
			return;
		}
		this.key.interestOps(0);
		this.loop.deadlines().schedule(this, this.loop.now() + RETRY_NANOS);
		long leftOut = this.pace.turn();
		if (leftOut != LogPace.SILENT) {
			logger.log(Level.WARNING,
					"Accepting pauses for 100 ms: " + cause.getMessage() + "." + LogPace.behind(leftOut));
		}
	}

	private void assign(SocketChannel accepted) {
		SocketAddress peer;
		try {
			peer = accepted.getRemoteAddress();
			accepted.configureBlocking(false);
			accepted.setOption(StandardSocketOptions.TCP_NODELAY, true);
		}
		catch (IOException ex) {
			logger.log(Level.DEBUG, "A connection was gone before it was served", ex);
			new PlainChannel(accepted).close();
			return;
		}
		EventLoop target = this.loops.next();
		target.executeNow(() -> serve(target, accepted, peer));
	}

	private void serve(EventLoop target, SocketChannel accepted, SocketAddress peer) {
		ConnectionPlace place = new ConnectionPlace(this.server);
		try {
			RawChannel channel = channel(target, accepted);
			Connection connection = new Connection(target, channel, peer, this.server.options().highWaterMark(), place);
			Limit reached = place.take();
			if (reached == null) {
				reached = place.takeFor(peer);
			}
			if (reached == null) {
				place.served();
				begin(connection, channel);
			}
			else {
				refuse(connection, reached);
			}
		}
		catch (IOException ex) {
			logger.log(Level.DEBUG, "A connection was gone before it was served", ex);
			new PlainChannel(accepted).close();
		}
	}

	private RawChannel channel(EventLoop target, SocketChannel accepted) throws IOException {
		TlsServer tls = this.server.tls();
		return (tls != null) ? tls.channel(accepted, target.buffers()) : new PlainChannel(accepted);
	}

	private void begin(Connection connection, RawChannel channel) {
		TlsServer tls = this.server.tls();
		if (tls != null && channel instanceof TlsChannel encrypted) {
			tls.secure(connection, encrypted, this.server);
		}
		else {
			connection.enter(new HttpStage(connection, this.server));
		}
	}

	private void refuse(Connection connection, Limit reached) {
		this.server.listener().connectionRefused();
		this.server.sessionContext().reports().reached(reached, connection.peerAddress(), this.server.listener());
		if (this.server.tls() != null) {
			// an answer would cost a handshake
			connection.close();
			return;
		}
		connection.enter(new LingeringClose(connection, this.server.options().timeouts().handshake().toNanos()));
		connection.gate()
			.writeRaw(
					HttpStage.refusal(503,
							(reached == Limit.CONNECTIONS) ? "There are too many connections."
									: "There are too many connections from this address.",
							HttpStage.RETRY_LATER),
					true);
	}

}
