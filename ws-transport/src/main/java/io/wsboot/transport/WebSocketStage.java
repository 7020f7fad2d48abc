package io.wsboot.transport;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;

import io.wsboot.protocol.CloseStatus;
import io.wsboot.protocol.ClosingState;
import io.wsboot.protocol.MessageSink;
import io.wsboot.protocol.PerMessageDeflate;
import io.wsboot.protocol.ProtocolLimits;
import io.wsboot.protocol.ProtocolSettings;
import io.wsboot.protocol.Role;
import io.wsboot.protocol.Violation;
import io.wsboot.protocol.WebSocketProtocol;
import io.wsboot.transport.InboundBatch.Event;
import org.jspecify.annotations.Nullable;

/**
 * Between the protocol and the handler of one session: what the peer says goes to the
 * handler, what the handler wants goes to the peer, and each way out of the session ends
 * in one {@code onClose}. Confined to the loop.
 */
final class WebSocketStage extends SessionDeadlines implements Stage, MessageSink {

	private static final Logger logger = System.getLogger(WebSocketStage.class.getName());

	/** Bytes in chunks that may wait for the handler. */
	private static final long CHUNKS_WAITING = 1024 * 1024;

	private final OutboundGate gate;

	private final TransportContext context;

	private final TransportListener listener;

	private final WebSocketProtocol protocol;

	private final Session session;

	private final EventDelivery delivery;

	/** {@code null} for none. */
	private final @Nullable RateLimit rates;

	/** Whose sessions this one counts among. */
	private final @Nullable String user;

	private final boolean wantsControlFrames;

	private final long openedAt;

	private @Nullable CloseStatus peerClose;

	private @Nullable Violation violation;

	/** Payload of the message that arrives in chunks. */
	private long chunked;

	private boolean streamEnded;

	/** Whether we gave the connection up. */
	private boolean givenUp;

	private boolean finished;

	/** Whether the listener was told that reading has paused. */
	private boolean toldOfPause;

	/** Whether a limit has ended the session. */
	private boolean limited;

	/**
	 * A session begins; {@link #open(long)} must follow.
	 * @param connection the connection, which has been upgraded
	 * @param role which side this is
	 * @param context what the sessions have in common
	 * @param decision who handles the session, and how
	 * @param deflate the compression agreed on; {@code null} for none
	 */
	WebSocketStage(Connection connection, Role role, TransportContext context, UpgradeDecision.Accept decision,
			@Nullable PerMessageDeflate deflate) {
		super(connection, context.options(), sessionLimits(context, decision).maxAge());
		this.gate = connection.gate();
		this.context = context;
		this.listener = (decision.listener() != null) ? GuardedListener.of(decision.listener()) : context.listener();
		ProtocolLimits limits = (decision.limits() != null) ? decision.limits() : context.options().limits();
		boolean chunks = decision.handler().wantsChunks();
		this.protocol = new WebSocketProtocol(new ProtocolSettings(role, limits, chunks, deflate), this,
				this.gate.queue(), connection.loop().buffers());
		this.session = new Session(connection, role, context.topics(), this.listener, decision.subprotocol());
		this.user = decision.user();
		this.wantsControlFrames = decision.handler().wantsControlFrames();
		this.openedAt = connection.loop().now();
		this.rates = RateLimit.of(sessionLimits(context, decision), limits,
				chunks ? context.options().receiveBufferSize() : Long.MAX_VALUE, this.openedAt);
		HandlerCalls calls = new HandlerCalls(this.session, decision.handler(), this.listener, this.gate);
		Executor executor = decision.executor();
		this.delivery = (executor == null) ? new EventDelivery(connection, calls) : new EventDelivery(connection, calls,
				executor, context.options().maxBacklog(), backlogBytes(limits, chunks));
	}

	private static SessionLimits sessionLimits(TransportContext context, UpgradeDecision.Accept decision) {
		SessionLimits own = decision.sessionLimits();
		return (own != null) ? own : context.options().sessionLimits();
	}

	WsSession session() {
		return this.session;
	}

	/**
	 * The session is open: from here on it ends with exactly one {@code onClose}.
	 * @param handshakeNanos how long the opening handshake took
	 */
	void open(long handshakeNanos) {
		this.gate.open(this.protocol);
		this.context.sessions().add(this.session);
		this.listener.sessionOpened(this.session, handshakeNanos);
		pauseFor(this.delivery.tell(Event.OPENED));
		connection().wakeBy(deadline(this.openedAt));
	}

	@Override
	public void receive(ByteBuffer in) {
		this.delivery.passBegins();
		try {
			this.protocol.receive(in);
		}
		finally {
			this.delivery.passEnds();
		}
		decoded(this.protocol.isMessageOpen());
	}

	@Override
	public void streamEnded() {
		this.streamEnded = true;
		this.protocol.endInput();
		boolean closing = this.peerClose != null || this.violation != null;
		if (!closing || isSettled(this.protocol.state())) {
			this.gate.streamEnded();
		}
		if (!closing) {
			closing();
			this.delivery.tell(Event.STREAM_ENDED);
		}
	}

	@Override
	public void text(ByteBuffer utf8, boolean ascii) {
		if (this.rates != null && isAboveRate(this.rates, 1, utf8)) {
			return;
		}
		this.listener.messageReceived(true, utf8.remaining());
		message(ascii ? Event.ASCII_TEXT : Event.TEXT, utf8);
	}

	@Override
	public void binary(ByteBuffer payload) {
		if (this.rates != null && isAboveRate(this.rates, 1, payload)) {
			return;
		}
		this.listener.messageReceived(false, payload.remaining());
		message(Event.BINARY, payload);
	}

	@Override
	public void chunk(boolean text, ByteBuffer bytes, boolean last) {
		if (this.rates != null && isAboveRate(this.rates, last ? 1 : 0, bytes)) {
			return;
		}
		this.chunked += bytes.remaining();
		if (last) {
			this.listener.messageReceived(text, this.chunked);
			this.chunked = 0;
			messageEnded();
		}
		deliver(Event.chunk(text, last), bytes);
	}

	@Override
	public void ping(ByteBuffer payload) {
		if (this.rates != null && isAboveRate(this.rates, 1, payload)) {
			return;
		}
		this.gate.pong(payload);
		if (this.wantsControlFrames) {
			deliver(Event.PING, payload);
		}
	}

	@Override
	public void pong(ByteBuffer payload) {
		long roundTrip = answered(payload);
		if (roundTrip >= 0) {
			this.listener.heartbeatAnswered(roundTrip);
		}
		else if (roundTrip == Heartbeat.FOREIGN && (this.rates == null || !isAboveRate(this.rates, 1, payload))
				&& this.wantsControlFrames) {
			deliver(Event.PONG, payload);
		}
	}

	@Override
	public void close(CloseStatus status) {
		this.peerClose = status;
		closing();
		this.delivery.closeReceived(status);
	}

	@Override
	public void violation(Violation violation) {
		logger.log(Level.DEBUG, () -> "The peer of " + this.session + " broke a rule: " + violation.code() + " ("
				+ violation.section() + ")");
		this.violation = violation;
		Limit limit = Limit.of(violation);
		if (limit != null) {
			reached(limit);
		}
		this.gate.violated(violation);
		closing();
		this.delivery.violated();
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
		ClosingState state = this.protocol.state();
		Limit limit = (state == ClosingState.OPEN) ? null : Closes.limit(this.gate.askedClose());
		if (limit != null) {
			reached(limit);
		}
		if (state == ClosingState.CLOSED) {
			if (!this.gate.isEnding()) {
				connection().linger();
			}
		}
		else if (isSettled(state) && this.streamEnded) {
			this.gate.streamEnded();
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
		if (this.protocol.state() == ClosingState.OPEN) {
			connection().pause(Connection.PAUSED_BY_APPLICATION);
		}
	}

	/**
	 * Runs a task among the callbacks, unless the last one is due.
	 * @param task the task
	 */
	void execute(Runnable task) {
		if (!this.finished) {
			pauseFor(this.delivery.execute(task));
		}
	}

	/**
	 * The kernel takes no more.
	 */
	void writeBlocked() {
		this.listener.writeStalled();
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
		this.delivery.relaxed();
		connection().resume(Connection.PAUSED_BY_OUTPUT);
	}

	@Override
	public long deadline(long now) {
		return nextDeadline(now);
	}

	/** Handlers that take too long do not keep a peer waiting that wants to close. */
	@Override
	public void closeExpired() {
		ClosingState state = this.protocol.state();
		if (this.peerClose != null && state == ClosingState.OPEN) {
			this.gate.closeReceived(this.peerClose);
			closing();
		}
		else if (this.violation != null && state == ClosingState.OPEN) {
			this.gate.fail();
			closing();
		}
		else {
			logger.log(Level.DEBUG, () -> "The closing handshake of " + this.session + " took too long in " + state);
			reached(Limit.CLOSE_TIMEOUT);
			giveUp();
		}
	}

	@Override
	public void messageExpired() {
		reached(Limit.MESSAGE_TIMEOUT);
		this.gate.close(Closes.MESSAGE_TIMEOUT);
	}

	@Override
	public void ageReached() {
		if (this.gate.isOpen()) {
			reached(Limit.AGE);
			this.gate.close(Closes.MAX_AGE);
		}
	}

	@Override
	public void writeExpired() {
		logger.log(Level.DEBUG, () -> "The peer of " + this.session + " reads nothing: the connection is ended");
		reached(Limit.WRITE_TIMEOUT);
		this.gate.close(Closes.SLOW_CONSUMER);
		giveUp();
	}

	@Override
	public void heartbeatMissed() {
		logger.log(Level.DEBUG,
				() -> "The peer of " + this.session + " did not answer a ping: the connection is ended");
		this.listener.heartbeatMissed();
		giveUp();
	}

	/** Twice a message; or, of messages that are never there as a whole, a little. */
	private static long backlogBytes(ProtocolLimits limits, boolean chunks) {
		long most = limits.maxMessageSize();
		return (chunks && most > CHUNKS_WAITING / 2) ? CHUNKS_WAITING : 2 * most;
	}

	private void message(Event event, ByteBuffer payload) {
		messageEnded();
		deliver(event, payload);
	}

	private void deliver(Event event, ByteBuffer payload) {
		int pause = this.delivery.deliver(event, payload);
		if (pause != 0) {
			connection().pause(pause);
			tellOfPause();
		}
		if (connection().isPaused()) {
			this.protocol.stop();
		}
	}

	private void pauseFor(int reason) {
		if (reason != 0) {
			connection().pause(reason);
		}
	}

	private void tellOfPause() {
		if (!this.toldOfPause) {
			this.toldOfPause = true;
			this.listener.readingPaused();
		}
	}

	private void tellOfResumption() {
		if (this.toldOfPause) {
			this.toldOfPause = false;
			this.listener.readingResumed();
		}
	}

	/**
	 * Takes what has arrived off what may arrive in a second; if that is not enough, the
	 * peer has broken a rule like any other.
	 */
	private boolean isAboveRate(RateLimit limit, int arrived, ByteBuffer payload) {
		Violation broken = limit.take(arrived, payload.remaining(), connection().loop().now());
		if (broken == null) {
			return false;
		}
		this.protocol.endInput();
		violation(broken);
		return true;
	}

	/** Only the first counts: what follows from it is no news. */
	private void reached(Limit limit) {
		if (!this.limited) {
			this.limited = true;
			this.context.reports().reached(limit, connection().peerAddress(), this.listener);
		}
	}

	private void giveUp() {
		this.givenUp = true;
		connection().close();
	}

	/** The session ends: it gives back what it holds, then the handler hears of it. */
	private void finish() {
		if (this.finished) {
			return;
		}
		this.finished = true;
		this.protocol.endInput();
		this.context.sessions().remove(this.session);
		if (this.user != null) {
			this.context.users().giveBack(this.user);
		}
		this.session.end();
		CloseStatus status = status();
		tellOfResumption();
		boolean ours = this.gate.isClosedByUs() || this.givenUp || this.violation != null;
		this.listener.sessionClosed(this.session, status, ours, connection().loop().time() - this.openedAt);
		this.delivery.end(status);
	}

	/**
	 * A Close or a violation that waits for callbacks counts, even if the connection did
	 * not last so long.
	 */
	private CloseStatus status() {
		if (this.peerClose != null) {
			return this.peerClose;
		}
		return (this.violation != null) ? CloseStatus.of(this.violation.closeCode(), this.violation.code())
				: this.protocol.closeStatus();
	}

	private static boolean isSettled(ClosingState state) {
		return state == ClosingState.COMPLETE || state == ClosingState.FAILED;
	}

}
