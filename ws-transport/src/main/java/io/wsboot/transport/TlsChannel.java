package io.wsboot.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;

import org.jspecify.annotations.Nullable;

/**
 * Encrypted bytes (TLS 1.2 and 1.3), by the JDK's engine.
 * <p>
 * Records are taken apart on the loop only ({@link TlsInbound}), and made under the write
 * claim only ({@link TlsOutbound}). When the engine wants to say something in the middle
 * of reading, the loop claims the write, or leaves that to whoever holds it; until it is
 * said nothing more is read, so that a peer who does not read cannot make the engine
 * gather answers. What takes the processor long runs elsewhere ({@link TlsHandshakes}).
 */
final class TlsChannel implements RawChannel, TlsInbound.Handshake {

	private final SocketChannel socket;

	private final SSLEngine engine;

	private final TlsHandshakes handshakes;

	private final TlsInbound inbound;

	private final TlsOutbound outbound;

	private @Nullable Connection connection;

	/** Until the handshake is over. */
	private @Nullable TlsHandshakeStage stage;

	/**
	 * Whether bytes pass as they are, because a preamble comes first. Set on the loop,
	 * while nobody else writes.
	 */
	private boolean plain;

	private boolean begun;

	/** Whether this counts among the handshakes in progress, or waits to. */
	private boolean placed;

	/** Whether tasks of the engine's are carried out elsewhere. */
	private boolean working;

	/** What is received is only fit to be discarded. */
	private boolean givenUp;

	/** Whether reading waits for the engine to be heard. */
	private volatile boolean waiting;

	/**
	 * A channel over a socket.
	 * @param socket the socket
	 * @param engine an engine whose handshake has not begun
	 * @param buffers lends buffers
	 * @param handshakes counts handshakes and carries out their tasks
	 */
	TlsChannel(SocketChannel socket, SSLEngine engine, BufferPool buffers, TlsHandshakes handshakes) {
		this.socket = socket;
		this.engine = engine;
		this.handshakes = handshakes;
		this.inbound = new TlsInbound(socket, engine, buffers, this);
		this.outbound = new TlsOutbound(socket, engine, buffers);
	}

	/**
	 * Whose bytes these are.
	 * @param owner the connection
	 * @param securing is told when the handshake is over
	 */
	void attach(Connection owner, TlsHandshakeStage securing) {
		this.connection = owner;
		this.stage = securing;
	}

	/**
	 * Bytes pass as they are, until {@link #endPlain}.
	 */
	void beginInPlain() {
		this.plain = true;
	}

	/**
	 * From now on everything is encrypted, beginning with what was read too far.
	 * @param in encrypted bytes, used up
	 * @throws IOException if they do not begin a TLS handshake
	 */
	void endPlain(ByteBuffer in) throws IOException {
		this.plain = false;
		this.inbound.begin(in);
	}

	/**
	 * The handshake has failed: from now on bytes are read as they come, to be discarded.
	 * @return {@code true} if the peer may have been told why
	 */
	boolean giveUp() {
		this.givenUp = true;
		connection().resume(Connection.PAUSED_BY_TLS);
		return this.begun;
	}

	/**
	 * What was agreed on.
	 * @return the session; that of the handshake is not there yet before it is over
	 */
	SSLSession session() {
		return this.engine.getSession();
	}

	@Override
	public SocketChannel socket() {
		return this.socket;
	}

	@Override
	public int read(ByteBuffer in) throws IOException {
		if (this.givenUp || this.plain) {
			return this.socket.read(in);
		}
		try {
			return this.inbound.read(in);
		}
		catch (SSLException ex) {
			if (this.begun) {
				tellPeer();
			}
			throw ex;
		}
	}

	@Override
	public long write(ByteBuffer[] out, int count) throws IOException {
		if (this.plain) {
			return PlainChannel.write(this.socket, out, count);
		}
		long written = this.outbound.write(out, count);
		if (this.waiting && !this.outbound.isAsked()) {
			this.waiting = false;
			connection().loop().execute(this::goOn);
		}
		return written;
	}

	@Override
	public void shutdownOutput() throws IOException {
		if (this.givenUp || this.plain) {
			this.socket.shutdownOutput();
			return;
		}
		this.outbound.askForEnd();
		connection().gate().write();
	}

	@Override
	public void close() {
		PlainChannel.close(this.socket);
		this.inbound.dispose();
		leave();
	}

	@Override
	public void dispose() {
		this.outbound.dispose();
	}

	@Override
	public boolean hasInput() {
		return !this.givenUp && this.inbound.hasInput();
	}

	@Override
	public boolean hasOutput() {
		return this.outbound.isAsked();
	}

	@Override
	public boolean isBegun() {
		return this.begun;
	}

	/**
	 * Begins the handshake, as soon as not too many others are in progress.
	 * @return {@code false} if it must wait, for others or for the socket
	 * @throws IOException if the engine fails
	 */
	@Override
	public boolean begin() throws IOException {
		this.begun = true;
		this.placed = true;
		if (!this.handshakes.enter(this)) {
			return hold();
		}
		this.engine.beginHandshake();
		return goesOn();
	}

	/**
	 * It is this channel's turn to begin the handshake. Called on any thread.
	 */
	void admitted() {
		connection().loop().execute(() -> {
			try {
				this.engine.beginHandshake();
			}
			catch (SSLException ex) {
				connection().failed(ex);
			}
			goOn();
		});
	}

	@Override
	public void advance() throws IOException {
		goesOn();
	}

	/** Does what the engine wants, up to where it wants more records. */
	private boolean goesOn() throws IOException {
		while (true) {
			switch (this.engine.getHandshakeStatus()) {
				case NEED_TASK -> {
					work();
					return hold();
				}
				case NEED_WRAP -> {
					if (!say()) {
						return hold();
					}
				}
				case NOT_HANDSHAKING, FINISHED -> {
					secured();
					return true;
				}
				default -> {
					return true;
				}
			}
		}
	}

	private boolean hold() {
		this.inbound.hold();
		connection().pause(Connection.PAUSED_BY_TLS);
		return false;
	}

	/** On the loop, when what was waited for has come. */
	private void goOn() {
		Connection owner = connection();
		if (owner.isClosed() || this.givenUp || !this.inbound.isHeld()) {
			return;
		}
		try {
			if (goesOn()) {
				this.inbound.goOn();
				owner.resume(Connection.PAUSED_BY_TLS);
			}
		}
		catch (IOException ex) {
			owner.failed(ex);
		}
	}

	private boolean say() {
		this.outbound.ask();
		connection().gate().write();
		if (this.outbound.isAsked()) {
			this.waiting = true;
			// unless it was said before that was noted
			return !this.outbound.isAsked();
		}
		return true;
	}

	private void work() throws SSLException {
		if (this.working) {
			return;
		}
		EventLoop loop = connection().loop();
		this.handshakes.work(this.engine, this.socket::isOpen, () -> loop.execute(this::worked));
		this.working = true;
	}

	private void worked() {
		this.working = false;
		if (connection().isClosed()) {
			leave();
		}
		else {
			goOn();
		}
	}

	private void secured() {
		TlsHandshakeStage securing = this.stage;
		if (securing == null) {
			return;
		}
		if (session().getProtocol().equals("TLSv1.2")) {
			this.inbound.refuseHandshakes();
		}
		leave();
		securing.secured();
	}

	/**
	 * A task that is being carried out keeps the place, so that there are no more tasks.
	 */
	private void leave() {
		this.stage = null;
		if (this.placed && !this.working) {
			this.placed = false;
			this.handshakes.leave(this);
		}
	}

	/** Why the connection fails, as an alert, if there is a way to say it. */
	private void tellPeer() {
		this.engine.closeOutbound();
		this.outbound.ask();
		connection().gate().write();
	}

	private Connection connection() {
		if (this.connection == null) {
			throw new IllegalStateException("The channel belongs to no connection yet");
		}
		return this.connection;
	}

}
