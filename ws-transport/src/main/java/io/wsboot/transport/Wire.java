package io.wsboot.transport;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;

import io.wsboot.protocol.ClosingState;
import io.wsboot.protocol.PreparedMessage;
import io.wsboot.protocol.WebSocketProtocol;
import org.jspecify.annotations.Nullable;

/**
 * Who may encode. The wire lock covers "encode a frame and enqueue it", nothing longer,
 * and no callback.
 * <p>
 * An event loop never waits for it: what a loop wants while the lock is taken it leaves
 * as a request, which the holder carries out before anything else gets in.
 */
final class Wire {

	/** With this much control waiting, a Pong waits for the next flight. */
	private static final int PONGS_APART = 1024;

	private final EventLoop loop;

	private final WriteQueue queue;

	private final OutboundGate.Owner owner;

	private final long highWaterMark;

	private final ReentrantLock lock = new ReentrantLock();

	private final OutboundRequests requests = new OutboundRequests();

	private volatile @Nullable WebSocketProtocol protocol;

	private volatile @Nullable FlushWaiters waiters;

	private volatile boolean closedByUs;

	/** Something taken for sending was not sent; under the lock. */
	private boolean lost;

	/** Data was dropped, or could not be encoded; under the lock. */
	private boolean gap;

	/** The newest ping that could not be answered yet; under the lock. */
	private @Nullable ByteBuffer keptPong;

	Wire(EventLoop loop, WriteQueue queue, OutboundGate.Owner owner, long highWaterMark) {
		this.loop = loop;
		this.queue = queue;
		this.owner = owner;
		this.highWaterMark = highWaterMark;
	}

	/**
	 * What has been asked for without the lock; {@link #carryOut()} must follow.
	 * @return the requests
	 */
	OutboundRequests requests() {
		return this.requests;
	}

	/**
	 * From now on the connection speaks WebSocket. Called once, on the loop.
	 * @param protocol encodes what is sent
	 */
	void open(WebSocketProtocol protocol) {
		this.lock.lock();
		try {
			this.protocol = protocol;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Writes bytes that are no frames, before the connection speaks WebSocket.
	 * @param bytes the bytes, handed over
	 * @param end whether the stream ends behind them
	 */
	void writeRaw(ByteBuffer bytes, boolean end) {
		this.lock.lock();
		try {
			this.queue.writeRaw(bytes);
			if (end) {
				this.queue.end();
			}
		}
		finally {
			leave();
		}
	}

	/**
	 * Takes the lock; a loop only if it is free.
	 * @return {@code false} if it was not
	 */
	boolean lock() {
		if (EventLoop.isOnLoop()) {
			return this.lock.tryLock();
		}
		this.lock.lock();
		return true;
	}

	/**
	 * Takes the lock and does first what others have asked for.
	 * @return {@code false} if this is a loop and the lock is taken
	 */
	boolean enter() {
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
				this.lock.unlock();
			}
		}
		return true;
	}

	/**
	 * Gives the lock back, after what others have asked for meanwhile.
	 */
	void leave() {
		do {
			try {
				applyRequests();
			}
			finally {
				this.lock.unlock();
			}
		}
		while (this.requests.isPending() && this.lock.tryLock());
	}

	/**
	 * Has the requests carried out, by this thread or by the holder of the lock.
	 */
	void carryOut() {
		if (this.lock.tryLock()) {
			leave();
		}
	}

	/**
	 * Encodes a message; the lock is held.
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
		boolean whole = false;
		try {
			boolean taken = text ? open.sendText(payload, handedOver) : open.sendBinary(payload, handedOver);
			whole = true;
			return taken ? this.queue.dataQueued() : -1;
		}
		finally {
			if (!whole) {
				cutShort();
			}
		}
	}

	/**
	 * Encodes a message; the lock is held.
	 * @param message the message
	 * @return where it ends in the data lane, -1 if it was refused
	 */
	long encode(PreparedMessage message) {
		WebSocketProtocol open = protocol();
		if (isFull(open)) {
			return -1;
		}
		boolean whole = false;
		try {
			boolean taken = open.send(message, false);
			whole = true;
			return taken ? this.queue.dataQueued() : -1;
		}
		finally {
			if (!whole) {
				cutShort();
			}
		}
	}

	/**
	 * Registers a future; the lock is held.
	 * @param done completes when what was sent so far is out
	 */
	void await(CompletableFuture<@Nullable Void> done) {
		FlushWaiters waiting = this.waiters;
		if (waiting == null) {
			waiting = new FlushWaiters();
			this.waiters = waiting;
		}
		if (this.lost) {
			// it may have been what this one waits for
			waiting.addDropped(done);
		}
		else {
			waiting.add(this.queue.dataQueued(), done);
		}
	}

	/**
	 * Notes that something that was taken for sending was not sent; the lock is held.
	 */
	void lost() {
		this.lost = true;
	}

	/**
	 * Encodes a Pong, or keeps it until the earlier ones are out; the lock is held.
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
	 * Encodes a Ping; the lock is held.
	 * @param payload at most 125 bytes
	 */
	void encodePing(ByteBuffer payload) {
		// one may always wait: a heartbeat counts on it
		if (this.queue.queuedBytes() < this.highWaterMark || this.queue.controlBytes() == 0) {
			protocol().sendPing(payload);
		}
	}

	/**
	 * Puts the next entries in flight; the write claim is held.
	 * @return {@code false} if this is a loop and the lock is taken
	 */
	boolean launch() {
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

	/**
	 * Gives the buffers back; the write claim is held, and the connection is gone.
	 * @return {@code false} if this is a loop and the lock is taken
	 */
	boolean dispose() {
		if (!lock()) {
			return false;
		}
		try {
			this.queue.dispose();
		}
		finally {
			leave();
		}
		return true;
	}

	/**
	 * Completes futures; never under the lock, because others' code may run.
	 * @param closed whether nothing will be written any more
	 */
	void settleWaiters(boolean closed) {
		FlushWaiters waiting = this.waiters;
		if (waiting != null) {
			waiting.settle(this.queue.dataFlushed(), closed);
		}
	}

	boolean isOpen() {
		WebSocketProtocol open = this.protocol;
		return open != null && open.state() == ClosingState.OPEN && !this.requests.isCloseAsked();
	}

	/**
	 * Whether the connection speaks WebSocket, so that requests can be carried out.
	 * @return {@code true} from {@link #open} on
	 */
	boolean isUpgraded() {
		return this.protocol != null;
	}

	/**
	 * Whether this side left the open state first.
	 * @return {@code true} if we closed or failed the connection
	 */
	boolean isClosedByUs() {
		return this.closedByUs;
	}

	EventLoop loop() {
		return this.loop;
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

	/** For want of memory a message stays without its last frames; nothing may follow. */
	private void cutShort() {
		this.gap = true;
		this.lost = true;
		this.requests.close(Closes.SEND_FAILED);
	}

	/** A reader this slow is closed: what it has not been sent is dropped. */
	private boolean isFull(WebSocketProtocol open) {
		if (this.gap) {
			// the Close is about to be written: nothing gets in where something is
			// missing
			return true;
		}
		if (this.queue.queuedBytes() < this.highWaterMark) {
			return false;
		}
		if (open.state() == ClosingState.OPEN) {
			this.gap = true;
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

	private WebSocketProtocol protocol() {
		WebSocketProtocol open = this.protocol;
		if (open == null) {
			throw new IllegalStateException("The connection does not speak WebSocket yet");
		}
		return open;
	}

}
