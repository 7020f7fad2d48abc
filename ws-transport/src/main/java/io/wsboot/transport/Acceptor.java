package io.wsboot.transport;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * One listening socket: it accepts on one loop. When the process has no descriptor left,
 * or anything else fails, it stops accepting for a moment instead of spinning, and the
 * connections that are there are served on. Confined to its loop.
 */
final class Acceptor extends Deadlines.Timed implements Channelled {

	private static final Logger logger = System.getLogger(Acceptor.class.getName());

	private static final FaultLog faults = new FaultLog(logger);

	/** So many in a row, then the loop's connections have their turn. */
	private static final int MOST_IN_A_ROW = 64;

	/** A few may be about peers that have gone; nobody can bring accepting to a halt. */
	private static final int MOST_FAILURES = 8;

	/** Nobody can keep the server from its end by connecting. */
	private static final int MOST_AT_THE_END = 1024;

	private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

	private final EventLoop loop;

	private final ServerSocketChannel socket;

	private final Supplier<EventLoop> targets;

	private final Admission admission;

	private @Nullable SelectionKey key;

	/** Serves the next connection. */
	private @Nullable EventLoop target;

	private final LogPace pace = new LogPace();

	/**
	 * Takes a listening socket over; it accepts once {@link #start()} is called.
	 * @param loop accepts
	 * @param socket bound and non-blocking
	 * @param targets serve the connections
	 * @param admission what becomes of them
	 */
	Acceptor(EventLoop loop, ServerSocketChannel socket, Supplier<EventLoop> targets, Admission admission) {
		this.loop = loop;
		this.socket = socket;
		this.targets = targets;
		this.admission = admission;
	}

	EventLoop loop() {
		return this.loop;
	}

	/**
	 * Begins to accept. Called before the loop runs.
	 * @throws IOException if the socket or the loop is closed
	 */
	void start() throws IOException {
		this.key = this.socket.register(this.loop.selector(), SelectionKey.OP_ACCEPT, this);
	}

	/**
	 * Lets those in who wait in the kernel's queue, which would reset them, and stops
	 * listening: behind this the address is free. Called on the acceptor's loop.
	 */
	void closeBehindLast() {
		try {
			for (int i = 0; i < MOST_AT_THE_END && this.socket.isOpen(); i++) {
				SocketChannel accepted = this.socket.accept();
				if (accepted == null) {
					break;
				}
				this.admission.admit(accepted, this.targets.get());
			}
		}
		catch (IOException ex) {
			logger.log(Level.DEBUG, "Those who wait to be accepted are left alone", ex);
		}
		close();
		letGo();
	}

	/** A socket that is closed is there until its selector has looked at it. */
	private void letGo() {
		try {
			this.loop.selector().selectNow((key) -> {
			});
		}
		catch (IOException ex) {
			logger.log(Level.DEBUG, "The address is free a moment later", ex);
		}
	}

	/**
	 * Stops listening. Called on the acceptor's loop, or when that does not run.
	 */
	@Override
	public void close() {
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
		int failures = 0;
		for (int i = 0; i < MOST_IN_A_ROW; i++) {
			EventLoop target = target();
			try {
				SocketChannel accepted = this.socket.accept();
				if (accepted == null) {
					return;
				}
				// only now: asked in vain, a choice by turns would come to the same loop
				// again
				this.admission.admit(accepted, this.targets.get());
			}
			catch (IOException ex) {
				failures++;
				if (failures == MOST_FAILURES) {
					pause(ex);
					return;
				}
			}
		}
	}

	@Override
	public void failed(Throwable failure) {
		pause(failure);
	}

	@Override
	long deadline(long now) {
		SelectionKey accepting = this.key;
		if (accepting == null || !accepting.isValid()) {
			return Deadlines.NEVER;
		}
		accepting.interestOps(SelectionKey.OP_ACCEPT);
		return Deadlines.NEVER;
	}

	/** Kept until it is used: else loops that take turns would leave some out. */
	private EventLoop target() {
		EventLoop chosen = this.target;
		if (chosen == null) {
			chosen = this.targets.get();
			this.target = chosen;
		}
		return chosen;
	}

	/** First enters the wheel, so that nothing that fails here can end accepting. */
	private void pause(Throwable cause) {
		SelectionKey accepting = this.key;
		if (accepting == null || !accepting.isValid()) {
			return;
		}
		this.loop.deadlines().schedule(this, this.loop.now() + RETRY_NANOS);
		accepting.interestOps(0);
		long leftOut = this.pace.turn();
		if (leftOut != LogPace.SILENT) {
			faults.warn("Accepting pauses for 100 ms: " + cause + LogPace.behind(leftOut));
		}
	}

}
