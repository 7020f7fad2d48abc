package io.wsboot.transport;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

import io.wsboot.protocol.CloseStatus;
import io.wsboot.protocol.PreparedMessage;
import io.wsboot.protocol.Violation;
import org.jspecify.annotations.Nullable;

/**
 * The outbound half of one connection: what the loop, the session and the handlers'
 * thread do to it.
 * <p>
 * It is one object in layers, each of which knows only those below: {@link WireLock},
 * {@link WriteQueue} which the lock guards, {@link WireEncoder} which fills the queue,
 * {@link Wire} which decides who may encode, {@link SlowReader} what waits or is dropped,
 * {@link SocketWriter} who may write, and {@link Cork} when. As objects of their own they
 * would cost an idle connection 300 bytes more, and each message of a server with many
 * connections a cache miss for every one.
 * <p>
 * Every method may be called from any thread unless it says otherwise.
 */
final class OutboundGate extends Cork {

	/** Payloads from this length on are written from where they lie. */
	private static final int LEAST_THROUGH = 16 * 1024;

	/**
	 * Longer payloads are not written from where they lie, even if they are one frame.
	 */
	private static final int MOST_THROUGH = 64 * 1024;

	OutboundGate(EventLoop loop, RawChannel channel, Owner owner, OutboundPolicy policy) {
		super(loop, channel, owner, policy);
	}

	/**
	 * The sink for the protocol of this connection.
	 * @return the queue, to be used by the protocol only
	 */
	WriteQueue queue() {
		return this;
	}

	/**
	 * Writes bytes that are no frames, before the connection speaks WebSocket.
	 * @param bytes the bytes, handed over
	 * @param end whether the stream ends behind them
	 */
	void writeRaw(ByteBuffer bytes, boolean end) {
		encodeRaw(bytes, end);
		flush();
	}

	/**
	 * Sends a message as a session does with every message.
	 * @param text whether it is text
	 * @param payload its payload
	 * @param handedOver whether nobody changes the payload any more
	 * @return what became of it
	 */
	SendResult send(boolean text, ByteBuffer payload, boolean handedOver) {
		SendResult result = trySend(text, payload, handedOver);
		return (result != null) ? result
				: sendInTurn(new Deferred.Message(text, payload, handedOver, true), Delivery.standard(), null);
	}

	/**
	 * Sends a message at once, if nothing is before it.
	 * @param text whether it is text
	 * @param payload its payload
	 * @param handedOver whether nobody changes the payload any more
	 * @return what became of it; {@code null} if it must be sent
	 * {@linkplain #sendInTurn(Deferred, Delivery, CompletableFuture) in turn}
	 */
	@Nullable SendResult trySend(boolean text, ByteBuffer payload, boolean handedOver) {
		if (!handedOver && isWorthWritingThrough(payload)) {
			long end = writeThrough(text, payload, staysDuringPass(payload));
			if (end != SocketWriter.NOT_NOW) {
				return result(end);
			}
		}
		if (!enterForMessage()) {
			return null;
		}
		long end;
		try {
			end = message(text, payload, handedOver, false);
		}
		finally {
			leave();
		}
		return result(end);
	}

	/**
	 * Sends a message that was encoded once for many.
	 * @param message the message
	 * @param delivery what it is worth if it has to wait
	 * @return what became of it
	 */
	SendResult send(PreparedMessage message, Delivery delivery) {
		if (!enterForMessage()) {
			return sendInTurn(new Deferred.Prepared(message, false), delivery, null);
		}
		long end;
		try {
			end = message(message, false);
		}
		finally {
			leave();
		}
		return result(end);
	}

	/**
	 * Sends a message behind those that wait.
	 * @param message the message
	 * @param delivery what it is worth if it has to wait
	 * @param done completes when it is out, and fails if it is dropped; left alone if the
	 * message is refused; {@code null} if nobody asks
	 * @return what became of it
	 */
	SendResult sendInTurn(Deferred message, Delivery delivery, @Nullable CompletableFuture<@Nullable Void> done) {
		MessageTurn turn = turnForMessage();
		long end;
		if (turn != null) {
			end = turn.send(message, delivery, done);
		}
		else {
			end = hold(message, delivery, done);
			carryOut();
		}
		return result(end);
	}

	/**
	 * Completes a future once everything sent so far is out, or fails it.
	 * @param done the future
	 */
	void whenFlushed(CompletableFuture<@Nullable Void> done) {
		Deferred.Flushed wish = new Deferred.Flushed(done);
		MessageTurn turn = knownTurn();
		if (turn != null) {
			turn.follow(wish);
		}
		else if (enter()) {
			try {
				wish.encode(this);
			}
			finally {
				leave();
			}
		}
		else {
			requests().defer(wish);
			carryOutAndFlush();
		}
		flush();
	}

	/**
	 * Answers a ping. Of several that cannot leave yet only the newest is answered (RFC
	 * 6455 §5.5.3).
	 * @param payload the ping's payload
	 */
	void pong(ByteBuffer payload) {
		if (enter()) {
			try {
				encodePong(payload);
			}
			finally {
				leave();
			}
			flush();
		}
		else {
			requests().pong(Payloads.copy(payload));
			carryOutAndFlush();
		}
	}

	/**
	 * Sends a ping, unless so much waits that it would only add to it.
	 * @param payload at most 125 bytes
	 */
	void ping(ByteBuffer payload) {
		ping(payload, false);
	}

	/**
	 * Sends a ping whatever waits. The next one must wait for its pong.
	 * @param payload at most 125 bytes
	 */
	void heartbeat(ByteBuffer payload) {
		ping(payload, true);
	}

	private void ping(ByteBuffer payload, boolean heartbeat) {
		if (enter()) {
			try {
				encodePing(payload, heartbeat);
			}
			finally {
				leave();
			}
			flush();
		}
		else {
			requests().ready(new Deferred.Ping(Payloads.copy(payload), heartbeat));
			carryOutAndFlush();
		}
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
		return requests().announceClose(status);
	}

	/**
	 * Starts the closing handshake that was announced.
	 */
	void beginClose() {
		requests().add(OutboundRequests.CLOSE);
		carryOutAndFlush();
	}

	/**
	 * The peer's Close has been read and earlier messages are dealt with.
	 * @param status what the peer sent
	 */
	void closeReceived(CloseStatus status) {
		requests().closeReceived(status);
		carryOutAndFlush();
	}

	/**
	 * The peer broke a rule; {@link #fail()} must follow once what it said before has
	 * been dealt with.
	 * @param violation what it did
	 */
	void violated(Violation violation) {
		requests().announceFailure(violation);
	}

	/**
	 * Fails the connection for the violation that was announced.
	 */
	void fail() {
		requests().add(OutboundRequests.FAIL);
		carryOutAndFlush();
	}

	/**
	 * The peer's stream has ended.
	 */
	void streamEnded() {
		requests().add(OutboundRequests.STREAM_ENDED);
		carryOutAndFlush();
	}

	/**
	 * The peer's stream has ended and its messages are dealt with.
	 */
	void drained() {
		requests().add(OutboundRequests.DRAINED);
		carryOutAndFlush();
	}

	/**
	 * The connection is gone: nothing will be written. Called on the loop.
	 */
	void abort() {
		close();
		if (isUpgraded()) {
			requests().add(OutboundRequests.ABORTED);
			carryOutAndFlush();
		}
		dispose();
		settle(true);
	}

	/**
	 * The order of whole messages, from now on kept even where it was not needed so far.
	 * After it was used {@link #flush()} must follow.
	 * @return the message turn
	 * @throws IllegalStateException if there was none, and this is an event loop that
	 * would have to wait
	 */
	MessageTurn turn() {
		MessageTurn turn = knownTurn();
		return (turn != null) ? turn : ordered();
	}

	/**
	 * Begins a message that is sent piece by piece, behind those that wait.
	 * @param message told when its turn has come
	 */
	void begin(StreamedMessage message) {
		requests().add(OutboundRequests.ORDER);
		requests().defer(new Deferred.Begin(message));
		carryOutAndFlush();
	}

	/**
	 * Whether last bytes are on their way, behind which the stream ends.
	 * @return {@code true} until {@link Owner#outputEnded()} is due
	 */
	boolean isEnding() {
		return isEnded() && !isFinished();
	}

	/**
	 * Writes, now or at the end of what is going on; and completes futures that found
	 * their bytes out already.
	 */
	@Override
	void flush() {
		settle(isClosed());
		relax();
		flushInTime();
	}

	private void carryOutAndFlush() {
		carryOut();
		flush();
	}

	/** What is on the heap has to be copied in any case, what is small costs less to. */
	private boolean isWorthWritingThrough(ByteBuffer payload) {
		int length = payload.remaining();
		return payload.isDirect() && length >= LEAST_THROUGH && length <= Math.min(MOST_THROUGH, fragmentSize());
	}

	/** What was sent in this pass may only have to be written to make room. */
	private boolean enterForMessage() {
		if (enterUnordered()) {
			return true;
		}
		if (hasRoom()) {
			return false;
		}
		land();
		write();
		return enterUnordered();
	}

	private @Nullable MessageTurn turnForMessage() {
		if (!hasRoom()) {
			land();
			write();
			if (knownTurn() == null && !hasRoom()) {
				requests().add(OutboundRequests.ORDER);
				carryOut();
			}
		}
		return knownTurn();
	}

	private SendResult result(long end) {
		flush();
		if (end < 0) {
			return (end == DROPPED) ? SendResult.DROPPED : SendResult.REFUSED;
		}
		return (dataFlushed() >= end) ? SendResult.SENT : SendResult.QUEUED;
	}

	/**
	 * Hears of the outbound half, always on the loop.
	 */
	interface Owner {

		/**
		 * The session whose outbound half it is. Any thread may ask.
		 * @return {@code null} if there is none, or none any more
		 */
		@Nullable Session session();

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

		/** Messages were dropped: the listener is to be told. */
		void messagesDropped();

		/** The session was closed for the budget, and that did not help. */
		void budgetExceeded();

	}

}
