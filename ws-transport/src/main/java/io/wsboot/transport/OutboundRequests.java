package io.wsboot.transport;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.wsboot.protocol.CloseStatus;
import io.wsboot.protocol.Violation;
import io.wsboot.protocol.WebSocketProtocol;
import org.jspecify.annotations.Nullable;

/**
 * What has been asked of an outbound half without taking its wire lock: the control slot.
 * <p>
 * Any thread adds; the holder of the wire lock applies.
 */
final class OutboundRequests {

	static final int STREAM_ENDED = 1;

	static final int DRAINED = 2;

	static final int ABORTED = 4;

	private static final int DEFERRED = 8;

	private static final int PONG = 16;

	static final int CLOSE = 32;

	private static final int CLOSE_RECEIVED = 64;

	static final int FAIL = 128;

	private static final VarHandle PENDING;

	private static final VarHandle ASKED_CLOSE;

	private static final VarHandle PING;

	static {
		try {
			MethodHandles.Lookup lookup = MethodHandles.lookup();
			PENDING = lookup.findVarHandle(OutboundRequests.class, "pending", int.class);
			ASKED_CLOSE = lookup.findVarHandle(OutboundRequests.class, "askedClose", CloseStatus.class);
			PING = lookup.findVarHandle(OutboundRequests.class, "ping", ByteBuffer.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	@SuppressWarnings("unused") // through PENDING
	private volatile int pending;

	/** The first close that was asked for; later ones do not count. */
	private volatile @Nullable CloseStatus askedClose;

	private volatile @Nullable CloseStatus received;

	private volatile @Nullable Violation violation;

	/** The newest ping to answer. */
	@SuppressWarnings("unused") // through PING
	private volatile @Nullable ByteBuffer ping;

	private volatile @Nullable ConcurrentLinkedQueue<Deferred> deferred;

	boolean isPending() {
		return this.pending != 0;
	}

	boolean isCloseAsked() {
		return this.askedClose != null;
	}

	void add(int request) {
		PENDING.getAndBitwiseOr(this, request);
	}

	void pong(ByteBuffer payload) {
		this.ping = payload;
		add(PONG);
	}

	void close(CloseStatus status) {
		if (announceClose(status)) {
			add(CLOSE);
		}
	}

	/**
	 * Says that {@link #CLOSE} will follow.
	 * @param status what to send then
	 * @return {@code false} if that was said before
	 */
	boolean announceClose(CloseStatus status) {
		return ASKED_CLOSE.compareAndSet(this, null, status);
	}

	void closeReceived(CloseStatus status) {
		this.received = status;
		add(CLOSE_RECEIVED);
	}

	/**
	 * Says that {@link #FAIL} will follow.
	 * @param rule what the peer did
	 */
	void announceFailure(Violation rule) {
		this.violation = rule;
	}

	void defer(Deferred later) {
		queue().add(later);
		add(DEFERRED);
	}

	/**
	 * Carries out what was asked for, in the order the protocol wants; the wire lock is
	 * held.
	 * @param wire encodes what was deferred
	 * @param protocol the outbound half
	 */
	void apply(Wire wire, WebSocketProtocol protocol) {
		int asked = (int) PENDING.getAndSet(this, 0);
		boolean done = false;
		try {
			apply(asked, wire, protocol);
			done = true;
		}
		finally {
			if (!done) {
				// for want of memory; the end of the connection must not be forgotten
				add(asked & ~PONG);
			}
		}
	}

	private void apply(int asked, Wire wire, WebSocketProtocol protocol) {
		if ((asked & DEFERRED) != 0) {
			encodeDeferred(wire);
		}
		if ((asked & PONG) != 0) {
			// taken at once: a newer one may arrive while this one is answered
			ByteBuffer newest = (ByteBuffer) PING.getAndSet(this, null);
			if (newest != null) {
				wire.encodePong(newest);
			}
		}
		applyClosing(asked, protocol);
		if ((asked & STREAM_ENDED) != 0) {
			protocol.streamEnded();
		}
		if ((asked & DRAINED) != 0) {
			protocol.drained();
		}
		if ((asked & ABORTED) != 0) {
			protocol.aborted();
		}
	}

	private void applyClosing(int asked, WebSocketProtocol protocol) {
		CloseStatus ours = this.askedClose;
		if ((asked & CLOSE) != 0 && ours != null) {
			protocol.close(ours);
		}
		Violation rule = this.violation;
		if ((asked & FAIL) != 0 && rule != null) {
			protocol.fail(rule);
		}
		CloseStatus theirs = this.received;
		if ((asked & CLOSE_RECEIVED) != 0 && theirs != null) {
			protocol.closeReceived(theirs);
		}
	}

	private void encodeDeferred(Wire wire) {
		ConcurrentLinkedQueue<Deferred> waiting = queue();
		for (Deferred next = waiting.poll(); next != null; next = waiting.poll()) {
			next.encode(wire);
		}
	}

	private ConcurrentLinkedQueue<Deferred> queue() {
		ConcurrentLinkedQueue<Deferred> waiting = this.deferred;
		if (waiting == null) {
			synchronized (this) {
				waiting = this.deferred;
				if (waiting == null) {
					waiting = new ConcurrentLinkedQueue<>();
					this.deferred = waiting;
				}
			}
		}
		return waiting;
	}

}
