package io.wsboot.transport;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

import io.wsboot.protocol.CloseStatus;
import io.wsboot.protocol.ClosingState;
import io.wsboot.protocol.PreparedMessage;
import io.wsboot.protocol.WebSocketProtocol;
import org.jspecify.annotations.Nullable;

/**
 * What the holder of the wire lock encodes, and what it refuses: nothing gets in behind
 * something that is missing, and nobody is kept more than the high-water mark.
 * <p>
 * Guarded by the wire lock, except where it says otherwise.
 */
abstract class WireEncoder extends WriteQueue {

	private static final VarHandle REQUESTS;

	static {
		try {
			REQUESTS = MethodHandles.lookup().findVarHandle(WireEncoder.class, "requests", OutboundRequests.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	/** Where a message ends that was not taken. */
	static final long REFUSED = -1;

	/** With this much control waiting, a Pong waits for the next flight. */
	private static final int PONGS_APART = 1024;

	/** What may wait; the server's until the session is opened. */
	private OutboundPolicy policy;

	/** {@code null} until something is asked for without the lock. */
	private volatile @Nullable OutboundRequests requests;

	private volatile @Nullable WebSocketProtocol protocol;

	/** Something taken for sending was not sent. */
	private boolean lost;

	/** Data was dropped, or could not be encoded: nothing gets in behind it. */
	private volatile boolean gap;

	WireEncoder(OutboundPolicy policy) {
		this.policy = policy;
	}

	final OutboundPolicy policy() {
		return this.policy;
	}

	final long highWaterMark() {
		return this.policy.highWaterMark();
	}

	/**
	 * The longest payload of a data frame. Any thread may ask.
	 * @return in bytes
	 */
	@Override
	public final int fragmentSize() {
		return this.policy.fragmentSize();
	}

	/**
	 * Whether another message is encoded at once; otherwise it waits as a message. Any
	 * thread may ask.
	 * @return {@code false} while enough bytes wait to be written
	 */
	final boolean hasRoom() {
		return encodedBytes() < this.policy.encodedAhead();
	}

	/**
	 * What has been asked for without the lock. Any thread may ask.
	 * @return {@code null} if nothing ever was
	 */
	final @Nullable OutboundRequests knownRequests() {
		return this.requests;
	}

	/**
	 * What is asked for without the lock. Any thread may ask.
	 * @return the requests; made when they are first asked for
	 */
	final OutboundRequests requests() {
		OutboundRequests made = this.requests;
		if (made == null) {
			made = new OutboundRequests();
			OutboundRequests first = (OutboundRequests) REQUESTS.compareAndExchange(this, null, made);
			made = (first != null) ? first : made;
		}
		return made;
	}

	/**
	 * Whether something was asked for that has not been carried out. Any thread may ask.
	 * @return {@code true} if the next holder of the lock has something to do
	 */
	final boolean isRequested() {
		OutboundRequests made = this.requests;
		return made != null && made.isPending();
	}

	void open(WebSocketProtocol opened, OutboundPolicy own) {
		this.policy = own;
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
	final long message(boolean text, ByteBuffer payload, boolean handedOver, boolean deflated) {
		WebSocketProtocol open = protocol();
		if (this.gap) {
			return REFUSED;
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
	final long message(PreparedMessage message, boolean deflated) {
		WebSocketProtocol open = protocol();
		if (this.gap) {
			return REFUSED;
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
	final long fragment(Deferred.Fragment fragment) {
		WebSocketProtocol open = protocol();
		if (this.gap) {
			return REFUSED;
		}
		boolean whole = false;
		try {
			boolean taken = !fragment.first() || open.beginMessage(fragment.text(), fragment.deflated());
			taken = taken && open.sendFragment(fragment.bytes(), fragment.last());
			whole = true;
			return taken ? dataQueued() : REFUSED;
		}
		finally {
			requireWhole(whole);
		}
	}

	/**
	 * Takes steps of the closing handshake when the lock is given back.
	 * @param steps those that have waited for their turn
	 */
	final void closeInTurn(int steps) {
		requests().closeInTurn(steps);
	}

	/**
	 * Registers a future.
	 * @param done completes when what was sent so far is out
	 */
	final void await(CompletableFuture<@Nullable Void> done) {
		FlushWaiters waiting = requests().waiters();
		if (this.lost) {
			// it may have been what this one waits for
			waiting.addDropped(done);
		}
		else {
			waiting.add(dataQueued(), done);
		}
	}

	/**
	 * Notes that something that was taken for sending was not sent.
	 */
	final void lost() {
		this.lost = true;
	}

	/**
	 * Encodes a Pong, or keeps it until the earlier ones are out.
	 * @param payload the ping's payload, not kept unless it is a copy
	 */
	final void encodePong(ByteBuffer payload) {
		if (controlBytes() <= PONGS_APART) {
			protocol().sendPong(payload);
			if (this.requests != null) {
				requests().keepPong(null);
			}
		}
		else {
			requests().keepPong(Payloads.copy(payload));
		}
	}

	/**
	 * Encodes the Pong that was kept, if the earlier ones are out.
	 */
	final void encodeKeptPong() {
		OutboundRequests made = this.requests;
		ByteBuffer pong = (made != null) ? made.keptPong() : null;
		if (made != null && pong != null && controlBytes() == 0) {
			made.keepPong(null);
			protocol().sendPong(pong);
		}
	}

	/**
	 * Encodes a Ping.
	 * @param payload at most 125 bytes
	 * @param heartbeat whether its pong is counted on; there is one such ping at a time
	 */
	final void encodePing(ByteBuffer payload, boolean heartbeat) {
		// of others one may always wait
		if (heartbeat || encodedBytes() < highWaterMark() || controlBytes() == 0) {
			protocol().sendPing(payload);
		}
	}

	/**
	 * The bytes that wait, whether they are encoded or not. Any thread may ask.
	 * @return the count
	 */
	final long queuedBytes() {
		OutboundRequests made = this.requests;
		return encodedBytes() + ((made != null) ? made.waitingBytes() : 0);
	}

	/**
	 * Whether messages can still be sent; never again once they cannot. Any thread may
	 * ask.
	 * @return {@code false} from a Close or the loss of a message on
	 */
	final boolean maySend() {
		WebSocketProtocol open = this.protocol;
		return open != null && open.state().maySend() && !this.gap;
	}

	/**
	 * Whether neither side has begun to close. Any thread may ask.
	 * @return {@code false} before the upgrade, too
	 */
	final boolean isOpen() {
		WebSocketProtocol open = this.protocol;
		return open != null && open.state() == ClosingState.OPEN && askedClose() == null;
	}

	/**
	 * What this side closes with, or will close with. Any thread may ask.
	 * @return {@code null} if it was not asked to
	 */
	final @Nullable CloseStatus askedClose() {
		OutboundRequests made = this.requests;
		return (made != null) ? made.askedClose() : null;
	}

	/**
	 * Whether the connection speaks WebSocket. Any thread may ask.
	 * @return {@code true} from {@link #open} on
	 */
	final boolean isUpgraded() {
		return this.protocol != null;
	}

	/**
	 * The outbound half.
	 * @return the protocol
	 */
	final WebSocketProtocol protocol() {
		WebSocketProtocol open = this.protocol;
		if (open == null) {
			throw new IllegalStateException("The connection does not speak WebSocket yet");
		}
		return open;
	}

	/**
	 * A reader this slow is closed: what it has not been sent is dropped.
	 * @param status says why
	 */
	final void dropForSlowness(CloseStatus status) {
		if (!this.gap && protocol().state() == ClosingState.OPEN) {
			this.gap = true;
			this.lost = true;
			requests().waiting().dropped(DropReason.CLOSED, dropWaiting(), null);
			FlushWaiters waiting = requests().knownWaiters();
			if (waiting != null) {
				waiting.drop();
			}
			requests().close(status);
		}
	}

	/** For want of memory a message stays without its last frames; nothing may follow. */
	final void cutShort() {
		this.gap = true;
		this.lost = true;
		requests().close(Closes.SEND_FAILED);
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
		if (!taken) {
			return REFUSED;
		}
		messageEnds();
		return dataQueued();
	}

}
