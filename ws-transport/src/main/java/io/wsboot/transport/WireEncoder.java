package io.wsboot.transport;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

import io.wsboot.protocol.ClosingState;
import io.wsboot.protocol.PreparedMessage;
import io.wsboot.protocol.WebSocketProtocol;
import org.jspecify.annotations.Nullable;

/**
 * What the holder of the wire lock encodes, and what it refuses: nothing gets in behind
 * something that is missing, and nobody is kept more than the high-water mark.
 * <p>
 * Guarded by the lock of its {@link Wire}, except where it says otherwise.
 */
final class WireEncoder {

	/** With this much control waiting, a Pong waits for the next flight. */
	private static final int PONGS_APART = 1024;

	private final WriteQueue queue;

	private final OutboundRequests requests;

	private final long highWaterMark;

	private volatile @Nullable WebSocketProtocol protocol;

	private volatile @Nullable FlushWaiters waiters;

	/** Something taken for sending was not sent. */
	private boolean lost;

	/** Data was dropped, or could not be encoded. */
	private volatile boolean gap;

	/** The newest ping that could not be answered yet. */
	private @Nullable ByteBuffer keptPong;

	WireEncoder(WriteQueue queue, OutboundRequests requests, long highWaterMark) {
		this.queue = queue;
		this.requests = requests;
		this.highWaterMark = highWaterMark;
	}

	void open(WebSocketProtocol opened) {
		this.protocol = opened;
	}

	/**
	 * Encodes a message.
	 * @param text whether it is text
	 * @param payload its payload
	 * @param handedOver whether nobody changes the payload any more
	 * @param deflated whether it is compressed
	 * @return where it ends in the data lane, -1 if it was refused
	 */
	long message(boolean text, ByteBuffer payload, boolean handedOver, boolean deflated) {
		WebSocketProtocol open = protocol();
		if (isFull()) {
			return -1;
		}
		boolean whole = false;
		try {
			boolean taken = deflated ? open.sendDeflated(text, payload) : send(open, text, payload, handedOver);
			whole = true;
			return end(taken);
		}
		finally {
			requireWhole(whole);
		}
	}

	/**
	 * Encodes a message that was encoded once for many.
	 * @param message the message
	 * @param deflated whether its compressed form is sent
	 * @return where it ends in the data lane, -1 if it was refused
	 */
	long message(PreparedMessage message, boolean deflated) {
		WebSocketProtocol open = protocol();
		if (isFull()) {
			return -1;
		}
		boolean whole = false;
		try {
			boolean taken = open.send(message, deflated);
			whole = true;
			return end(taken);
		}
		finally {
			requireWhole(whole);
		}
	}

	/**
	 * Encodes a piece of a message. The high-water mark does not count: who sends piece
	 * by piece waits for the peer.
	 * @param fragment the piece, copied
	 * @return where it ends in the data lane, -1 if it was refused
	 */
	long fragment(Deferred.Fragment fragment) {
		WebSocketProtocol open = protocol();
		if (this.gap) {
			return -1;
		}
		boolean whole = false;
		try {
			boolean taken = !fragment.first() || open.beginMessage(fragment.text(), fragment.deflated());
			taken = taken && open.sendFragment(fragment.bytes(), fragment.last());
			whole = true;
			return end(taken);
		}
		finally {
			requireWhole(whole);
		}
	}

	/**
	 * Takes steps of the closing handshake when the lock is given back.
	 * @param steps those that have waited for their turn
	 */
	void close(int steps) {
		this.requests.closeInTurn(steps);
	}

	/**
	 * Registers a future.
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
	 * Notes that something that was taken for sending was not sent.
	 */
	void lost() {
		this.lost = true;
	}

	/**
	 * Encodes a Pong, or keeps it until the earlier ones are out.
	 * @param payload the ping's payload, not kept unless it is a copy
	 */
	void pong(ByteBuffer payload) {
		if (this.queue.controlBytes() <= PONGS_APART) {
			this.keptPong = null;
			protocol().sendPong(payload);
		}
		else {
			this.keptPong = Payloads.copy(payload);
		}
	}

	/**
	 * Encodes the Pong that was kept, if the earlier ones are out.
	 */
	void keptPong() {
		ByteBuffer pong = this.keptPong;
		if (pong != null && this.queue.controlBytes() == 0) {
			this.keptPong = null;
			protocol().sendPong(pong);
		}
	}

	/**
	 * Encodes a Ping.
	 * @param payload at most 125 bytes
	 * @param heartbeat whether its pong is counted on; there is one such ping at a time
	 */
	void ping(ByteBuffer payload, boolean heartbeat) {
		// of others one may always wait
		if (heartbeat || this.queue.queuedBytes() < this.highWaterMark || this.queue.controlBytes() == 0) {
			protocol().sendPing(payload);
		}
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

	/**
	 * The bytes that wait, whether they are encoded or not. Any thread may ask.
	 * @return the count
	 */
	long queuedBytes() {
		return this.queue.queuedBytes() + this.requests.waitingBytes();
	}

	/**
	 * Whether no more may wait. Any thread may ask.
	 * @return {@code true} from the high-water mark on
	 */
	boolean isAtMark() {
		return queuedBytes() >= this.highWaterMark;
	}

	/**
	 * Whether messages can still be sent; never again once they cannot. Any thread may
	 * ask.
	 * @return {@code false} from a Close or the loss of a message on
	 */
	boolean maySend() {
		WebSocketProtocol open = this.protocol;
		return open != null && open.state().maySend() && !this.gap;
	}

	/**
	 * Whether neither side has begun to close. Any thread may ask.
	 * @return {@code false} before the upgrade, too
	 */
	boolean isOpen() {
		WebSocketProtocol open = this.protocol;
		return open != null && open.state() == ClosingState.OPEN && !this.requests.isCloseAsked();
	}

	/**
	 * Whether the connection speaks WebSocket. Any thread may ask.
	 * @return {@code true} from {@link #open} on
	 */
	boolean isUpgraded() {
		return this.protocol != null;
	}

	/**
	 * The outbound half.
	 * @return the protocol
	 */
	WebSocketProtocol protocol() {
		WebSocketProtocol open = this.protocol;
		if (open == null) {
			throw new IllegalStateException("The connection does not speak WebSocket yet");
		}
		return open;
	}

	/**
	 * A reader this slow is closed: what it has not been sent is dropped.
	 */
	void dropForSlowness() {
		if (!this.gap && protocol().state() == ClosingState.OPEN) {
			this.gap = true;
			this.lost = true;
			this.queue.dropWaiting();
			FlushWaiters waiting = this.waiters;
			if (waiting != null) {
				waiting.drop();
			}
			this.requests.close(Closes.SLOW_CONSUMER);
		}
	}

	/** For want of memory a message stays without its last frames; nothing may follow. */
	void cutShort() {
		this.gap = true;
		this.lost = true;
		this.requests.close(Closes.SEND_FAILED);
	}

	private static boolean send(WebSocketProtocol open, boolean text, ByteBuffer payload, boolean handedOver) {
		return text ? open.sendText(payload, handedOver) : open.sendBinary(payload, handedOver);
	}

	private void requireWhole(boolean whole) {
		if (!whole) {
			cutShort();
		}
	}

	private long end(boolean taken) {
		return taken ? this.queue.dataQueued() : -1;
	}

	private boolean isFull() {
		if (this.gap) {
			// the Close is about to be written: nothing gets in where something is
			// missing
			return true;
		}
		if (this.queue.queuedBytes() < this.highWaterMark) {
			return false;
		}
		dropForSlowness();
		return true;
	}

}
