package io.wsboot.transport;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;

import io.wsboot.protocol.ClosingState;
import io.wsboot.protocol.CloseStatus;
import io.wsboot.protocol.PreparedMessage;
import io.wsboot.protocol.Violation;
import io.wsboot.protocol.WebSocketProtocol;
import org.jspecify.annotations.Nullable;

/**
 * Who may encode, and who may write.
 * <p>
 * The <em>wire lock</em> covers "encode a frame and enqueue it", nothing longer, and no
 * callback. An event loop never waits for it: what a loop wants while the lock is taken
 * it leaves as a request, which the holder carries out before anything else gets in. The
 * <em>write claim</em> covers the socket: whoever wins it writes, and looks at the queue
 * again after giving it back, so that nothing is left lying.
 * <p>
 * Every method may be called from any thread unless it says otherwise.
 */
final class OutboundGate {

	/** An application thread writes this much, then leaves the rest to the loop. */
	private static final long FOREIGN_BUDGET = 256 * 1024;

	/** A cork lets go when this much waits. */
	private static final long CORK_LIMIT = 64 * 1024;

	/** With this much control waiting, a Pong waits for the next flight. */
	private static final int PONGS_APART = 1024;

	private static final VarHandle CLAIM;

	static {
		try {
			CLAIM = MethodHandles.lookup().findVarHandle(OutboundGate.class, "claim", boolean.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private final EventLoop loop;

	private final RawChannel channel;

	private final Owner owner;

	private final WriteQueue queue;

	private final ReentrantLock wire = new ReentrantLock();

	private final OutboundRequests requests = new OutboundRequests();

	private final long highWaterMark;

	private @Nullable WebSocketProtocol protocol;

	private volatile @Nullable FlushWaiters waiters;

	/** The newest ping that could not be answered yet; under the wire lock. */
	private @Nullable ByteBuffer keptPong;

	@SuppressWarnings("unused") // through CLAIM
	private volatile boolean claim;

	/** The kernel takes no more; the loop waits until it does. */
	private volatile boolean blocked;

	private volatile boolean closed;

	/** Tell the owner once the queue is below half the mark. */
	private volatile boolean relaxWanted;

	private volatile boolean closedByUs;

	/** Something taken for sending was not sent; under the wire lock. */
	private boolean lost;

	/** The peer was too slow, and data was dropped; under the wire lock. */
	private boolean overrun;

	private volatile @Nullable Thread corkedBy;

	private volatile long lastProgress;

	private volatile long lastStall = Deadlines.NEVER;

	/** Whether the loop will flush at the end of its pass; the loop's own. */
	private boolean dirty;

	OutboundGate(EventLoop loop, RawChannel channel, Owner owner, long highWaterMark) {
		this.loop = loop;
		this.channel = channel;
		this.owner = owner;
		this.highWaterMark = highWaterMark;
		this.queue = new WriteQueue(loop.buffers());
	}

	/**
	 * The sink for the protocol of this connection.
	 * @return the queue, to be used by the protocol only
	 */
	WriteQueue queue() {
		return this.queue;
	}

	/**
	 * From now on the connection speaks WebSocket. Called once, on the loop.
	 * @param protocol encodes what is sent
	 */
	void open(WebSocketProtocol protocol) {
		this.wire.lock();
		try {
			this.protocol = protocol;
		}
		finally {
			this.wire.unlock();
		}
	}

	/**
	 * Writes bytes that are no frames, before the connection speaks WebSocket.
	 * @param bytes the bytes, handed over
	 * @param end whether the stream ends behind them
	 */
	void writeRaw(ByteBuffer bytes, boolean end) {
		this.wire.lock();
		try {
			this.queue.writeRaw(bytes);
			if (end) {
				this.queue.end();
			}
		}
		finally {
			leave();
		}
		flush();
	}

	/**
	 * Sends a message.
	 * @param text whether it is text
	 * @param payload its payload
	 * @param handedOver whether nobody changes the payload any more
	 * @return what became of it
	 */
	SendResult send(boolean text, ByteBuffer payload, boolean handedOver) {
		if (!mayEnter()) {
			this.requests.defer(new Deferred.Message(text, handedOver ? payload : Payloads.copy(payload)));
			carryOut();
			return SendResult.QUEUED;
		}
		long end;
		try {
			end = encode(text, payload, handedOver);
		}
		finally {
			leave();
		}
		return result(end);
	}

	/**
	 * Sends a message that was encoded once for many.
	 * @param message the message
	 * @return what became of it
	 */
	SendResult send(PreparedMessage message) {
		if (!mayEnter()) {
			this.requests.defer(new Deferred.Prepared(message));
			carryOut();
			return SendResult.QUEUED;
		}
		long end;
		try {
			end = encode(message);
		}
		finally {
			leave();
		}
		return result(end);
	}

	/**
	 * Completes a future once everything sent so far is out, or fails it.
	 * @param done the future
	 */
	void whenFlushed(CompletableFuture<@Nullable Void> done) {
		if (!mayEnter()) {
			this.requests.defer(new Deferred.Flushed(done));
			carryOut();
			return;
		}
		try {
			await(done);
		}
		finally {
			leave();
		}
		flush();
	}

	/**
	 * Answers a ping. Of several that cannot leave yet only the newest is answered (RFC
	 * 6455 §5.5.3).
	 * @param payload the ping's payload
	 */
	void pong(ByteBuffer payload) {
		if (mayEnter()) {
			try {
				encodePong(payload);
			}
			finally {
				leave();
			}
			flush();
		}
		else {
			this.requests.pong(Payloads.copy(payload));
			carryOut();
		}
	}

	/**
	 * Sends a ping, unless so much waits that it would only add to it.
	 * @param payload at most 125 bytes
	 */
	void ping(ByteBuffer payload) {
		this.requests.defer(new Deferred.Ping(Payloads.copy(payload)));
		carryOut();
	}

	/**
	 * Starts the closing handshake, unless it has begun.
	 * @param status what to send
	 */
	void close(CloseStatus status) {
		this.requests.close(status);
		carryOut();
	}

	/**
	 * The peer's Close has been read and earlier messages are dealt with.
	 * @param status what the peer sent
	 */
	void closeReceived(CloseStatus status) {
		this.requests.closeReceived(status);
		carryOut();
	}

	void fail(Violation violation) {
		this.requests.fail(violation);
		carryOut();
	}

	/**
	 * The peer's stream has ended.
	 */
	void streamEnded() {
		this.requests.add(OutboundRequests.STREAM_ENDED);
		carryOut();
	}

	/**
	 * The peer's stream has ended and its messages are dealt with.
	 */
	void drained() {
		this.requests.add(OutboundRequests.DRAINED);
		carryOut();
	}

	/**
	 * The connection is gone: nothing will be written. Called on the loop.
	 */
	void abort() {
		this.closed = true;
		if (this.protocol != null) {
			this.requests.add(OutboundRequests.ABORTED);
			carryOut();
		}
		dispose();
		settleWaiters();
	}

	boolean isOpen() {
		WebSocketProtocol open = this.protocol;
		return open != null && open.state() == ClosingState.OPEN && !this.requests.isCloseAsked();
	}

	/**
	 * Whether this side left the open state first.
	 * @return {@code true} if we closed or failed the connection
	 */
	boolean isClosedByUs() {
		return this.closedByUs;
	}

	/**
	 * Whether last bytes are on their way, behind which the stream ends.
	 * @return {@code true} until {@link Owner#outputEnded()} is due
	 */
	boolean isEnding() {
		return this.queue.isEnded() && !this.queue.isFinished();
	}

	long queuedBytes() {
		return this.queue.queuedBytes();
	}

	/**
	 * Whether handling more messages must wait until the peer has read replies.
	 * @return {@code true} above half the high-water mark, unless the connection is gone;
	 * the owner is then told when it is over
	 */
	boolean isStrained() {
		if (!isAboveHalf()) {
			return false;
		}
		flushNow();
		if (!isAboveHalf()) {
			return false;
		}
		this.relaxWanted = true;
		if (isAboveHalf()) {
			return true;
		}
		this.relaxWanted = false;
		return false;
	}

	private boolean isAboveHalf() {
		return !this.closed && this.queue.queuedBytes() > this.highWaterMark / 2;
	}

	/**
	 * Since when bytes wait that the kernel does not take.
	 * @return a {@link System#nanoTime()} value; {@link Deadlines#NEVER} if none do
	 */
	long blockedSince() {
		return this.blocked ? this.lastProgress : Deadlines.NEVER;
	}

	/**
	 * When bytes last began to wait for the kernel, or ceased to.
	 * @return a {@link System#nanoTime()} value; {@link Deadlines#NEVER} if none ever did
	 */
	long lastStall() {
		return this.lastStall;
	}

	/**
	 * Sends of this thread wait for {@link #uncork()}.
	 */
	void cork() {
		this.corkedBy = Thread.currentThread();
	}

	void uncork() {
		if (this.corkedBy == Thread.currentThread()) {
			this.corkedBy = null;
		}
		flushNow();
	}

	/**
	 * Writes, now or at the end of what is going on; and completes futures that found
	 * their bytes out already.
	 */
	void flush() {
		settleWaiters();
		if (this.corkedBy == Thread.currentThread() && this.queue.queuedBytes() < CORK_LIMIT) {
			return;
		}
		if (!this.loop.isCurrent()) {
			flushNow();
		}
		else if (!this.dirty) {
			this.dirty = true;
			this.loop.flushLater(this);
		}
	}

	/**
	 * Writes what waits, if the kernel takes it and nobody else writes.
	 */
	void flushNow() {
		boolean onLoop = this.loop.isCurrent();
		if (onLoop) {
			this.dirty = false;
		}
		long budget = onLoop ? Long.MAX_VALUE : FOREIGN_BUDGET;
		while (hasWork() && !this.blocked) {
			if (budget <= 0) {
				this.loop.execute(this::flushNow);
				return;
			}
			if (!CLAIM.compareAndSet(this, false, true)) {
				// its holder looks again
				return;
			}
			long written = writeAndRelease(budget);
			// only now: what depends on a future may wait for the next write
			settleWaiters();
			if (written < 0) {
				// not left to the lock's holder, who may be corked
				this.loop.execute(this::flushNow);
				return;
			}
			budget -= written;
		}
	}

	/**
	 * The kernel takes bytes again. Called on the loop.
	 */
	void writable() {
		this.lastStall = System.nanoTime();
		this.blocked = false;
		flushNow();
	}

	private boolean hasWork() {
		return !this.closed && this.queue.queuedBytes() > 0;
	}

	private long writeAndRelease(long budget) {
		Flight flight = Flight.CURRENT.get();
		try {
			return write(flight, budget);
		}
		catch (Throwable failure) {
			// of the socket, or for want of memory: only this connection is lost
			this.closed = true;
			this.loop.execute(() -> this.owner.writeFailed(failure));
			return 0;
		}
		finally {
			flight.clear();
			releaseClaim();
		}
	}

	/**
	 * Writes what waits; the claim is held.
	 * @return bytes written, -1 if this is a loop and the wire lock is taken
	 */
	private long write(Flight flight, long budget) throws IOException {
		long written = 0;
		while (written < budget && !this.closed) {
			if (!launch()) {
				return (written > 0) ? written : -1;
			}
			int count = flight.gather(this.queue.inFlight(), this.loop.buffers());
			if (count == 0) {
				break;
			}
			long waiting = flight.remaining(count);
			long now = this.channel.write(flight.buffers(), count);
			landed(now);
			written += now;
			if (now < waiting) {
				block();
				break;
			}
		}
		return written;
	}

	/**
	 * Puts the next entries in flight.
	 * @return {@code false} if this is a loop and the lock is taken
	 */
	private boolean launch() {
		if (!lock()) {
			return false;
		}
		try {
			this.queue.launch();
			ByteBuffer pong = this.keptPong;
			if (pong != null && this.queue.controlBytes() == 0) {
				this.keptPong = null;
				protocol().sendPong(pong);
			}
		}
		finally {
			leave();
		}
		return true;
	}

	private void landed(long bytes) {
		if (bytes == 0) {
			return;
		}
		this.lastProgress = System.nanoTime();
		this.queue.landed(bytes);
		if (this.queue.isFinished()) {
			this.loop.execute(this.owner::outputEnded);
		}
		if (this.relaxWanted && this.queue.queuedBytes() <= this.highWaterMark / 2) {
			this.relaxWanted = false;
			this.loop.execute(this.owner::relaxed);
		}
	}

	private void block() {
		if (!this.blocked) {
			long now = System.nanoTime();
			this.lastProgress = now;
			this.lastStall = now;
			this.blocked = true;
			this.loop.execute(this.owner::writeBlocked);
		}
	}

	private void releaseClaim() {
		// once closed nobody else can be writing, and nobody will: the buffers may go
		// home
		boolean disposed = this.closed && lock();
		if (disposed) {
			try {
				this.queue.dispose();
			}
			finally {
				leave();
			}
		}
		CLAIM.setVolatile(this, false);
		if (this.closed && !disposed) {
			this.loop.execute(this::dispose);
		}
	}

	/** Gives the buffers back after the end, unless whoever writes is going to. */
	private void dispose() {
		if (CLAIM.compareAndSet(this, false, true)) {
			releaseClaim();
		}
	}

	/** Takes the wire lock; a loop only if it is free. */
	private boolean lock() {
		if (EventLoop.isOnLoop()) {
			return this.wire.tryLock();
		}
		this.wire.lock();
		return true;
	}

	/** Takes the wire lock and does first what others have asked for. */
	private boolean mayEnter() {
		if (!lock()) {
			return false;
		}
		boolean entered = false;
		try {
			applyRequests();
			entered = true;
		}
		finally {
			if (!entered) {
				this.wire.unlock();
			}
		}
		return true;
	}

	/** Gives the wire lock back, after what others have asked for meanwhile. */
	private void leave() {
		do {
			try {
				applyRequests();
			}
			finally {
				this.wire.unlock();
			}
		}
		while (this.requests.isPending() && this.wire.tryLock());
	}

	private void carryOut() {
		if (this.wire.tryLock()) {
			leave();
		}
		flush();
	}

	private void applyRequests() {
		if (this.requests.isPending()) {
			WebSocketProtocol open = protocol();
			ClosingState before = open.state();
			this.requests.apply(this, open);
			ClosingState after = open.state();
			if (after != before) {
				if (before == ClosingState.OPEN && (after == ClosingState.CLOSE_SENT || after == ClosingState.FAILED)) {
					this.closedByUs = true;
				}
				this.loop.execute(this.owner::closingStateChanged);
				if (this.queue.isFinished()) {
					this.loop.execute(this.owner::outputEnded);
				}
			}
		}
	}

	/**
	 * Encodes a message; the wire lock is held.
	 * @param text whether it is text
	 * @param payload its payload
	 * @param handedOver whether nobody changes the payload any more
	 * @return where it ends in the data lane, -1 if it was refused
	 */
	long encode(boolean text, ByteBuffer payload, boolean handedOver) {
		WebSocketProtocol open = protocol();
		if (isFull(open)) {
			return -1;
		}
		boolean taken = text ? open.sendText(payload, handedOver) : open.sendBinary(payload, handedOver);
		return taken ? this.queue.dataQueued() : -1;
	}

	/**
	 * Encodes a message; the wire lock is held.
	 * @param message the message
	 * @return where it ends in the data lane, -1 if it was refused
	 */
	long encode(PreparedMessage message) {
		WebSocketProtocol open = protocol();
		return (!isFull(open) && open.send(message)) ? this.queue.dataQueued() : -1;
	}

	/**
	 * Registers a future; the wire lock is held.
	 * @param done completes when what was sent so far is out
	 */
	void await(CompletableFuture<@Nullable Void> done) {
		FlushWaiters waiting = this.waiters;
		if (waiting == null) {
			waiting = new FlushWaiters();
			this.waiters = waiting;
		}
		waiting.add(this.queue.dataQueued(), done);
		if (this.lost) {
			// it may have been what this one waits for
			waiting.drop();
		}
	}

	/**
	 * Notes that something that was taken for sending was not sent; the wire lock is
	 * held.
	 */
	void lost() {
		this.lost = true;
	}

	/**
	 * Encodes a Pong, or keeps it until the earlier ones are out; the wire lock is held.
	 * @param payload the ping's payload, not kept unless it is a copy
	 */
	void encodePong(ByteBuffer payload) {
		if (this.queue.controlBytes() <= PONGS_APART) {
			this.keptPong = null;
			protocol().sendPong(payload);
		}
		else {
			this.keptPong = Payloads.copy(payload);
		}
	}

	/**
	 * Encodes a Ping; the wire lock is held.
	 * @param payload at most 125 bytes
	 */
	void encodePing(ByteBuffer payload) {
		// one may always wait: a heartbeat counts on it
		if (this.queue.queuedBytes() < this.highWaterMark || this.queue.controlBytes() == 0) {
			protocol().sendPing(payload);
		}
	}

	/** A reader this slow is closed: what it has not been sent is dropped. */
	private boolean isFull(WebSocketProtocol open) {
		if (this.overrun) {
			// the Close is about to be written: nothing gets in where something is
			// missing
			return true;
		}
		if (this.queue.queuedBytes() < this.highWaterMark) {
			return false;
		}
		if (open.state() == ClosingState.OPEN) {
			this.overrun = true;
			this.lost = true;
			this.queue.dropWaiting();
			FlushWaiters waiting = this.waiters;
			if (waiting != null) {
				waiting.drop();
			}
			this.requests.close(Closes.SLOW_CONSUMER);
		}
		return true;
	}

	/** Completes futures; never under the lock, because others' code may run. */
	private void settleWaiters() {
		FlushWaiters waiting = this.waiters;
		if (waiting != null) {
			waiting.settle(this.queue.dataFlushed(), this.closed);
		}
	}

	private SendResult result(long end) {
		flush();
		if (end < 0) {
			return SendResult.REFUSED;
		}
		return (this.queue.dataFlushed() >= end) ? SendResult.SENT : SendResult.QUEUED;
	}

	private WebSocketProtocol protocol() {
		WebSocketProtocol open = this.protocol;
		if (open == null) {
			throw new IllegalStateException("The connection does not speak WebSocket yet");
		}
		return open;
	}

	/**
	 * Hears of the outbound half, always on the loop.
	 */
	interface Owner {

		/** The kernel takes no more: wait until it does. */
		void writeBlocked();

		/**
		 * Writing has failed.
		 * @param failure how
		 */
		void writeFailed(Throwable failure);

		/** Everything is written and nothing follows. */
		void outputEnded();

		/** The queue is below half its mark again. */
		void relaxed();

		/** The closing handshake went on. */
		void closingStateChanged();

	}

}
