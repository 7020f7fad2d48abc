package io.wsboot.transport;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

import io.wsboot.protocol.CloseStatus;
import io.wsboot.protocol.PreparedMessage;
import io.wsboot.protocol.Violation;
import io.wsboot.protocol.WebSocketProtocol;
import org.jspecify.annotations.Nullable;

/**
 * The outbound half of one connection: what the loop, the session and the handlers'
 * thread do to it. {@link Wire} decides who may encode, {@link SocketWriter} who may
 * write.
 * <p>
 * Every method may be called from any thread unless it says otherwise.
 */
final class OutboundGate {

	/** A cork lets go when this much waits. */
	private static final long CORK_LIMIT = 64 * 1024;

	private final EventLoop loop;

	private final WriteQueue queue;

	private final Wire wire;

	private final SocketWriter writer;

	private volatile @Nullable Thread corkedBy;

	/** Whether the loop is going to flush, cork or not. */
	private volatile boolean corkWatched;

	/** Whether the loop will flush at the end of its pass; the loop's own. */
	private boolean dirty;

	OutboundGate(EventLoop loop, RawChannel channel, Owner owner, long highWaterMark) {
		this.loop = loop;
		this.queue = new WriteQueue(loop.buffers());
		this.wire = new Wire(loop, this.queue, owner, highWaterMark);
		this.writer = new SocketWriter(channel, this.wire, this.queue, owner, highWaterMark / 2);
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
		this.wire.open(protocol);
	}

	/**
	 * Writes bytes that are no frames, before the connection speaks WebSocket.
	 * @param bytes the bytes, handed over
	 * @param end whether the stream ends behind them
	 */
	void writeRaw(ByteBuffer bytes, boolean end) {
		this.wire.writeRaw(bytes, end);
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
		if (!this.wire.enter()) {
			this.wire.requests().defer(new Deferred.Message(text, handedOver ? payload : Payloads.copy(payload)));
			carryOut();
			return SendResult.QUEUED;
		}
		long end;
		try {
			end = this.wire.encode(text, payload, handedOver);
		}
		finally {
			this.wire.leave();
		}
		return result(end);
	}

	/**
	 * Sends a message that was encoded once for many.
	 * @param message the message
	 * @return what became of it
	 */
	SendResult send(PreparedMessage message) {
		if (!this.wire.enter()) {
			this.wire.requests().defer(new Deferred.Prepared(message));
			carryOut();
			return SendResult.QUEUED;
		}
		long end;
		try {
			end = this.wire.encode(message);
		}
		finally {
			this.wire.leave();
		}
		return result(end);
	}

	/**
	 * Completes a future once everything sent so far is out, or fails it.
	 * @param done the future
	 */
	void whenFlushed(CompletableFuture<@Nullable Void> done) {
		if (!this.wire.enter()) {
			this.wire.requests().defer(new Deferred.Flushed(done));
			carryOut();
			return;
		}
		try {
			this.wire.await(done);
		}
		finally {
			this.wire.leave();
		}
		flush();
	}

	/**
	 * Answers a ping. Of several that cannot leave yet only the newest is answered (RFC
	 * 6455 §5.5.3).
	 * @param payload the ping's payload
	 */
	void pong(ByteBuffer payload) {
		if (this.wire.enter()) {
			try {
				this.wire.encodePong(payload);
			}
			finally {
				this.wire.leave();
			}
			flush();
		}
		else {
			this.wire.requests().pong(Payloads.copy(payload));
			carryOut();
		}
	}

	/**
	 * Sends a ping, unless so much waits that it would only add to it.
	 * @param payload at most 125 bytes
	 */
	void ping(ByteBuffer payload) {
		this.wire.requests().defer(new Deferred.Ping(Payloads.copy(payload)));
		carryOut();
	}

	/**
	 * Starts the closing handshake, unless it has begun.
	 * @param status what to send
	 */
	void close(CloseStatus status) {
		if (announceClose(status)) {
			beginClose();
		}
	}

	/**
	 * Says that the closing handshake will start: from now on this side counts as closed,
	 * but what is on its way still leaves.
	 * @param status what to send
	 * @return {@code true} if {@link #beginClose} must follow; {@code false} if closing
	 * has begun
	 */
	boolean announceClose(CloseStatus status) {
		return this.wire.requests().announceClose(status);
	}

	/**
	 * Starts the closing handshake that was announced.
	 */
	void beginClose() {
		this.wire.requests().add(OutboundRequests.CLOSE);
		carryOut();
	}

	/**
	 * The peer's Close has been read and earlier messages are dealt with.
	 * @param status what the peer sent
	 */
	void closeReceived(CloseStatus status) {
		this.wire.requests().closeReceived(status);
		carryOut();
	}

	/**
	 * The peer broke a rule; {@link #fail()} must follow once what it said before has
	 * been dealt with.
	 * @param violation what it did
	 */
	void violated(Violation violation) {
		this.wire.requests().announceFailure(violation);
	}

	/**
	 * Fails the connection for the violation that was announced.
	 */
	void fail() {
		this.wire.requests().add(OutboundRequests.FAIL);
		carryOut();
	}

	/**
	 * The peer's stream has ended.
	 */
	void streamEnded() {
		this.wire.requests().add(OutboundRequests.STREAM_ENDED);
		carryOut();
	}

	/**
	 * The peer's stream has ended and its messages are dealt with.
	 */
	void drained() {
		this.wire.requests().add(OutboundRequests.DRAINED);
		carryOut();
	}

	/**
	 * The connection is gone: nothing will be written. Called on the loop.
	 */
	void abort() {
		this.writer.close();
		if (this.wire.isUpgraded()) {
			this.wire.requests().add(OutboundRequests.ABORTED);
			carryOut();
		}
		this.writer.dispose();
		settleWaiters();
	}

	boolean isOpen() {
		return this.wire.isOpen();
	}

	/**
	 * Whether this side left the open state first.
	 * @return {@code true} if we closed or failed the connection
	 */
	boolean isClosedByUs() {
		return this.wire.isClosedByUs();
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
		return this.writer.isStrained();
	}

	/**
	 * Since when bytes wait that the kernel does not take.
	 * @return a {@link System#nanoTime()} value; {@link Deadlines#NEVER} if none do
	 */
	long blockedSince() {
		return this.writer.blockedSince();
	}

	/**
	 * When bytes last began to wait for the kernel, or ceased to.
	 * @return a {@link System#nanoTime()} value; {@link Deadlines#NEVER} if none ever did
	 */
	long lastStall() {
		return this.writer.lastStall();
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
	 * Has the loop flush soon, should the callbacks behind a cork take their time.
	 */
	void watchCork() {
		if (!this.corkWatched) {
			this.corkWatched = true;
			this.loop.executeNow(() -> this.loop.watchCork(this));
		}
	}

	/**
	 * Flushes in spite of a cork. Called on the loop.
	 */
	void flushCorked() {
		// first, so that who sends from now on asks again
		this.corkWatched = false;
		flushNow();
	}

	/**
	 * Writes, now or at the end of what is going on; and completes futures that found
	 * their bytes out already.
	 */
	void flush() {
		settleWaiters();
		if (this.corkedBy == Thread.currentThread() && this.queue.queuedBytes() < CORK_LIMIT) {
			if (!this.loop.isCurrent()) {
				watchCork();
			}
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
		if (this.loop.isCurrent()) {
			this.dirty = false;
		}
		this.writer.write();
	}

	/**
	 * The kernel takes bytes again. Called on the loop.
	 */
	void writable() {
		this.writer.writable();
	}

	private void carryOut() {
		this.wire.carryOut();
		flush();
	}

	private void settleWaiters() {
		this.wire.settleWaiters(this.writer.isClosed());
	}

	private SendResult result(long end) {
		flush();
		if (end < 0) {
			return SendResult.REFUSED;
		}
		return (this.queue.dataFlushed() >= end) ? SendResult.SENT : SendResult.QUEUED;
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
