package io.wsboot.transport;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.Executor;

import io.wsboot.protocol.CloseStatus;
import io.wsboot.transport.UpgradeDecision.Accept;
import org.jspecify.annotations.Nullable;

/**
 * Calls the handler of one session and survives what it throws: the session is then
 * closed with 1011, once, and nobody else is touched. The innermost layer of a
 * {@link WebSocketStage}.
 * <p>
 * Called by one thread at a time, the loop's or the one that runs the session's
 * {@link SerialExecutor}.
 */
class HandlerCalls {

	private static final Logger logger = System.getLogger(HandlerCalls.class.getName());

	private final Connection connection;

	private final OutboundGate gate;

	private final TransportContext context;

	private final TransportListener listener;

	private final WsHandler handler;

	private final Session session;

	/** {@code null} if nothing surrounds the callbacks. */
	private final @Nullable CallbackScope scope;

	/** Of a callback that goes on elsewhere; of who runs the callbacks. */
	private @Nullable HandlerSuspension suspension;

	/** Whether the last callback has been called, but perhaps goes on. */
	private boolean ended;

	/** Whether the executor has taken nothing for too long. */
	private volatile boolean executorGivenUp;

	/**
	 * The callbacks of a session.
	 * @param connection the session's connection
	 * @param gate the connection's outbound half
	 * @param context what the sessions have in common
	 * @param decision who handles the session, and who observes it
	 */
	HandlerCalls(Connection connection, OutboundGate gate, TransportContext context, Accept decision) {
		TransportListener own = decision.listener();
		this.connection = connection;
		this.gate = gate;
		this.context = context;
		this.listener = (own != null) ? GuardedListener.of(own) : context.listener();
		this.handler = decision.handler();
		this.scope = decision.scope();
		this.session = new Session(gate, this, decision.subprotocol());
	}

	final Connection connection() {
		return this.connection;
	}

	final OutboundGate gate() {
		return this.gate;
	}

	final EventLoop loop() {
		return this.gate.loop();
	}

	final TransportContext context() {
		return this.context;
	}

	final TransportListener listener() {
		return this.listener;
	}

	final Session session() {
		return this.session;
	}

	/**
	 * Handles one event.
	 * @param event what happened
	 * @param payload its payload, borrowed
	 * @param status the status of a Close, or of the end
	 */
	final void handle(InboundBatch.Event event, ByteBuffer payload, CloseStatus status) {
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
		if (this.suspension instanceof Continuation begun && event.isData()) {
			begun.handlesMessage();
		}
		this.ended |= event == InboundBatch.Event.CLOSED;
	}

	/**
	 * Callbacks are about to run on the current thread, which is not the loop.
	 * @param more {@code false} if the session merely opens or ends
	 * @return to be {@linkplain #leave left}; {@code null} if nothing surrounds them
	 */
	final CallbackScope.@Nullable Entered enter(boolean more) {
		if (this.scope == null) {
			return null;
		}
		try {
			return this.scope.enter(this.session, more);
		}
		catch (Throwable failure) {
			scopeFailed(failure);
			return null;
		}
	}

	/**
	 * The callbacks have returned.
	 * @param entered what {@link #enter} returned
	 */
	final void leave(CallbackScope.@Nullable Entered entered) {
		if (entered == null) {
			return;
		}
		try {
			entered.leave();
		}
		catch (Throwable failure) {
			scopeFailed(failure);
		}
	}

	private void scopeFailed(Throwable failure) {
		logger.log(Level.WARNING, () -> "What surrounds the callbacks of session " + this.session.id()
				+ " failed; they run without it. Correct the CallbackScope", failure);
	}

	/**
	 * Whether a callback goes on elsewhere, or is through and has left something to do.
	 */
	final boolean hasSuspension() {
		return this.suspension != null;
	}

	/**
	 * Runs a task of the application.
	 * @param task the task
	 */
	final void run(Runnable task) {
		try {
			task.run();
		}
		catch (Throwable failure) {
			failed("a task", failure);
		}
	}

	/**
	 * The callback that runs goes on when it has returned. Called within it.
	 * @param told told, on the loop, when the session ends meanwhile
	 * @return ends the suspension
	 * @throws IllegalStateException if it was suspended before
	 */
	final Suspension suspend(Runnable told) {
		return (this.suspension instanceof Continuation running && running.isRunning()) ? running.suspend(told)
				: begin(new HandlerSuspension(loop(), told));
	}

	/**
	 * The callback that runs goes on on another thread when it has returned. Called
	 * within it.
	 * @param executor runs the rest
	 * @param rest the rest of the callback
	 * @throws IllegalStateException if it was suspended before
	 */
	final void continueOn(Executor executor, Runnable rest) {
		Continuation begun = new Continuation(this, executor, rest);
		if (this.suspension instanceof Continuation running && running.isRunning()) {
			running.begin(begun);
		}
		else {
			begin(begun);
		}
	}

	/**
	 * Callbacks wait for what has begun.
	 * @param begun a callback that goes on elsewhere
	 * @return the same
	 * @throws IllegalStateException if it was suspended before
	 */
	final <S extends HandlerSuspension> S begin(S begun) {
		if (this.suspension != null) {
			throw HandlerSuspension.suspendedBefore();
		}
		this.suspension = begun;
		return begun;
	}

	/**
	 * Whether callbacks must wait for one that was suspended; if not any more, runs the
	 * rest of it. Must follow each callback.
	 * @return the suspension, {@code null} if callbacks may go on
	 */
	final @Nullable HandlerSuspension suspension() {
		HandlerSuspension present = this.suspension;
		while (present != null) {
			Runnable rest = present.rest();
			if (rest == null) {
				return present;
			}
			this.suspension = null;
			run(rest);
			present = this.suspension;
		}
		if (this.ended) {
			this.ended = false;
			this.context.sessions().toldOfEnd();
		}
		return null;
	}

	/**
	 * The session has ended. If a callback is suspended it is told. Called on the loop.
	 */
	final void tellSuspension() {
		HandlerSuspension present = this.suspension;
		if (present != null) {
			present.sessionEnded();
		}
	}

	/**
	 * Tells how long handling took.
	 * @param messages how many messages were handled; 0 if it was part of one
	 * @param nanos in which time
	 */
	final void handled(int messages, long nanos) {
		this.listener.messagesHandled(messages, nanos);
	}

	/**
	 * Whether the last callback has been called, and goes on.
	 */
	final boolean isLastCallGoingOn() {
		return this.ended;
	}

	/**
	 * The executor is of no use: the session ends.
	 */
	final void giveUpExecutor() {
		this.executorGivenUp = true;
		this.gate.close(Closes.EXECUTOR_FULL);
	}

	final boolean isExecutorGivenUp() {
		return this.executorGivenUp;
	}

	/** After the end of the session closing it does nothing. */
	private void failed(String callback, Throwable failure) {
		logger.log(Level.WARNING,
				() -> "Handler " + this.handler.getClass().getName() + " of session " + this.session.id()
						+ " failed in " + callback
						+ ", and the session is closed with 1011. Have the handler catch what need not end it",
				failure);
		this.gate.close(Closes.HANDLER_FAILED);
	}

}
