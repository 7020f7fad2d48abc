package io.wsboot.transport;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;

import io.wsboot.protocol.CloseStatus;
import io.wsboot.protocol.ClosingState;
import io.wsboot.protocol.MessageSink;
import io.wsboot.protocol.ProtocolLimits;
import io.wsboot.protocol.Role;
import io.wsboot.protocol.Violation;
import io.wsboot.protocol.WebSocketProtocol;
import io.wsboot.transport.InboundBatch.Event;
import org.jspecify.annotations.Nullable;

/**
 * Between the protocol and the handler of one session: events in wire order, directly on
 * the loop or in batches for the session's executor; reading pauses when either side
 * cannot follow. Confined to the loop.
 */
final class WebSocketStage implements Stage, MessageSink {

	private static final Logger logger = System.getLogger(WebSocketStage.class.getName());

	private static final ByteBuffer NO_PAYLOAD = ByteBuffer.allocate(0);

	private final Connection connection;

	private final OutboundGate gate;

	private final TransportContext context;

	private final TransportListener listener;

	private final WebSocketProtocol protocol;

	private final Session session;

	private final HandlerCalls calls;

	private final boolean wantsControlFrames;

	/** {@code null} when callbacks run on the loop. */
	private final @Nullable SerialExecutor serial;

	private final @Nullable Backlog backlog;

	private final Heartbeat heartbeat;

	private final long openedAt;

	/** The events of this pass, for the executor. */
	private @Nullable InboundBatch batch;

	/** Messages handled on the loop in this pass. */
	private int handledNow;

	private @Nullable CloseStatus peerClose;

	private boolean streamEnded;

	private long messageBy = Deadlines.NEVER;

	private long closeBy = Deadlines.NEVER;

	/** Whether we gave the connection up. */
	private boolean givenUp;

	private boolean finished;

	/**
	 * A session begins; {@link #open(long)} must follow.
	 * @param connection the connection, which has been upgraded
	 * @param role which side this is
	 * @param context what the sessions have in common
	 * @param decision who handles the session, and how
	 */
	WebSocketStage(Connection connection, Role role, TransportContext context, UpgradeDecision.Accept decision) {
		this.connection = connection;
		this.gate = connection.gate();
		this.context = context;
		this.listener = (decision.listener() != null) ? decision.listener() : context.listener();
		ProtocolLimits limits = (decision.limits() != null) ? decision.limits() : context.options().limits();
		this.protocol = new WebSocketProtocol(role, limits, this, this.gate.queue(), connection.loop().buffers());
		this.session = new Session(connection, role, context.topics(), this.listener, decision.subprotocol());
		this.calls = new HandlerCalls(this.session, decision.handler(), this.listener, this.gate);
		this.wantsControlFrames = decision.handler().wantsControlFrames();
		this.openedAt = connection.loop().now();
		this.heartbeat = new Heartbeat(context.options().heartbeat(), this.openedAt);
		if (decision.executor() != null) {
			EventLoop loop = connection.loop();
			this.backlog = new Backlog(context.options().maxBacklog(), 2L * limits.maxMessageSize(),
					() -> loop.execute(() -> connection.resume(Connection.PAUSED_BY_BACKLOG)));
			this.serial = new SerialExecutor(loop, decision.executor(), this.calls, this.gate, this.backlog);
		}
		else {
			this.backlog = null;
			this.serial = null;
		}
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
		dispatch(Event.OPENED, NO_PAYLOAD);
		submit();
		this.connection.wakeBy(deadline(this.openedAt));
	}

	@Override
	public void receive(ByteBuffer in) {
		if (this.serial != null) {
			this.protocol.receive(in);
			submit();
		}
		else {
			receiveOnLoop(in);
		}
		watchMessage();
	}

	@Override
	public void streamEnded() {
		this.streamEnded = true;
		this.protocol.endInput();
		if (this.peerClose == null || this.protocol.state() == ClosingState.COMPLETE) {
			this.gate.streamEnded();
		}
		if (this.peerClose == null) {
			closeIn(this.context.options().timeouts().close().toNanos());
			dispatch(Event.STREAM_ENDED, NO_PAYLOAD);
			submit();
		}
	}

	@Override
	public void text(ByteBuffer utf8, boolean ascii) {
		this.listener.messageReceived(true, utf8.remaining());
		message(ascii ? Event.ASCII_TEXT : Event.TEXT, utf8);
	}

	@Override
	public void binary(ByteBuffer payload) {
		this.listener.messageReceived(false, payload.remaining());
		message(Event.BINARY, payload);
	}

	@Override
	public void ping(ByteBuffer payload) {
		this.gate.pong(payload);
		if (this.wantsControlFrames) {
			deliver(Event.PING, payload);
		}
	}

	@Override
	public void pong(ByteBuffer payload) {
		long roundTrip = this.heartbeat.answered(payload, System.nanoTime());
		if (roundTrip >= 0) {
			this.listener.heartbeatAnswered(roundTrip);
		}
		else if (this.wantsControlFrames) {
			deliver(Event.PONG, payload);
		}
	}

	@Override
	public void close(CloseStatus status) {
		this.peerClose = status;
		closeIn(this.context.options().timeouts().close().toNanos());
		if (this.serial != null) {
			batch().add(Event.CLOSE_RECEIVED, status);
		}
		else {
			this.gate.closeReceived(status);
		}
	}

	@Override
	public void violation(Violation violation) {
		logger.log(Level.DEBUG, () -> "The peer of " + this.session + " broke a rule: " + violation.code() + " ("
				+ violation.section() + ")");
		this.gate.fail(violation);
	}

	@Override
	public void outputEnded() {
		finish();
		this.connection.linger();
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
		if (state == ClosingState.CLOSED) {
			if (!this.gate.isEnding()) {
				this.connection.close();
			}
		}
		else if (state == ClosingState.COMPLETE && this.streamEnded) {
			this.gate.streamEnded();
		}
		else if (state != ClosingState.OPEN) {
			closeIn(this.context.options().timeouts().close().toNanos());
		}
	}

	/**
	 * The kernel takes no more.
	 */
	void writeBlocked() {
		this.connection.wakeBy(this.connection.loop().now() + this.context.options().timeouts().write().toNanos());
	}

	/**
	 * We were not reading: what the peer owes us has its time again.
	 */
	void readingGoesOn() {
		long now = this.connection.loop().now();
		this.heartbeat.restart(now);
		if (this.messageBy != Deadlines.NEVER) {
			this.messageBy = now + this.context.options().timeouts().message().toNanos();
		}
	}

	/**
	 * The peer has read replies.
	 */
	void relaxed() {
		if (this.serial != null) {
			this.serial.relaxed();
		}
		else {
			this.connection.resume(Connection.PAUSED_BY_OUTPUT);
		}
	}

	@Override
	public long deadline(long now) {
		if (this.closeBy != Deadlines.NEVER && now - this.closeBy >= 0) {
			closeExpired();
		}
		if (this.messageBy != Deadlines.NEVER && now - this.messageBy >= 0) {
			messageExpired(now);
		}
		long next = earlier(this.closeBy, this.messageBy);
		next = earlier(next, writeDeadline(now));
		return this.connection.isClosed() ? Deadlines.NEVER : earlier(next, heartbeatDeadline(now));
	}

	private void receiveOnLoop(ByteBuffer in) {
		long begun = System.nanoTime();
		this.handledNow = 0;
		this.gate.cork();
		try {
			this.protocol.receive(in);
		}
		finally {
			this.gate.uncork();
		}
		if (this.handledNow > 0) {
			this.calls.handled(this.handledNow, System.nanoTime() - begun);
		}
	}

	private void message(Event event, ByteBuffer payload) {
		this.messageBy = Deadlines.NEVER;
		if (this.serial == null) {
			this.handledNow++;
		}
		deliver(event, payload);
	}

	/** Whatever the handler is told of counts: none of it may pile up. */
	private void deliver(Event event, ByteBuffer payload) {
		int length = payload.remaining();
		dispatch(event, payload);
		if (this.backlog != null) {
			if (this.backlog.read(length)) {
				pause(Connection.PAUSED_BY_BACKLOG);
			}
		}
		else if (this.gate.isStrained()) {
			pause(Connection.PAUSED_BY_OUTPUT);
		}
		if (this.connection.isPaused()) {
			this.protocol.stop();
		}
	}

	private void pause(int reason) {
		this.connection.pause(reason);
		this.listener.readingPaused();
	}

	private void dispatch(Event event, ByteBuffer payload) {
		if (this.serial != null) {
			batch().add(event, payload);
		}
		else {
			this.calls.handle(event, payload, CloseStatus.ABNORMAL);
		}
	}

	private InboundBatch batch() {
		if (this.batch == null) {
			this.batch = this.connection.loop().takeBatch();
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

	/** A message has its time from its first to its last byte. */
	private void watchMessage() {
		if (!this.protocol.isMessageOpen()) {
			this.messageBy = Deadlines.NEVER;
		}
		else if (this.messageBy == Deadlines.NEVER) {
			this.messageBy = this.connection.loop().now() + this.context.options().timeouts().message().toNanos();
			this.connection.wakeBy(this.messageBy);
		}
	}

	private void messageExpired(long now) {
		if (this.connection.isPaused()) {
			// it is us who do not read
			this.messageBy = now + this.context.options().timeouts().message().toNanos();
		}
		else {
			this.messageBy = Deadlines.NEVER;
			this.gate.close(Closes.MESSAGE_TIMEOUT);
		}
	}

	private void closeIn(long nanos) {
		if (this.closeBy == Deadlines.NEVER) {
			this.closeBy = this.connection.loop().now() + nanos;
			this.connection.wakeBy(this.closeBy);
		}
	}

	/** Handlers that take too long do not keep a peer waiting that wants to close. */
	private void closeExpired() {
		ClosingState state = this.protocol.state();
		this.closeBy = Deadlines.NEVER;
		if (this.peerClose != null && state == ClosingState.OPEN) {
			this.gate.closeReceived(this.peerClose);
			closeIn(this.context.options().timeouts().close().toNanos());
		}
		else {
			logger.log(Level.DEBUG, () -> "The closing handshake of " + this.session + " took too long in " + state);
			giveUp();
		}
	}

	private long writeDeadline(long now) {
		long since = this.gate.blockedSince();
		if (since == Deadlines.NEVER) {
			return Deadlines.NEVER;
		}
		long due = since + this.context.options().timeouts().write().toNanos();
		if (now - due >= 0) {
			logger.log(Level.DEBUG, () -> "The peer of " + this.session + " reads nothing: the connection is ended");
			this.gate.close(Closes.SLOW_CONSUMER);
			giveUp();
		}
		return due;
	}

	private long heartbeatDeadline(long now) {
		if (this.protocol.state() != ClosingState.OPEN) {
			return Deadlines.NEVER;
		}
		if (this.connection.isPaused()) {
			this.heartbeat.restart(now);
		}
		long next = this.heartbeat.deadline(now, this.connection.lastReceived(), this.gate);
		if (next != Heartbeat.MISSED) {
			return next;
		}
		logger.log(Level.DEBUG,
				() -> "The peer of " + this.session + " did not answer a ping: the connection is ended");
		this.listener.heartbeatMissed();
		giveUp();
		return Deadlines.NEVER;
	}

	private void giveUp() {
		this.givenUp = true;
		this.connection.close();
	}

	/** The session ends: it gives back what it holds, then the handler hears of it. */
	private void finish() {
		if (this.finished) {
			return;
		}
		this.finished = true;
		this.protocol.endInput();
		this.context.sessions().remove(this.session);
		this.session.end();
		// a Close that waits for callbacks counts, even if the connection did not last so
		// long
		CloseStatus status = (this.peerClose != null) ? this.peerClose : this.protocol.closeStatus();
		boolean ours = this.gate.isClosedByUs() || this.givenUp;
		this.listener.sessionClosed(this.session, status, ours, System.nanoTime() - this.openedAt);
		if (this.serial != null) {
			batch().add(Event.CLOSED, status);
			submit();
			// nobody is going to read replies any more
			this.serial.relaxed();
		}
		else {
			this.calls.handle(Event.CLOSED, NO_PAYLOAD, status);
		}
	}

	private static long earlier(long one, long other) {
		if (one == Deadlines.NEVER) {
			return other;
		}
		return (other == Deadlines.NEVER || one - other < 0) ? one : other;
	}

}
