package io.wsboot.transport;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;

import org.jspecify.annotations.Nullable;

/**
 * One socket as its loop sees it: it reads, knows when not to, waits for the kernel to
 * take more, and closes. What the bytes mean is its {@link Stage}'s.
 * <p>
 * Confined to its loop, except {@link #gate()}.
 */
final class Connection extends Deadlines.Timed implements Channelled, OutboundGate.Owner {

	/** The application has paused reading. */
	static final int PAUSED_BY_APPLICATION = 1;

	/** Too many messages wait for the handler. */
	static final int PAUSED_BY_BACKLOG = 2;

	/** The peer does not read its replies. */
	static final int PAUSED_BY_OUTPUT = 4;

	/** The upgrade is being decided. */
	static final int PAUSED_BY_UPGRADE = 8;

	/** The TLS engine works, or must be heard first. */
	static final int PAUSED_BY_TLS = 16;

	/** A callback on the loop goes on elsewhere. */
	static final int PAUSED_BY_HANDLER = 32;

	/** A callback on the loop publishes faster than loops can follow. */
	static final int PAUSED_BY_FAN_OUTS = 64;

	private static final Logger logger = System.getLogger(Connection.class.getName());

	private final SelectionKey key;

	private final OutboundGate gate;

	private final SocketAddress peerAddress;

	private final Runnable onClosed;

	private @Nullable Stage stage;

	/** What was read and may not be handled yet. */
	private @Nullable ByteBuffer held;

	private byte paused;

	private long received;

	private boolean inputEnded;

	private boolean closed;

	/**
	 * Takes a socket over; to be called on the loop.
	 * @param loop the loop
	 * @param channel bytes of a non-blocking socket
	 * @param peerAddress the address of the peer's end
	 * @param policy what may wait to be written
	 * @param onClosed run once, when the connection is gone
	 * @throws IOException if the socket cannot be registered
	 */
	Connection(EventLoop loop, RawChannel channel, SocketAddress peerAddress, OutboundPolicy policy, Runnable onClosed)
			throws IOException {
		this.peerAddress = peerAddress;
		this.onClosed = onClosed;
		this.gate = new OutboundGate(loop, channel, this, policy);
		this.key = channel.socket().register(loop.selector(), 0, this);
	}

	/**
	 * Begins, or goes on, with a stage.
	 * @param next what the bytes mean from now on
	 */
	void enter(Stage next) {
		this.stage = next;
		updateInterest();
	}

	EventLoop loop() {
		return this.gate.loop();
	}

	OutboundGate gate() {
		return this.gate;
	}

	RawChannel channel() {
		return this.gate.channel();
	}

	SocketAddress peerAddress() {
		return this.peerAddress;
	}

	SocketAddress localAddress() throws IOException {
		return channel().socket().getLocalAddress();
	}

	boolean isClosed() {
		return this.closed;
	}

	boolean isPaused() {
		return this.paused != 0;
	}

	/**
	 * Wants the stage to be asked for its deadline.
	 * @param at no later than this
	 */
	void wakeBy(long at) {
		if (!this.closed) {
			loop().deadlines().scheduleNoLaterThan(this, at);
		}
	}

	@Override
	long deadline(long now) {
		if (this.closed || this.stage == null) {
			return Deadlines.NEVER;
		}
		try {
			return this.stage.deadline(now);
		}
		catch (Throwable failure) {
			logger.log(Level.ERROR, "A connection is ended by a fault of this side", failure);
			close();
			return Deadlines.NEVER;
		}
	}

	@Override
	public void ready(int readyOps) throws IOException {
		if ((readyOps & SelectionKey.OP_WRITE) != 0) {
			this.key.interestOpsAnd(~SelectionKey.OP_WRITE);
			this.gate.writable();
		}
		if ((readyOps & SelectionKey.OP_READ) != 0 && !this.closed) {
			read();
		}
	}

	@Override
	public void failed(Throwable failure) {
		logger.log(Level.DEBUG, () -> "Connection with " + this.peerAddress + " is broken", failure);
		if (this.stage instanceof TlsHandshakeStage securing) {
			securing.broken(failure);
			return;
		}
		if (this.stage != null) {
			this.stage.failed(failure);
		}
		close();
	}

	/**
	 * Stops reading, because the application wants it so, until it closes the session.
	 */
	void pauseReading() {
		if (!this.closed && this.stage instanceof WebSocketStage open) {
			open.pauseReading();
		}
	}

	/**
	 * Runs a task among the session's callbacks, unless the session has ended.
	 * @param task the task
	 */
	void execute(Runnable task) {
		if (this.stage instanceof WebSocketStage open) {
			open.execute(task);
		}
	}

	/**
	 * Stops reading.
	 * @param reason one of the constants; reading goes on when every reason is gone
	 */
	void pause(int reason) {
		this.paused |= (byte) reason;
		updateInterest();
	}

	/**
	 * Takes a reason not to read away, and handles what is held first.
	 * @param reason one of the constants
	 */
	void resume(int reason) {
		if ((this.paused & reason) == 0) {
			return;
		}
		this.paused &= (byte) ~reason;
		if (this.paused == 0) {
			readOn();
		}
		updateInterest();
	}

	private void readOn() {
		if (this.stage instanceof WebSocketStage open) {
			open.readingGoesOn();
		}
		ByteBuffer waiting = this.held;
		if (waiting != null) {
			this.held = null;
			deliver(waiting);
		}
		if (channel().hasInput()) {
			// later, because a callback in the middle of a read may have called this
			loop().execute(this::readBuffered);
		}
	}

	/**
	 * Nothing more is wanted from the peer's stream, which has ended.
	 */
	void inputEnded() {
		this.inputEnded = true;
		updateInterest();
	}

	/**
	 * Ends our stream and waits a little for the peer's end, so that what we sent last is
	 * not lost to a reset.
	 */
	void linger() {
		if (this.closed) {
			return;
		}
		if (this.inputEnded) {
			shutdownOutput();
			close();
			return;
		}
		LingeringClose lingering = new LingeringClose(this);
		this.paused &= PAUSED_BY_TLS;
		this.held = null;
		enter(lingering);
		lingering.outputEnded();
	}

	void shutdownOutput() {
		try {
			channel().shutdownOutput();
		}
		catch (IOException ex) {
			failed(ex);
		}
	}

	/**
	 * Closes the connection for good, unless it has said its last and only waits for that
	 * to be read.
	 */
	void giveUp() {
		if (!(this.stage instanceof LingeringClose)) {
			close();
		}
	}

	@Override
	public void serverEnds() {
		if (this.stage instanceof HttpStage opening) {
			opening.serverEnds();
		}
		else if (channel() instanceof TlsChannel encrypted && !encrypted.isBegun()) {
			close();
		}
	}

	/**
	 * Closes the connection for good. Does nothing if it is closed.
	 */
	@Override
	public void close() {
		if (this.closed) {
			return;
		}
		this.closed = true;
		this.held = null;
		loop().deadlines().cancel(this);
		this.key.cancel();
		channel().close();
		this.gate.abort();
		if (this.stage != null) {
			this.stage.closed();
		}
		this.onClosed.run();
	}

	@Override
	public @Nullable Session session() {
		return (this.stage instanceof WebSocketStage open) ? open.session() : null;
	}

	@Override
	public void writeBlocked() {
		if (!this.closed && this.key.isValid()) {
			this.key.interestOpsOr(SelectionKey.OP_WRITE);
			if (this.stage instanceof WebSocketStage open) {
				open.writeBlocked();
			}
		}
	}

	@Override
	public void writeFailed(Throwable failure) {
		failed(failure);
	}

	@Override
	public void outputEnded() {
		if (!this.closed && this.stage != null) {
			this.stage.outputEnded();
		}
	}

	@Override
	public void relaxed() {
		if (!this.closed && this.stage instanceof WebSocketStage open) {
			open.relaxed();
		}
	}

	@Override
	public void closingStateChanged() {
		if (!this.closed && this.stage instanceof WebSocketStage open) {
			open.closingStateChanged();
		}
	}

	@Override
	public void messagesDropped() {
		// of a connection that is gone, too
		if (this.stage instanceof WebSocketStage open) {
			open.tellDrops();
		}
	}

	@Override
	public void budgetExceeded() {
		if (!this.closed && this.stage instanceof WebSocketStage open) {
			open.budgetExceeded();
		}
	}

	/**
	 * What was read. Called on the loop.
	 * @return bytes, decrypted
	 */
	long received() {
		return this.received;
	}

	private void read() throws IOException {
		do {
			ByteBuffer in = loop().receiveBuffer().clear();
			int count = channel().read(in);
			if (count < 0) {
				inputEnded();
				if (this.stage != null) {
					this.stage.streamEnded();
				}
			}
			else if (count > 0) {
				this.received += count;
				deliver(in.flip());
			}
		}
		while (mayReadOn());
	}

	/** What has left the socket already would wait in vain for the selector. */
	private boolean mayReadOn() {
		return this.paused == 0 && !this.inputEnded && !this.closed && channel().hasInput();
	}

	private void readBuffered() {
		if (!mayReadOn()) {
			return;
		}
		try {
			read();
		}
		catch (Throwable failure) {
			failed(failure);
		}
	}

	private void deliver(ByteBuffer in) {
		while (in.hasRemaining() && this.paused == 0 && !this.closed && this.stage != null) {
			this.stage.receive(in);
		}
		if (in.hasRemaining() && !this.closed) {
			this.held = Payloads.copy(in);
		}
	}

	private void updateInterest() {
		if (this.closed || !this.key.isValid()) {
			return;
		}
		boolean reading = this.paused == 0 && !this.inputEnded;
		int before = this.key.interestOps();
		int after = reading ? before | SelectionKey.OP_READ : before & ~SelectionKey.OP_READ;
		if (after != before) {
			this.key.interestOps(after);
		}
	}

}
