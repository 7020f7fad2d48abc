package io.wsboot.transport;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

import io.wsboot.protocol.CloseStatus;
import io.wsboot.protocol.ClosingState;
import io.wsboot.protocol.PerMessageDeflate;
import io.wsboot.protocol.Role;
import io.wsboot.protocol.Violation;
import io.wsboot.transport.InboundBatch.Event;
import io.wsboot.transport.UpgradeDecision.Accept;
import org.jspecify.annotations.Nullable;

/**
 * Between the protocol and the handler of one session: what the peer says goes to the
 * handler, what the handler wants goes to the peer, and each way out of the session ends
 * in one {@code onClose}. Confined to the loop.
 * <p>
 * It is one object in layers, each of which knows only those below: {@link HandlerCalls},
 * {@link EventDelivery} which says on which thread, {@link Heartbeat} and
 * {@link SessionDeadlines} which watch the time, {@link InboundMessages}, and this one
 * for the beginning and the end. As objects of their own they would cost an idle
 * connection 150 bytes more.
 */
final class WebSocketStage extends InboundMessages implements Stage {

	private static final Logger logger = System.getLogger(WebSocketStage.class.getName());

	private final long openedAt;

	/**
	 * A session begins; {@link #open(long, Consumer)} must follow.
	 * @param connection the connection, which has been upgraded
	 * @param role which side this is
	 * @param context what the sessions have in common
	 * @param decision who handles the session, and how
	 * @param deflate the compression agreed on; {@code null} for none
	 */
	WebSocketStage(Connection connection, Role role, TransportContext context, Accept decision,
			@Nullable PerMessageDeflate deflate) {
		super(connection, role, context, decision, deflate);
		this.openedAt = loop().now();
	}

	/**
	 * The session is open: from here on it ends with exactly one {@code onClose}.
	 * @param handshakeNanos how long the opening handshake took
	 * @param opened told before anybody else; {@code null} for nobody
	 */
	void open(long handshakeNanos, @Nullable Consumer<? super WsSession> opened) {
		context().sessions().add(session());
		if (opened != null) {
			opened.accept(session());
		}
		listener().sessionOpened(session(), handshakeNanos);
		if (hasOwnListener()) {
			context().listener().sessionOpened(session(), handshakeNanos);
		}
		pauseFor(tell(Event.OPENED));
		beginHeartbeat(this.openedAt);
		connection().wakeBy(deadline(this.openedAt));
	}

	@Override
	public void receive(ByteBuffer in) {
		decode(in);
	}

	@Override
	public void streamEnded() {
		SessionEnding end = ending();
		end.streamEnded();
		protocol().endInput();
		boolean settled = end.isSettledByPeer();
		if (!settled || isSettled(protocol().state())) {
			gate().streamEnded();
		}
		if (!settled) {
			closing();
			tell(Event.STREAM_ENDED);
		}
	}

	@Override
	public void close(CloseStatus status) {
		ending().closedByPeer(status);
		closing();
		closeReceived(status);
	}

	@Override
	public void violation(Violation violation) {
		logger.log(Level.DEBUG, () -> "The peer of " + session() + " broke a rule: " + violation.code() + " ("
				+ violation.section() + ")");
		ending().brokenBy(violation);
		Limit limit = Limit.of(violation);
		if (limit != null) {
			reached(limit);
		}
		gate().violated(violation);
		closing();
		violated();
	}

	@Override
	public void outputEnded() {
		finish();
		connection().linger();
	}

	@Override
	public void closed() {
		finish();
	}

	/**
	 * The closing handshake went on.
	 */
	void closingStateChanged() {
		ClosingState state = protocol().state();
		Limit limit = (state == ClosingState.OPEN) ? null : Closes.limit(gate().askedClose());
		if (limit != null) {
			reached(limit);
		}
		if (state == ClosingState.CLOSED) {
			if (!gate().isEnding()) {
				connection().linger();
			}
		}
		else if (isSettled(state) && ending().isStreamEnded()) {
			gate().streamEnded();
		}
		else if (state != ClosingState.OPEN) {
			closing();
			// else the peer's Close would never be read
			connection().resume(Connection.PAUSED_BY_APPLICATION);
		}
	}

	/**
	 * The application wants to read nothing for a while, which ends with its Close.
	 */
	void pauseReading() {
		if (protocol().state() == ClosingState.OPEN) {
			connection().pause(Connection.PAUSED_BY_APPLICATION);
		}
	}

	/**
	 * Runs a task among the callbacks, unless the last one is due.
	 * @param task the task
	 */
	void execute(Runnable task) {
		if (!isFinished()) {
			pauseFor(runAmongCallbacks(task));
		}
	}

	/**
	 * The kernel takes no more.
	 */
	void writeBlocked() {
		listener().writeStalled();
		awaitRoom();
	}

	/**
	 * The connection reads again after a pause.
	 */
	void readingGoesOn() {
		tellOfResumption();
		peerMayGoOn();
	}

	/**
	 * The peer has read replies.
	 */
	void relaxed() {
		callbacksGoOn();
		connection().resume(Connection.PAUSED_BY_OUTPUT);
	}

	/**
	 * Messages were dropped.
	 */
	void tellDrops() {
		gate().tellDrops(listener());
	}

	/**
	 * The session was closed because all together keep too much for their peers, and what
	 * is in flight is too much, too.
	 */
	void budgetExceeded() {
		logger.log(Level.DEBUG, () -> "The peer of " + session() + " does not read its Close: the connection is ended");
		reached(Limit.MEMORY_BUDGET);
		giveUp();
	}

	@Override
	public long deadline(long now) {
		return nextDeadline(now);
	}

	/** Handlers that take too long do not keep a peer waiting that wants to close. */
	@Override
	void closeExpired() {
		ClosingState state = protocol().state();
		CloseStatus peerClose = ending().peerClose();
		if (peerClose != null && state == ClosingState.OPEN) {
			gate().closeReceived(peerClose);
			closing();
		}
		else if (ending().violation() != null && state == ClosingState.OPEN) {
			gate().fail();
			closing();
		}
		else {
			logger.log(Level.DEBUG, () -> "The closing handshake of " + session() + " took too long in " + state);
			reached(Limit.CLOSE_TIMEOUT);
			giveUp();
		}
	}

	@Override
	void messageExpired() {
		reached(Limit.MESSAGE_TIMEOUT);
		gate().close(Closes.MESSAGE_TIMEOUT);
	}

	@Override
	void ageReached() {
		reached(Limit.AGE);
		gate().close(Closes.MAX_AGE);
	}

	@Override
	void writeExpired() {
		logger.log(Level.DEBUG, () -> "The peer of " + session() + " reads nothing: the connection is ended");
		reached(Limit.WRITE_TIMEOUT);
		if (gate().askedClose() == null) {
			ending().because(CloseReason.WRITE_TIMEOUT);
		}
		gate().close(Closes.SLOW_CONSUMER);
		giveUp();
	}

	@Override
	void heartbeatMissed() {
		logger.log(Level.DEBUG, () -> "The peer of " + session() + " did not answer a ping: the connection is ended");
		listener().heartbeatMissed();
		ending().because(CloseReason.HEARTBEAT_MISSED);
		giveUp();
	}

	private void pauseFor(int reason) {
		if (reason != 0) {
			connection().pause(reason);
		}
	}

	private void reached(Limit limit) {
		if (ending().limit()) {
			context().reports().reached(limit, connection().peerAddress(), listener());
		}
	}

	private void giveUp() {
		ending().giveUp();
		connection().close();
	}

	/** The session ends: it gives back what it holds, then the handler hears of it. */
	private void finish() {
		SessionEnding end = ending();
		if (!end.finish()) {
			return;
		}
		protocol().endInput();
		context().sessions().remove(session());
		giveBounds();
		tellDrops();
		CloseStatus status = end.status(protocol().closeStatus());
		tellOfResumption();
		boolean ours = gate().isClosedByUs() || end.isOurs();
		SessionEnd told = new SessionEnd(status, end.reason(ours, gate().askedClose()), ours,
				loop().time() - this.openedAt);
		listener().sessionClosed(session(), told);
		if (hasOwnListener()) {
			context().listener().sessionClosed(session(), told);
		}
		SessionLog.closed(session(), told, connection().received(), gate().sent());
		session().end();
		tellOfEnd(status);
	}

	private boolean hasOwnListener() {
		return listener() != context().listener();
	}

	private static boolean isSettled(ClosingState state) {
		return state == ClosingState.COMPLETE || state == ClosingState.FAILED;
	}

}
