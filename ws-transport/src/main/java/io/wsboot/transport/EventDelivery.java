package io.wsboot.transport;

import java.nio.ByteBuffer;
import java.util.concurrent.Executor;

import io.wsboot.protocol.CloseStatus;
import io.wsboot.protocol.ProtocolLimits;
import io.wsboot.transport.InboundBatch.Event;
import io.wsboot.transport.UpgradeDecision.Accept;
import org.jspecify.annotations.Nullable;

/**
 * Takes the events of one session to its handler, in wire order: directly on the loop, or
 * in a batch for each pass to the session's executor; and says when reading must pause
 * because one of the two cannot follow. A layer of a {@link WebSocketStage}, confined to
 * the loop.
 */
abstract class EventDelivery extends HandlerCalls {

	private static final ByteBuffer NO_PAYLOAD = ByteBuffer.allocate(0);

	/** Bytes in chunks that may wait for the handler. */
	private static final long CHUNKS_WAITING = 1024 * 1024;

	/** {@code null} when callbacks run on the loop. */
	private final @Nullable SerialExecutor serial;

	/** {@code null} while nothing waits on the loop for a callback. */
	private @Nullable PostponedCallbacks postponed;

	EventDelivery(Connection connection, OutboundGate gate, TransportContext context, Accept decision) {
		super(connection, gate, context, decision);
		Executor executor = decision.executor();
		this.serial = (executor != null) ? new SerialExecutor(loop().runQueue(executor), this,
				context.options().maxBacklog(), backlogBytes(limits(context, decision), decision.handler())) : null;
	}

	/**
	 * The limits of a session's messages.
	 * @param context what the sessions have in common
	 * @param decision may have limits of its own
	 * @return the session's own limits, or those of all
	 */
	static ProtocolLimits limits(TransportContext context, Accept decision) {
		ProtocolLimits own = decision.limits();
		return (own != null) ? own : context.options().limits();
	}

	/** Twice a message; or, of messages that are never there as a whole, a little. */
	private static long backlogBytes(ProtocolLimits limits, WsHandler handler) {
		long most = limits.maxMessageSize();
		return (handler.wantsChunks() && most > CHUNKS_WAITING / 2) ? CHUNKS_WAITING : 2 * most;
	}

	/**
	 * A read is going to be decoded: replies made on the loop leave together.
	 */
	final void passBegins() {
		if (this.serial == null) {
			loop().handledPass().begin();
			gate().cork();
		}
	}

	/**
	 * A read has been decoded.
	 */
	final void passEnds() {
		if (this.serial != null) {
			this.serial.submitGathered();
			return;
		}
		gate().uncork();
		loop().handledPass().end(this);
	}

	/**
	 * Delivers what the peer may send as much of as it likes. Whatever the handler is
	 * told of counts: none of it may pile up.
	 * @param event a message or a part of one, or a control frame
	 * @param payload its payload, borrowed
	 * @return the reason why reading must pause, 0 if it need not
	 */
	final int handOn(Event event, ByteBuffer payload) {
		if (this.serial != null) {
			return this.serial.gather(event, payload) ? Connection.PAUSED_BY_BACKLOG : 0;
		}
		loop().handledPass().handles(event);
		loop().fanOuts().callbackBegins();
		handle(event, loop().receiveBuffer().lend(payload), CloseStatus.ABNORMAL);
		return (gate().isStrained() ? Connection.PAUSED_BY_OUTPUT : 0) | pauseBehindCallback();
	}

	/**
	 * Delivers the peer's Close; on an executor, at the end of the pass.
	 * @param status its status
	 */
	final void closeReceived(CloseStatus status) {
		if (this.serial != null) {
			this.serial.gathered().add(Event.CLOSE_RECEIVED, status);
		}
		else {
			gate().closeReceived(status);
		}
	}

	/**
	 * Delivers the end that a violation brings; on an executor, at the end of the pass.
	 * What was right is answered first.
	 */
	final void violated() {
		if (this.serial != null) {
			this.serial.gathered().add(Event.VIOLATED);
		}
		else {
			gate().fail();
		}
	}

	/**
	 * Delivers what has no payload, outside of a pass.
	 * @param event what happened
	 * @return the reason why reading must pause, 0 if it need not
	 */
	final int tell(Event event) {
		if (this.serial != null) {
			this.serial.gathered().add(event);
			this.serial.submitGathered();
			return 0;
		}
		loop().fanOuts().callbackBegins();
		handle(event, NO_PAYLOAD, CloseStatus.ABNORMAL);
		return pauseBehindCallback();
	}

	/**
	 * Runs a task among the callbacks, outside of a pass.
	 * @param task the task
	 * @return the reason why reading must pause, 0 if it need not
	 */
	final int runAmongCallbacks(Runnable task) {
		if (this.serial != null) {
			this.serial.gathered().add(task);
			this.serial.submitGathered();
			return 0;
		}
		if (mustPostpone()) {
			postponed().add(task);
			return 0;
		}
		loop().fanOuts().callbackBegins();
		run(task);
		return pauseBehindCallback();
	}

	/**
	 * Delivers the last event.
	 * @param status why the session ended
	 */
	final void tellOfEnd(CloseStatus status) {
		if (this.serial != null) {
			this.serial.gathered().add(Event.CLOSED, status);
			this.serial.submitGathered();
			this.serial.end();
		}
		else if (mustPostpone()) {
			postponed().end(status);
			tellSuspension();
		}
		else {
			tellOfEndNow(status);
		}
	}

	/** Whether a callback goes on elsewhere, or what waits for it has not been run. */
	private boolean mustPostpone() {
		return suspension() != null || this.postponed != null;
	}

	private void tellOfEndNow(CloseStatus status) {
		handle(Event.CLOSED, NO_PAYLOAD, status);
		isSuspended();
	}

	/** Why reading must pause after a callback on the loop. */
	private int pauseBehindCallback() {
		FanOuts exceeded = loop().fanOuts().exceeded();
		if (exceeded != null) {
			exceeded.whenHalfIsLeft(() -> loop().execute(() -> connection().resume(Connection.PAUSED_BY_FAN_OUTS)));
		}
		return (isSuspended() ? Connection.PAUSED_BY_HANDLER : 0)
				| ((exceeded != null) ? Connection.PAUSED_BY_FAN_OUTS : 0);
	}

	/** Whether a callback on the loop goes on elsewhere; the loop is then woken. */
	private boolean isSuspended() {
		HandlerSuspension suspension = suspension();
		while (suspension != null && !suspension.park(this::goOn)) {
			suspension = suspension();
		}
		if (suspension != null && isEndDue()) {
			tellSuspension();
		}
		return suspension != null;
	}

	/** Whether the last callback waits, or has been called and goes on. */
	private boolean isEndDue() {
		return isLastCallGoingOn() || (this.postponed != null && this.postponed.lastStatus() != null);
	}

	private void goOn() {
		if (isSuspended() || !runPostponed()) {
			return;
		}
		CloseStatus last = (this.postponed != null) ? this.postponed.lastStatus() : null;
		this.postponed = null;
		if (last != null) {
			tellOfEndNow(last);
		}
		else {
			connection().resume(Connection.PAUSED_BY_HANDLER);
		}
	}

	/**
	 * Runs tasks that have waited.
	 * @return {@code false} if one of them goes on elsewhere
	 */
	private boolean runPostponed() {
		PostponedCallbacks waiting = this.postponed;
		Runnable task = (waiting != null) ? waiting.nextTask() : null;
		while (waiting != null && task != null) {
			run(task);
			if (isSuspended()) {
				return false;
			}
			task = waiting.nextTask();
		}
		return true;
	}

	private PostponedCallbacks postponed() {
		PostponedCallbacks waiting = this.postponed;
		if (waiting == null) {
			waiting = new PostponedCallbacks();
			this.postponed = waiting;
		}
		return waiting;
	}

	/**
	 * The peer has read replies: callbacks that waited for it go on.
	 */
	final void callbacksGoOn() {
		if (this.serial != null) {
			this.serial.relaxed();
		}
	}

}
