package io.wsboot.transport;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

import io.wsboot.protocol.ClosingState;
import io.wsboot.protocol.MessageDeflater;
import io.wsboot.protocol.WebSocketProtocol;
import org.jspecify.annotations.Nullable;

/**
 * Who may encode. The wire lock covers "encode a frame and enqueue it", nothing longer,
 * and no callback.
 * <p>
 * An event loop never waits for it: what a loop wants while the lock is taken it leaves
 * as a request, which the holder carries out before anything else gets in. Where whole
 * messages need an order of their own, a {@link MessageTurn} comes before the lock.
 */
abstract class Wire extends WireEncoder {

	/** Where a message ends that was dropped, as its delivery or the policy allows. */
	static final long DROPPED = -2;

	private final EventLoop loop;

	private final OutboundGate.Owner owner;

	/**
	 * {@code null} as long as a message needs the lock only; set under the lock, and kept
	 * from then on.
	 */
	private volatile @Nullable MessageTurn turn;

	private volatile boolean closedByUs;

	Wire(EventLoop loop, OutboundGate.Owner owner, OutboundPolicy policy) {
		super(policy);
		this.loop = loop;
		this.owner = owner;
	}

	@Override
	final BufferPool pool() {
		return this.loop.buffers();
	}

	/**
	 * From now on the connection speaks WebSocket. Called once, on the loop.
	 * @param protocol encodes what is sent
	 * @param own what may wait for this session's peer
	 */
	@Override
	final void open(WebSocketProtocol protocol, OutboundPolicy own) {
		awaitLock();
		try {
			super.open(protocol, own);
			MessageDeflater deflater = protocol.deflater();
			if (deflater != null) {
				this.turn = new MessageTurn(this, deflater);
			}
		}
		finally {
			unlock();
		}
	}

	/**
	 * Whole messages need an order of their own from now on; the lock is held.
	 * @return the message turn
	 */
	final MessageTurn order() {
		MessageTurn ordered = this.turn;
		if (ordered == null) {
			ordered = new MessageTurn(this, null);
			this.turn = ordered;
		}
		return ordered;
	}

	/**
	 * Whole messages need an order of their own from now on. Takes the lock.
	 * @return the message turn
	 * @throws IllegalStateException if this is a loop and the lock is taken
	 */
	final MessageTurn ordered() {
		if (!enter()) {
			throw new IllegalStateException("An event loop does not wait for the wire");
		}
		try {
			return order();
		}
		finally {
			leave();
		}
	}

	/**
	 * What comes before the lock.
	 * @return the message turn, {@code null} if there is none yet
	 */
	final @Nullable MessageTurn knownTurn() {
		return this.turn;
	}

	/**
	 * Whether messages wait whose turn will come.
	 * @return {@code true} if what closes must not overtake them
	 */
	final boolean isTurnAwaited() {
		MessageTurn ordered = this.turn;
		return ordered != null && ordered.isAwaited();
	}

	/**
	 * Writes bytes that are no frames, before the connection speaks WebSocket.
	 * @param bytes the bytes, handed over
	 * @param end whether the stream ends behind them
	 */
	final void encodeRaw(ByteBuffer bytes, boolean end) {
		awaitLock();
		try {
			writeRaw(bytes);
			if (end) {
				end();
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
	final boolean lock() {
		if (EventLoop.isOnLoop()) {
			return tryLock();
		}
		awaitLock();
		return true;
	}

	/**
	 * Takes the lock and does first what others have asked for.
	 * @return {@code false} if this is a loop and the lock is taken
	 */
	final boolean enter() {
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
				unlock();
			}
		}
		return true;
	}

	/**
	 * Takes the lock for a message of this moment, and does first what others have asked
	 * for.
	 * @return {@code false} if the message must wait for its turn or for the peer, or
	 * this is a loop and the lock is taken
	 */
	final boolean enterUnordered() {
		if (!enterAhead()) {
			return false;
		}
		if (hasRoom()) {
			return true;
		}
		leave();
		return false;
	}

	/** As much as there is room for, and more. */
	private boolean enterAhead() {
		if (isOrdered() || !enter()) {
			return false;
		}
		if (!isOrdered()) {
			return true;
		}
		leave();
		return false;
	}

	/** Whether others come first. */
	private boolean isOrdered() {
		MessageTurn ordered = this.turn;
		return ordered != null && !ordered.isFree();
	}

	/**
	 * Gives the lock back, after what others have asked for meanwhile.
	 */
	final void leave() {
		do {
			try {
				applyRequests();
			}
			finally {
				unlock();
			}
		}
		while (isRequested() && tryLock());
		passTurn();
	}

	/**
	 * There may be room again: has messages that waited for it encoded, by this thread or
	 * by the one that has the turn.
	 */
	final void passTurn() {
		MessageTurn ordered = this.turn;
		if (ordered != null) {
			ordered.pass();
		}
	}

	/**
	 * Has the requests carried out, by this thread or by the holder of the lock.
	 */
	final void carryOut() {
		if (tryLock()) {
			leave();
		}
	}

	/**
	 * Puts the next entries in flight; the write claim is held.
	 * @return {@code false} if this is a loop and the lock is taken
	 */
	final boolean tryLaunch() {
		if (!lock()) {
			return false;
		}
		try {
			launch();
			encodeKeptPong();
		}
		finally {
			leave();
		}
		return true;
	}

	/**
	 * Encodes a message whose payload is only lent, and puts it in flight with all that
	 * waits; the write claim is held, and nothing is in flight.
	 * @param text whether it is text
	 * @param payload its payload
	 * @return where it ends in the data lane, -1 if it was refused,
	 * {@link SocketWriter#NOT_NOW} if it must be sent as any other
	 */
	final long launch(boolean text, ByteBuffer payload) {
		if (!enterAhead()) {
			return SocketWriter.NOT_NOW;
		}
		try {
			long end = message(text, payload, true, false);
			if (end >= 0) {
				lendLast();
				if (!launchAll()) {
					keepLent();
				}
			}
			return end;
		}
		finally {
			leave();
		}
	}

	/**
	 * Gives the buffers back; the write claim is held, and the connection is gone.
	 * @return {@code false} if this is a loop and the lock is taken
	 */
	final boolean tryDispose() {
		if (!lock()) {
			return false;
		}
		try {
			int messages = dropAll();
			if (messages > 0) {
				requests().waiting().dropped(DropReason.CLOSED, messages, null);
			}
		}
		finally {
			leave();
		}
		return true;
	}

	/**
	 * Lets a message wait for its turn, or for the peer.
	 * @param message the message
	 * @param delivery what it is worth
	 * @param done completes when it is out, fails when it is dropped; {@code null} if
	 * nobody asks
	 * @return {@link MessageTurn#NOT_YET}, {@link #DROPPED} or -1 if it was refused
	 */
	abstract long hold(Deferred message, Delivery delivery, @Nullable CompletableFuture<@Nullable Void> done);

	/**
	 * Whether this side left the open state first.
	 * @return {@code true} if we closed or failed the connection
	 */
	final boolean isClosedByUs() {
		return this.closedByUs;
	}

	final OutboundGate.Owner owner() {
		return this.owner;
	}

	final EventLoop loop() {
		return this.loop;
	}

	private void applyRequests() {
		if (isRequested()) {
			WebSocketProtocol open = protocol();
			ClosingState before = open.state();
			requests().apply(this);
			ClosingState after = open.state();
			if (after != before) {
				if (before == ClosingState.OPEN && (after == ClosingState.CLOSE_SENT || after == ClosingState.FAILED)) {
					this.closedByUs = true;
				}
				this.loop.execute(this.owner::closingStateChanged);
				if (isFinished()) {
					this.loop.execute(this.owner::outputEnded);
				}
			}
		}
	}

}
