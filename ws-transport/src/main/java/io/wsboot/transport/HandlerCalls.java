package io.wsboot.transport;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import io.wsboot.protocol.CloseStatus;
import io.wsboot.transport.UpgradeDecision.Accept;

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
			}
		}
		catch (Throwable failure) {
			failed(event, failure);
		}
		finally {
			// the buffer is lent to others next, who read numbers from it
			payload.order(ByteOrder.BIG_ENDIAN);
		}
		if (event == InboundBatch.Event.CLOSED) {
			this.context.sessions().toldOfEnd();
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

	private void failed(InboundBatch.Event event, Throwable failure) {
		logger.log(Level.WARNING, () -> "Handler " + this.handler.getClass().getName() + " of session "
				+ this.session.id() + " failed in " + event, failure);
		if (event != InboundBatch.Event.CLOSED) {
			this.gate.close(Closes.HANDLER_FAILED);
		}
	}

}
