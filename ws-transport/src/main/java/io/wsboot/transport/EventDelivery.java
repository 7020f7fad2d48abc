package io.wsboot.transport;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;

import io.wsboot.protocol.CloseStatus;
import io.wsboot.transport.InboundBatch.Event;
import org.jspecify.annotations.Nullable;

/**
 * Takes the events of one session to its handler, in wire order: directly on the loop, or
 * in a batch for each pass to the session's executor; and says when reading must pause
 * because one of the two cannot follow. Confined to the loop.
 */
final class EventDelivery {

	private static final ByteBuffer NO_PAYLOAD = ByteBuffer.allocate(0);

	private final EventLoop loop;

	private final OutboundGate gate;

	private final HandlerCalls calls;

	/** {@code null} when callbacks run on the loop. */
	private final @Nullable SerialExecutor serial;

	private final @Nullable Backlog backlog;

	/** The events of this pass, for the executor. */
	private @Nullable InboundBatch batch;

	/** Tasks that wait for a callback on the loop that goes on elsewhere. */
	private @Nullable ArrayDeque<Runnable> waiting;

	/** The last event, which waits for a callback on the loop that goes on elsewhere. */
	private @Nullable CloseStatus lastStatus;

	private long passBegun;

	/** Messages handled on the loop in this pass. */
	private int handledNow;

	/** Whether messages, or parts of one, were handled on the loop in this pass. */
	private boolean dataNow;

	/**
	 * Delivers on the loop.
	 * @param connection the session's connection
	 * @param calls the session's callbacks
	 */
	EventDelivery(Connection connection, HandlerCalls calls) {
		this.loop = connection.loop();
		this.gate = connection.gate();
		this.calls = calls;
		this.serial = null;
		this.backlog = null;
	}

	/**
	 * Delivers on an executor.
	 * @param connection the session's connection, whose reading is resumed
	 * @param calls the session's callbacks
	 * @param executor runs them
	 * @param maxBacklog messages, or parts of them, that may wait
	 * @param maxBytes bytes of them that may wait
	 */
	EventDelivery(Connection connection, HandlerCalls calls, Executor executor, int maxBacklog, long maxBytes) {
		this.loop = connection.loop();
		this.gate = connection.gate();
		this.calls = calls;
		this.backlog = new Backlog(maxBacklog, maxBytes,
				() -> this.loop.execute(() -> connection.resume(Connection.PAUSED_BY_BACKLOG)));
		this.serial = new SerialExecutor(this.loop.runQueue(executor), calls, this.gate, this.backlog);
	}

	/**
	 * A read is going to be decoded: replies made on the loop leave together.
	 */
	void passBegins() {
		if (this.serial == null) {
			this.passBegun = System.nanoTime();
			this.handledNow = 0;
			this.dataNow = false;
			this.gate.cork();
		}
	}

	/**
	 * A read has been decoded.
	 */
	void passEnds() {
		if (this.serial != null) {
			submit();
			return;
		}
		this.gate.uncork();
		if (this.dataNow) {
			this.calls.handled(this.handledNow, System.nanoTime() - this.passBegun);
		}
	}

	/**
	 * Delivers what the peer may send as much of as it likes. Whatever the handler is
	 * told of counts: none of it may pile up.
	 * @param event a message or a part of one, or a control frame
	 * @param payload its payload, borrowed
	 * @return the reason why reading must pause, 0 if it need not
	 */
	int deliver(Event event, ByteBuffer payload) {
		int length = payload.remaining();
		if (this.serial != null && this.backlog != null) {
			batch().add(event, payload);
			return this.backlog.read(length) ? Connection.PAUSED_BY_BACKLOG : 0;
		}
		this.dataNow |= event.isData();
		if (event.isMessage()) {
			this.handledNow++;
		}
		this.calls.handle(event, payload, CloseStatus.ABNORMAL);
		return (this.gate.isStrained() ? Connection.PAUSED_BY_OUTPUT : 0)
				| (isSuspended() ? Connection.PAUSED_BY_HANDLER : 0);
	}

	/**
	 * Delivers the peer's Close; on an executor, at the end of the pass.
	 * @param status its status
	 */
	void closeReceived(CloseStatus status) {
		if (this.serial != null) {
			batch().add(Event.CLOSE_RECEIVED, status);
		}
		else {
			this.gate.closeReceived(status);
		}
	}

	/**
	 * Delivers the end that a violation brings; on an executor, at the end of the pass.
	 * What was right is answered first.
	 */
	void violated() {
		if (this.serial != null) {
			batch().add(Event.VIOLATED);
		}
		else {
			this.gate.fail();
		}
	}

	/**
	 * Delivers what has no payload, outside of a pass.
	 * @param event what happened
	 * @return the reason why reading must pause, 0 if it need not
	 */
	int tell(Event event) {
		if (this.serial != null) {
			batch().add(event);
			submit();
			return 0;
		}
		this.calls.handle(event, NO_PAYLOAD, CloseStatus.ABNORMAL);
		return isSuspended() ? Connection.PAUSED_BY_HANDLER : 0;
	}

	/**
	 * Runs a task among the callbacks, outside of a pass.
	 * @param task the task
	 * @return the reason why reading must pause, 0 if it need not
	 */
	int execute(Runnable task) {
		if (this.serial != null) {
			batch().add(task);
			submit();
			return 0;
		}
		if (this.calls.suspension() != null) {
			if (this.waiting == null) {
				this.waiting = new ArrayDeque<>(2);
			}
			this.waiting.add(task);
			return 0;
		}
		this.calls.run(task);
		return isSuspended() ? Connection.PAUSED_BY_HANDLER : 0;
	}

	/**
	 * Delivers the last event.
	 * @param status why the session ended
	 */
	void end(CloseStatus status) {
		if (this.serial != null) {
			batch().add(Event.CLOSED, status);
			submit();
			this.serial.end();
		}
		else if (this.calls.suspension() != null) {
			this.lastStatus = status;
			this.calls.sessionEnded();
		}
		else {
			tellOfEnd(status);
		}
	}

	private void tellOfEnd(CloseStatus status) {
		this.calls.handle(Event.CLOSED, NO_PAYLOAD, status);
		if (isSuspended()) {
			this.calls.sessionEnded();
		}
	}

	/** Whether a callback on the loop goes on elsewhere; the loop is then woken. */
	private boolean isSuspended() {
		HandlerSuspension suspension = this.calls.suspension();
		while (suspension != null && !suspension.park(this::goOn)) {
			suspension = this.calls.suspension();
		}
		return suspension != null;
	}

	private void goOn() {
		if (isSuspended() || !runWaiting()) {
			return;
		}
		CloseStatus last = this.lastStatus;
		if (last != null) {
			this.lastStatus = null;
			tellOfEnd(last);
		}
		else {
			this.calls.resumeReading();
		}
	}

	/**
	 * The peer has read replies: callbacks that waited for it go on.
	 */
	void relaxed() {
		if (this.serial != null) {
			this.serial.relaxed();
		}
	}

	/**
	 * Runs tasks that have waited.
	 * @return {@code false} if one of them goes on elsewhere
	 */
	private boolean runWaiting() {
		ArrayDeque<Runnable> tasks = this.waiting;
		while (tasks != null && !tasks.isEmpty()) {
			this.calls.run(tasks.remove());
			if (isSuspended()) {
				return false;
			}
		}
		this.waiting = null;
		return true;
	}

	private InboundBatch batch() {
		if (this.batch == null) {
			this.batch = this.loop.takeBatch();
		}
		return this.batch;
	}

	private void submit() {
		InboundBatch full = this.batch;
		if (full != null && this.serial != null) {
			this.batch = null;
			if (full.messages() > 1) {
				this.gate.watchCork();
			}
			this.serial.submit(full);
		}
	}

}
