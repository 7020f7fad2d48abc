package io.wsboot.transport;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import io.wsboot.protocol.CloseStatus;
import org.jspecify.annotations.Nullable;

/**
 * Calls the handler of one session and survives what it throws: the session is then
 * closed with 1011, once, and nobody else is touched.
 * <p>
 * Called by one thread at a time, the loop's or the one that runs the session's
 * {@link SerialExecutor}.
 */
final class HandlerCalls {

	private static final Logger logger = System.getLogger(HandlerCalls.class.getName());

	private final Session session;

	private final WsHandler handler;

	private final TransportListener listener;

	private final OutboundGate gate;

	/** Whether the last callback has been called, but perhaps goes on. */
	private boolean ended;

	HandlerCalls(Session session, WsHandler handler, TransportListener listener, OutboundGate gate) {
		this.session = session;
		this.handler = handler;
		this.listener = listener;
		this.gate = gate;
	}

	/**
	 * Handles one event.
	 * @param event what happened
	 * @param payload its payload, borrowed
	 * @param status the status of a Close, or of the end
	 */
	void handle(InboundBatch.Event event, ByteBuffer payload, CloseStatus status) {
		try {
			switch (event) {
				case OPENED -> this.handler.onOpen(this.session);
				case TEXT -> this.handler.onTextBytes(this.session, payload, false);
				case ASCII_TEXT -> this.handler.onTextBytes(this.session, payload, true);
				case BINARY -> this.handler.onBinary(this.session, payload);
				case TEXT_CHUNK -> this.handler.onChunk(this.session, true, payload, false);
				case LAST_TEXT_CHUNK -> this.handler.onChunk(this.session, true, payload, true);
				case BINARY_CHUNK -> this.handler.onChunk(this.session, false, payload, false);
				case LAST_BINARY_CHUNK -> this.handler.onChunk(this.session, false, payload, true);
				case PING -> this.handler.onPing(this.session, payload);
				case PONG -> this.handler.onPong(this.session, payload);
				case CLOSE_RECEIVED -> this.gate.closeReceived(status);
				case VIOLATED -> this.gate.fail();
				case STREAM_ENDED -> this.gate.drained();
				case CLOSED -> this.handler.onClose(this.session, status);
				case TASK -> throw new IllegalArgumentException("A task is run, not handled");
			}
		}
		catch (Throwable failure) {
			failed(event.name(), failure);
		}
		finally {
			// the buffer is lent to others next, who read numbers from it
			payload.order(ByteOrder.BIG_ENDIAN);
		}
		this.ended |= event == InboundBatch.Event.CLOSED;
	}

	/**
	 * Whether callbacks must wait for one that was suspended; if not any more, runs the
	 * rest of it. Must follow each callback.
	 * @return the suspension, {@code null} if callbacks may go on
	 */
	@Nullable HandlerSuspension suspension() {
		HandlerSuspension suspension = this.session.suspension();
		while (suspension != null) {
			Runnable rest = suspension.rest();
			if (rest == null) {
				return suspension;
			}
			this.session.suspension(null);
			run(rest);
			suspension = this.session.suspension();
		}
		if (this.ended) {
			this.ended = false;
			this.session.toldOfEnd();
		}
		return null;
	}

	/**
	 * Runs a task of the application.
	 * @param task the task
	 */
	void run(Runnable task) {
		try {
			task.run();
		}
		catch (Throwable failure) {
			failed("a task", failure);
		}
	}

	/** Reading goes on. Called on the loop. */
	void resumeReading() {
		this.session.connection().resume(Connection.PAUSED_BY_HANDLER);
	}

	/**
	 * The session has ended. If a callback is suspended it is told. Called on the loop.
	 */
	void sessionEnded() {
		HandlerSuspension suspension = this.session.suspension();
		if (suspension != null) {
			suspension.sessionEnded();
		}
	}

	/**
	 * Tells how long handling took.
	 * @param messages how many messages were handled; 0 if it was part of one
	 * @param nanos in which time
	 */
	void handled(int messages, long nanos) {
		this.listener.messagesHandled(messages, nanos);
	}

	/** After the end of the session closing it does nothing. */
	private void failed(String callback, Throwable failure) {
		logger.log(Level.WARNING, () -> "Handler " + this.handler.getClass().getName() + " of session "
				+ this.session.id() + " failed in " + callback, failure);
		this.gate.close(Closes.HANDLER_FAILED);
	}

}
