package io.wsboot.transport;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.locks.ReentrantLock;

import io.wsboot.protocol.MessageDeflater;
import org.jspecify.annotations.Nullable;

/**
 * The order of whole messages, where the wire lock alone does not give it: in a session
 * that compresses, and in one that sends a message piece by piece. Whoever has the turn
 * compresses without the wire lock, which is taken for each encoding only.
 * <p>
 * A thread waits for the turn, for as long as another's message takes. An event loop
 * never does: it leaves its message behind those that wait, and the holder sends it
 * before it lets go. While a {@link StreamedMessage} is open the turn is its own, nobody
 * waits, and every other message queues up behind it.
 */
final class MessageTurn {

	/** Where a message ends that has not been encoded. */
	static final long NOT_YET = Long.MAX_VALUE;

	private final Wire wire;

	private final OutboundRequests requests;

	private final WaitingMessages waiting;

	private final ReentrantLock lock = new ReentrantLock();

	/** The holder's. */
	private final TurnSender sender;

	/** The message that is sent piece by piece; set under the lock. */
	private volatile @Nullable StreamedMessage open;

	MessageTurn(Wire wire, @Nullable MessageDeflater deflater) {
		this.wire = wire;
		this.requests = wire.requests();
		this.waiting = this.requests.waiting();
		this.sender = new TurnSender(wire, deflater);
	}

	/**
	 * Whether a message needs no turn at this moment. To be asked by the holder of the
	 * wire lock: whoever sends piece by piece, or has left something behind, did so
	 * before.
	 * @return {@code true} if nothing waits, nothing is open and nothing compresses
	 */
	boolean isFree() {
		return !this.sender.compresses() && this.open == null && this.waiting.isSettled();
	}

	/**
	 * Whether messages wait whose turn will come.
	 * @return {@code false} while it depends on the end of a streaming send
	 */
	boolean isAwaited() {
		return this.open == null && !this.waiting.isSettled();
	}

	/**
	 * Sends a message, or leaves it behind those that wait.
	 * @param message a message
	 * @param delivery what it is worth if it has to wait
	 * @param done completes when it is out, fails when it is dropped; {@code null} if
	 * nobody asks
	 * @return where it ends in the data lane, {@link #NOT_YET} if it is not encoded yet,
	 * {@link Wire#DROPPED}, -1 if it was refused
	 */
	long send(Deferred message, Delivery delivery, @Nullable CompletableFuture<@Nullable Void> done) {
		if (!take()) {
			return queue(message, delivery, done);
		}
		try {
			sendWaiting();
			// the turn of a streaming send may have come just now
			boolean free = this.open == null && !this.waiting.hasNext() && this.wire.hasRoom();
			return free ? sendNow(message, done) : queue(message, delivery, done);
		}
		finally {
			release();
		}
	}

	/**
	 * Does something behind what was sent so far.
	 * @param next needs no compression
	 */
	void follow(Deferred next) {
		if (this.waiting.isSettled()) {
			this.sender.encode(next, false);
		}
		else {
			this.waiting.add(next);
			pass();
		}
	}

	/**
	 * Begins a message that is sent piece by piece, unless another is open. Waits for the
	 * turn, so it must not be called on a loop.
	 * @param message the message
	 * @return {@code false} if another is open
	 */
	boolean begin(StreamedMessage message) {
		this.lock.lock();
		try {
			sendAllWaiting();
			if (this.open != null) {
				return false;
			}
			this.open = message;
			return true;
		}
		finally {
			release();
		}
	}

	/**
	 * Sends a piece of the message that is open.
	 * @param message the message
	 * @param piece the piece, copied
	 * @param last whether it is the last
	 * @param done completes when the piece is out
	 * @return what became of it
	 */
	PieceResult send(StreamedMessage message, ByteBuffer piece, boolean last, CompletableFuture<@Nullable Void> done) {
		if (!lock()) {
			return PieceResult.BUSY;
		}
		try {
			if (this.open != message || !this.wire.maySend()) {
				return PieceResult.REFUSED;
			}
			boolean taken = this.sender.send(message, piece, last);
			this.sender.encode(new Deferred.Flushed(done), false);
			if (last) {
				this.open = null;
			}
			return taken ? PieceResult.TAKEN : PieceResult.REFUSED;
		}
		finally {
			release();
		}
	}

	/**
	 * Ends a message before its last piece. If some of it has left, the session is
	 * closed, so that the peer does not take the rest for missing.
	 * @param message the message
	 */
	void abort(StreamedMessage message) {
		if (!lock()) {
			this.wire.loop().execute(() -> abort(message));
			return;
		}
		try {
			if (this.open == message) {
				if (message.hasBegun()) {
					this.requests.close(Closes.SEND_ABORTED);
					this.wire.carryOut();
				}
				else {
					this.open = null;
				}
			}
		}
		finally {
			release();
		}
	}

	/**
	 * Sends what waits and can be sent, and gives back what is not needed any more: by
	 * this thread, or by the one that has the turn.
	 */
	void pass() {
		if (isWanted() && !this.lock.isHeldByCurrentThread() && this.lock.tryLock()) {
			release();
		}
	}

	/** Whether the turn has come; a loop does not wait for it. */
	private boolean take() {
		if (this.open != null) {
			// as long as that takes: nobody waits
			return false;
		}
		return lock();
	}

	private boolean lock() {
		if (EventLoop.isOnLoop()) {
			return this.lock.tryLock();
		}
		this.lock.lock();
		return true;
	}

	/** Lets go, after what others have left meanwhile. */
	private void release() {
		do {
			try {
				sendWaiting();
				giveBack();
			}
			finally {
				this.lock.unlock();
			}
		}
		while (isWanted() && this.lock.tryLock());
	}

	private boolean isWanted() {
		if (!this.wire.maySend()) {
			return this.waiting.hasNext() || this.sender.isDeflaterOpen() || this.open != null;
		}
		return this.waiting.isClosing() || (this.open == null && this.waiting.hasNext() && this.wire.hasRoom());
	}

	private long sendNow(Deferred message, @Nullable CompletableFuture<@Nullable Void> done) {
		long end = this.sender.send(message, false);
		if (end >= 0 && done != null) {
			this.sender.encode(new Deferred.Flushed(done), false);
		}
		return end;
	}

	private long queue(Deferred message, Delivery delivery, @Nullable CompletableFuture<@Nullable Void> done) {
		long end = this.wire.hold(message, delivery, done);
		pass();
		return end;
	}

	/**
	 * What waits, in turn: as much as there is room for, everything if a Close waits, but
	 * nothing before the end of a streaming send.
	 */
	private void sendWaiting() {
		while (mayGoOn(this.wire.hasRoom() || this.waiting.isClosing()) && sendNext()) {
			// the next one
		}
		sendClosing();
	}

	/** Ahead of a streaming send, which cannot wait for room. */
	private void sendAllWaiting() {
		while (mayGoOn(true) && sendNext()) {
			// the next one
		}
		sendClosing();
	}

	private boolean mayGoOn(boolean room) {
		return !this.wire.maySend() || (room && this.open == null);
	}

	private boolean sendNext() {
		Waiting next = this.waiting.poll();
		if (next == null) {
			return false;
		}
		try {
			if (next.content() instanceof Deferred.Begin begin) {
				begin(begin);
			}
			else {
				send(next);
			}
		}
		finally {
			this.waiting.settled();
		}
		return true;
	}

	private void send(Waiting next) {
		CompletableFuture<@Nullable Void> done = next.done();
		boolean told = false;
		try {
			long end = this.sender.send(next.content(), true);
			if (end < 0 && next.isMessage()) {
				this.waiting.dropped(DropReason.CLOSED, 1, null);
			}
			if (done != null) {
				this.sender.encode(new Deferred.Flushed(done), false);
			}
			told = true;
		}
		finally {
			if (!told && done != null) {
				this.waiting.dropped(DropReason.CLOSED, 1, done);
			}
		}
	}

	private void sendClosing() {
		if (this.waiting.isClosing()) {
			// not behind the end of a streaming send, which may never come
			this.requests.closeInTurn(this.waiting.takeClosing());
			this.wire.carryOut();
		}
	}

	private void begin(Deferred.Begin begin) {
		StreamedMessage message = begin.message();
		if (this.wire.maySend()) {
			this.open = message;
			later(message::begun);
		}
		else {
			later(message::sessionEnded);
		}
	}

	/**
	 * Memory goes home until the next message; when nothing can be sent any more, for
	 * good, and who streams is told.
	 */
	private void giveBack() {
		if (this.wire.maySend()) {
			if (this.open == null) {
				this.sender.rest();
			}
			return;
		}
		this.sender.close();
		StreamedMessage message = this.open;
		if (message != null) {
			this.open = null;
			later(message::sessionEnded);
		}
	}

	/** A callback, which no lock may be held across. */
	private void later(Runnable callback) {
		if (!this.wire.loop().offer(callback)) {
			ForkJoinPool.commonPool().execute(callback);
		}
	}

	/**
	 * What became of a piece.
	 */
	enum PieceResult {

		/** It is sent, or will be. */
		TAKEN,

		/** The session is closing. */
		REFUSED,

		/**
		 * This is a loop and the turn is taken at the moment: the piece is to be sent
		 * again.
		 */
		BUSY

	}

}
