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

	/** Payloads from this length on are written from where they lie. */
	private static final int LEAST_THROUGH = 16 * 1024;

	/** The longest payload that leaves as one frame. */
	private static final int MOST_THROUGH = 64 * 1024;

	private final WriteQueue queue;

	private final Wire wire;

	private final WireEncoder encoder;

	private final OutboundRequests requests;

	private final SocketWriter writer;

	private final Cork cork;

	OutboundGate(EventLoop loop, RawChannel channel, Owner owner, long highWaterMark) {
		this.queue = new WriteQueue(loop.buffers());
		this.wire = new Wire(loop, this.queue, owner, highWaterMark);
		this.encoder = this.wire.encoder();
		this.requests = this.wire.requests();
		this.writer = new SocketWriter(channel, this.wire, this.queue, owner, highWaterMark / 2);
		this.cork = new Cork(loop, this.queue, this.writer);
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
	 * @param compressible whether it may be compressed
	 * @return what became of it
	 */
	SendResult send(boolean text, ByteBuffer payload, boolean handedOver, boolean compressible) {
		if (!handedOver && isWorthWritingThrough(payload)) {
			long end = this.writer.writeThrough(text, payload);
			if (end != SocketWriter.NOT_NOW) {
				return result(end);
			}
		}
		if (!this.wire.enterUnordered()) {
			return sendInTurn(new Deferred.Message(text, payload, handedOver, compressible));
		}
		long end;
		try {
			end = this.encoder.message(text, payload, handedOver, false);
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
		if (!this.wire.enterUnordered()) {
			return sendInTurn(new Deferred.Prepared(message, false));
		}
		long end;
		try {
			end = this.encoder.message(message, false);
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
		Deferred.Flushed wish = new Deferred.Flushed(done);
		MessageTurn turn = this.wire.turn();
		if (turn != null) {
			turn.follow(wish);
		}
		else if (this.wire.enter()) {
			try {
				wish.encode(this.encoder);
			}
			finally {
				this.wire.leave();
			}
		}
		else {
			this.requests.defer(wish);
			this.wire.carryOut();
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
				this.encoder.pong(payload);
			}
			finally {
				this.wire.leave();
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
		this.requests.ready(new Deferred.Ping(Payloads.copy(payload), false));
		carryOut();
	}

	/**
	 * Sends a ping whatever waits. The next one must wait for its pong.
	 * @param payload at most 125 bytes, handed over
	 */
	void heartbeat(ByteBuffer payload) {
		this.requests.ready(new Deferred.Ping(payload, true));
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
		return this.requests.announceClose(status);
	}

	/**
	 * What this side closes with, or will close with.
	 * @return {@code null} if it was not asked to
	 */
	@Nullable CloseStatus askedClose() {
		return this.requests.askedClose();
	}

	/**
	 * Starts the closing handshake that was announced.
	 */
	void beginClose() {
		this.requests.add(OutboundRequests.CLOSE);
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

	/**
	 * The peer broke a rule; {@link #fail()} must follow once what it said before has
	 * been dealt with.
	 * @param violation what it did
	 */
	void violated(Violation violation) {
		this.requests.announceFailure(violation);
	}

	/**
	 * Fails the connection for the violation that was announced.
	 */
	void fail() {
		this.requests.add(OutboundRequests.FAIL);
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
		this.writer.close();
		if (this.encoder.isUpgraded()) {
			this.requests.add(OutboundRequests.ABORTED);
			carryOut();
		}
		this.writer.dispose();
		settleWaiters();
	}

	/**
	 * The order of whole messages, from now on kept even where it was not needed so far.
	 * After it was used {@link #flush()} must follow.
	 * @return the message turn
	 * @throws IllegalStateException if there was none, and this is an event loop that
	 * would have to wait
	 */
	MessageTurn turn() {
		MessageTurn turn = this.wire.turn();
		return (turn != null) ? turn : this.wire.ordered();
	}

	/**
	 * Begins a message that is sent piece by piece, behind those that wait.
	 * @param message told when its turn has come
	 */
	void begin(StreamedMessage message) {
		this.requests.add(OutboundRequests.ORDER);
		this.requests.defer(new Deferred.Begin(message));
		carryOut();
	}

	boolean isOpen() {
		return this.encoder.isOpen();
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
		return this.encoder.queuedBytes();
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
	 * @return a time of the loop's clock; {@link Deadlines#NEVER} if none do
	 */
	long blockedSince() {
		return this.writer.blockedSince();
	}

	/**
	 * When bytes last began to wait for the kernel, or ceased to.
	 * @return a time of the loop's clock; {@link Deadlines#NEVER} if none ever did
	 */
	long lastStall() {
		return this.writer.lastStall();
	}

	/**
	 * Sends of this thread wait for {@link #uncork()}.
	 */
	void cork() {
		this.cork.put();
	}

	void uncork() {
		this.cork.pull();
	}

	/**
	 * Has the loop flush soon, should the callbacks behind a cork take their time.
	 */
	void watchCork() {
		this.cork.watch();
	}

	/**
	 * Writes, now or at the end of what is going on; and completes futures that found
	 * their bytes out already.
	 */
	void flush() {
		settleWaiters();
		this.writer.relax();
		this.cork.flush();
	}

	/**
	 * Writes what waits, if the kernel takes it and nobody else writes.
	 */
	void flushNow() {
		this.cork.flushNow();
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
		this.encoder.settleWaiters(this.writer.isClosed());
	}

	/** What is on the heap has to be copied in any case, what is small costs less to. */
	private static boolean isWorthWritingThrough(ByteBuffer payload) {
		int length = payload.remaining();
		return payload.isDirect() && length >= LEAST_THROUGH && length <= MOST_THROUGH;
	}

	/** Behind others: in the message turn, or once this loop gets the wire lock. */
	private SendResult sendInTurn(Deferred message) {
		MessageTurn turn = this.wire.turn();
		if (turn != null) {
			return result(turn.send(message));
		}
		this.requests.defer(message.owned());
		carryOut();
		return SendResult.QUEUED;
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
