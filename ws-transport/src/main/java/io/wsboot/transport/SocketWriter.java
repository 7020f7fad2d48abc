package io.wsboot.transport;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;

/**
 * Who may write. Whoever wins the write claim writes to the socket, and looks at the
 * queue again after giving it back, so that nothing is left lying. An application thread
 * writes only so much, then leaves the rest to the loop; and only the loop waits for the
 * kernel.
 */
final class SocketWriter {

	/** An application thread writes this much, then leaves the rest to the loop. */
	private static final long FOREIGN_BUDGET = 256 * 1024;

	/** A payload cannot be written from where it lies. */
	static final long NOT_NOW = Long.MIN_VALUE;

	private static final VarHandle CLAIM;

	private static final VarHandle RELAX_WANTED;

	static {
		try {
			MethodHandles.Lookup lookup = MethodHandles.lookup();
			CLAIM = lookup.findVarHandle(SocketWriter.class, "claim", boolean.class);
			RELAX_WANTED = lookup.findVarHandle(SocketWriter.class, "relaxWanted", boolean.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private final EventLoop loop;

	private final RawChannel channel;

	private final OutboundGate.Owner owner;

	private final WriteQueue queue;

	private final Wire wire;

	private final long relaxedMark;

	@SuppressWarnings("unused") // through CLAIM
	private volatile boolean claim;

	/** The kernel takes no more; the loop waits until it does. */
	private volatile boolean blocked;

	private volatile boolean closed;

	/** Tell the owner once the queue is relaxed. */
	private volatile boolean relaxWanted;

	private volatile long lastProgress;

	private volatile long lastStall = Deadlines.NEVER;

	/**
	 * A writer for one connection.
	 * @param channel takes the bytes
	 * @param wire fills the queue
	 * @param queue what waits
	 * @param owner hears what happens
	 * @param relaxedMark bytes in the queue up to which it is not strained
	 */
	SocketWriter(RawChannel channel, Wire wire, WriteQueue queue, OutboundGate.Owner owner, long relaxedMark) {
		this.loop = wire.loop();
		this.channel = channel;
		this.owner = owner;
		this.queue = queue;
		this.wire = wire;
		this.relaxedMark = relaxedMark;
	}

	/**
	 * Writes what waits, if the kernel takes it and nobody else writes.
	 */
	void write() {
		long budget = this.loop.isCurrent() ? Long.MAX_VALUE : FOREIGN_BUDGET;
		while (hasWork() && !this.blocked) {
			if (budget <= 0) {
				this.loop.execute(this::write);
				return;
			}
			if (!CLAIM.compareAndSet(this, false, true)) {
				// its holder looks again
				return;
			}
			long written = writeAndRelease(budget);
			// only now: what depends on a future may wait for the next write
			this.wire.encoder().settleWaiters(this.closed);
			if (written < 0) {
				// not left to the lock's holder, who may be corked
				this.loop.execute(this::write);
				return;
			}
			budget -= written;
		}
	}

	/**
	 * Sends a message from where it lies, because a copy of it would cost as much as the
	 * rest. Only what the kernel does not take is copied.
	 * @param text whether it is text
	 * @param payload its payload, lent until this method returns; one frame at most
	 * @return where it ends in the data lane, -1 if it was refused, {@link #NOT_NOW} if
	 * it must be sent as any other
	 */
	long writeThrough(boolean text, ByteBuffer payload) {
		if (this.blocked || this.closed || !CLAIM.compareAndSet(this, false, true)) {
			return NOT_NOW;
		}
		Flight flight = Flight.CURRENT.get();
		long end = NOT_NOW;
		try {
			if (this.queue.inFlight().head() == null) {
				end = this.wire.launch(text, payload);
			}
			if (end != NOT_NOW) {
				fly(flight);
				this.queue.keepLentInFlight();
			}
		}
		catch (Throwable failure) {
			lost(failure);
		}
		finally {
			flight.clear();
			releaseClaim();
		}
		this.wire.encoder().settleWaiters(this.closed);
		write();
		return end;
	}

	/**
	 * The kernel takes bytes again. Called on the loop.
	 */
	void writable() {
		this.lastStall = this.loop.time();
		this.blocked = false;
		write();
	}

	/**
	 * The connection is gone: nothing will be written. The buffers go home with whoever
	 * writes, or now.
	 */
	void close() {
		this.closed = true;
	}

	boolean isClosed() {
		return this.closed;
	}

	/**
	 * Gives the buffers back after {@link #close()}, as soon as nobody writes. Called on
	 * the loop.
	 */
	void dispose() {
		if (CLAIM.compareAndSet(this, false, true)) {
			releaseClaim();
		}
		else {
			// its holder may have given them back before the last frame was queued
			this.loop.execute(this::dispose);
		}
	}

	/**
	 * Whether handling more messages must wait until the peer has read replies.
	 * @return {@code true} above the mark, unless the connection is gone; the owner is
	 * then told when it is over
	 */
	boolean isStrained() {
		if (!isAboveMark()) {
			return false;
		}
		write();
		if (!isAboveMark()) {
			return false;
		}
		this.relaxWanted = true;
		if (isAboveMark()) {
			return true;
		}
		this.relaxWanted = false;
		return false;
	}

	/**
	 * Since when bytes wait that the kernel does not take.
	 * @return a time of the loop's clock; {@link Deadlines#NEVER} if none do
	 */
	long blockedSince() {
		return this.blocked ? this.lastProgress : Deadlines.NEVER;
	}

	/**
	 * When bytes last began to wait for the kernel, or ceased to.
	 * @return a time of the loop's clock; {@link Deadlines#NEVER} if none ever did
	 */
	long lastStall() {
		return this.lastStall;
	}

	/**
	 * Tells the owner, if that is due, that handling more messages need not wait any
	 * more.
	 */
	void relax() {
		if (this.relaxWanted && this.wire.encoder().queuedBytes() <= this.relaxedMark
				&& RELAX_WANTED.compareAndSet(this, true, false)) {
			this.loop.execute(this.owner::relaxed);
		}
	}

	private boolean isAboveMark() {
		return !this.closed && this.wire.encoder().queuedBytes() > this.relaxedMark;
	}

	private boolean hasWork() {
		return !this.closed && (this.queue.queuedBytes() > 0 || this.channel.hasOutput());
	}

	private long writeAndRelease(long budget) {
		Flight flight = Flight.CURRENT.get();
		try {
			return write(flight, budget);
		}
		catch (Throwable failure) {
			lost(failure);
			return 0;
		}
		finally {
			flight.clear();
			releaseClaim();
		}
	}

	/** Of the socket, or for want of memory: only this connection is lost. */
	private void lost(Throwable failure) {
		this.closed = true;
		this.loop.execute(() -> this.owner.writeFailed(failure));
	}

	/**
	 * Writes what waits; the claim is held.
	 * @return bytes written, -1 if this is a loop and the wire lock is taken
	 */
	private long write(Flight flight, long budget) throws IOException {
		long written = 0;
		while (written < budget && !this.closed && !this.blocked) {
			if (!this.wire.launch()) {
				return (written > 0) ? written : -1;
			}
			if (this.queue.inFlight().head() == null && !this.channel.hasOutput()) {
				break;
			}
			written += fly(flight);
		}
		return written;
	}

	/**
	 * Writes what is in flight, once; the claim is held.
	 * @return bytes written
	 */
	private long fly(Flight flight) throws IOException {
		int count = flight.gather(this.queue.inFlight(), this.loop.buffers());
		long waiting = flight.remaining(count);
		long written = this.channel.write(flight.buffers(), count);
		landed(written);
		if (written < waiting || this.channel.hasOutput()) {
			block();
		}
		return written;
	}

	private void landed(long bytes) {
		if (bytes == 0) {
			return;
		}
		this.lastProgress = this.loop.time();
		this.queue.landed(bytes);
		if (this.queue.isFinished()) {
			this.loop.execute(this.owner::outputEnded);
		}
		relax();
	}

	private void block() {
		if (!this.blocked) {
			long now = this.loop.time();
			this.lastProgress = now;
			this.lastStall = now;
			this.blocked = true;
			this.loop.execute(this.owner::writeBlocked);
		}
	}

	private void releaseClaim() {
		// once closed nobody else can be writing, and nobody will
		boolean disposed = this.closed && this.wire.dispose();
		if (disposed) {
			this.channel.dispose();
		}
		CLAIM.setVolatile(this, false);
		if (this.closed && !disposed) {
			this.loop.execute(this::dispose);
		}
	}

}
