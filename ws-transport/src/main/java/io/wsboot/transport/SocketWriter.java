package io.wsboot.transport;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

/**
 * Who may write. Whoever wins the write claim writes to the socket, and looks at the
 * queue again after giving it back, so that nothing is left lying. An application thread
 * writes only so much, then leaves the rest to the loop; and only the loop waits for the
 * kernel.
 */
abstract class SocketWriter extends SlowReader {

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

	private final RawChannel channel;

	@SuppressWarnings("unused") // through CLAIM
	private volatile boolean claim;

	/** The kernel takes no more; the loop waits until it does. */
	private volatile boolean blocked;

	private volatile boolean closed;

	/** Of who holds the claim. */
	private long sent;

	/** Tell the owner once the queue is relaxed. */
	private volatile boolean relaxWanted;

	/**
	 * The loop keeps the claim until {@link #land()}: what is in flight lies in its
	 * receive buffer. The loop's own.
	 */
	private boolean lent;

	/** {@code null} as long as no byte has had to wait for the kernel. */
	private volatile @Nullable Stall stall;

	SocketWriter(EventLoop loop, RawChannel channel, OutboundGate.Owner owner, OutboundPolicy policy) {
		super(loop, owner, policy);
		this.channel = channel;
	}

	/**
	 * Writes what waits, if the kernel takes it and nobody else writes.
	 */
	final void write() {
		long budget = loop().isCurrent() ? Long.MAX_VALUE : FOREIGN_BUDGET;
		while (hasWork() && !this.blocked) {
			if (budget <= 0) {
				loop().execute(this::write);
				return;
			}
			if (!CLAIM.compareAndSet(this, false, true)) {
				// its holder looks again
				return;
			}
			long written = writeAndRelease(budget);
			passTurn();
			// only now: what depends on a future may wait for the next write
			settle(this.closed);
			if (written < 0) {
				// not left to the lock's holder, who may be corked
				loop().execute(this::write);
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
	 * @param stays whether it is lent until {@link #land()}, so that several leave
	 * together
	 * @return where it ends in the data lane, -1 if it was refused, {@link #NOT_NOW} if
	 * it must be sent as any other
	 */
	final long writeThrough(boolean text, ByteBuffer payload, boolean stays) {
		if (stays && this.lent && !isFlightFull()) {
			return launchNow(text, payload);
		}
		land();
		if (this.blocked || this.closed || !CLAIM.compareAndSet(this, false, true)) {
			return NOT_NOW;
		}
		long end = (inFlight() == null) ? launchNow(text, payload) : NOT_NOW;
		if (stays && end >= 0) {
			this.lent = true;
		}
		else {
			writeLent();
		}
		return end;
	}

	private long launchNow(boolean text, ByteBuffer payload) {
		try {
			return launch(text, payload);
		}
		catch (Throwable failure) {
			broken(failure);
			return NOT_NOW;
		}
	}

	/**
	 * Writes what lies in the loop's receive buffer, before that is overwritten. Does
	 * nothing on another thread.
	 */
	final void land() {
		if (this.lent && loop().isCurrent()) {
			this.lent = false;
			writeLent();
		}
	}

	/** Writes what is in flight, keeps a copy of what is left, and gives the claim up. */
	private void writeLent() {
		Flight flight = pool().flight();
		try {
			if (inFlight() != null && !this.closed) {
				fly(flight);
				keepLentInFlight();
			}
		}
		catch (Throwable failure) {
			broken(failure);
		}
		finally {
			pool().recycle(flight);
			releaseClaim();
		}
		settle(this.closed);
		write();
	}

	/**
	 * The kernel takes bytes again. Called on the loop.
	 */
	final void writable() {
		Stall over = this.stall;
		if (over != null) {
			over.ends(loop().time());
		}
		this.blocked = false;
		write();
	}

	/**
	 * The connection is gone: nothing will be written. The buffers go home with whoever
	 * writes, or now.
	 */
	final void close() {
		this.closed = true;
	}

	final RawChannel channel() {
		return this.channel;
	}

	final boolean isClosed() {
		return this.closed;
	}

	/**
	 * Gives the buffers back after {@link #close()}, as soon as nobody writes. Called on
	 * the loop.
	 */
	final void dispose() {
		if (CLAIM.compareAndSet(this, false, true)) {
			releaseClaim();
		}
		else {
			// its holder may have given them back before the last frame was queued
			loop().execute(this::dispose);
		}
		settle(true);
	}

	/**
	 * Whether handling more messages must wait until the peer has read replies.
	 * @return {@code true} above the mark, unless the connection is gone; the owner is
	 * then told when it is over
	 */
	final boolean isStrained() {
		if (!isAboveMark()) {
			return false;
		}
		land();
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
	final long blockedSince() {
		Stall present = this.blocked ? this.stall : null;
		return (present != null) ? present.since() : Deadlines.NEVER;
	}

	/**
	 * When bytes last began to wait for the kernel, or ceased to.
	 * @return a time of the loop's clock; {@link Deadlines#NEVER} if none ever did
	 */
	final long lastStall() {
		Stall known = this.stall;
		return (known != null) ? known.last() : Deadlines.NEVER;
	}

	/**
	 * Tells the owner, if that is due, that handling more messages need not wait any
	 * more.
	 */
	final void relax() {
		if (this.relaxWanted && queuedBytes() <= highWaterMark() / 2 && RELAX_WANTED.compareAndSet(this, true, false)) {
			loop().execute(owner()::relaxed);
		}
	}

	private boolean isAboveMark() {
		return !this.closed && queuedBytes() > highWaterMark() / 2;
	}

	private boolean hasWork() {
		return !this.closed && (encodedBytes() > 0 || this.channel.hasOutput());
	}

	private long writeAndRelease(long budget) {
		Flight flight = pool().flight();
		try {
			return write(flight, budget);
		}
		catch (Throwable failure) {
			broken(failure);
			return 0;
		}
		finally {
			pool().recycle(flight);
			releaseClaim();
		}
	}

	/** Of the socket, or for want of memory: only this connection is lost. */
	private void broken(Throwable failure) {
		this.closed = true;
		loop().execute(() -> owner().writeFailed(failure));
	}

	/**
	 * Writes what waits; the claim is held.
	 * @return bytes written, -1 if this is a loop and the wire lock is taken
	 */
	private long write(Flight flight, long budget) throws IOException {
		long written = 0;
		while (written < budget && !this.closed && !this.blocked) {
			if (!tryLaunch()) {
				return (written > 0) ? written : -1;
			}
			if (inFlight() == null && !this.channel.hasOutput()) {
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
		int count = flight.gather(inFlight(), loop().buffers());
		long waiting = flight.remaining(count);
		long written = flight.write(this.channel, count, waiting);
		book(written);
		if (written < waiting || this.channel.hasOutput()) {
			block();
		}
		return written;
	}

	/**
	 * What was written.
	 * @return bytes before encryption; exact once nobody writes any more
	 */
	final long sent() {
		return this.sent;
	}

	private void book(long bytes) {
		if (bytes == 0) {
			return;
		}
		this.sent += bytes;
		landed(bytes);
		if (isFinished()) {
			loop().execute(owner()::outputEnded);
		}
		relax();
	}

	private void block() {
		if (!this.blocked) {
			Stall begun = (this.stall != null) ? this.stall : new Stall();
			begun.begins(loop().time());
			this.stall = begun;
			this.blocked = true;
			enterBudget();
			loop().execute(owner()::writeBlocked);
		}
	}

	private void releaseClaim() {
		// once closed nobody else can be writing, and nobody will
		boolean disposed = this.closed && tryDispose();
		if (disposed) {
			this.channel.dispose();
		}
		CLAIM.setVolatile(this, false);
		if (this.closed && !disposed) {
			loop().execute(this::dispose);
		}
	}

}
