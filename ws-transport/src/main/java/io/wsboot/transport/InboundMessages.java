package io.wsboot.transport;

import java.nio.ByteBuffer;

import io.wsboot.protocol.MessageSink;
import io.wsboot.protocol.PerMessageDeflate;
import io.wsboot.protocol.ProtocolLimits;
import io.wsboot.protocol.ProtocolSettings;
import io.wsboot.protocol.Role;
import io.wsboot.protocol.Violation;
import io.wsboot.protocol.WebSocketProtocol;
import io.wsboot.transport.InboundBatch.Event;
import io.wsboot.transport.UpgradeDecision.Accept;
import org.jspecify.annotations.Nullable;

/**
 * What the peer of one session says while neither side closes: messages and pings, as
 * many as it may send, and only as fast as somebody takes them. A layer of a
 * {@link WebSocketStage}, confined to the loop.
 */
abstract class InboundMessages extends SessionDeadlines implements MessageSink {

	/** {@code null} for none. */
	private final @Nullable SessionBounds bounds;

	private final boolean wantsControlFrames;

	/** Whether the listener was told that reading has paused. */
	private boolean toldOfPause;

	InboundMessages(Connection connection, Role role, TransportContext context, Accept decision,
			@Nullable PerMessageDeflate deflate) {
		super(connection, connection.gate(), context, decision);
		ProtocolLimits limits = limits(context, decision);
		boolean chunks = decision.handler().wantsChunks();
		this.wantsControlFrames = decision.handler().wantsControlFrames();
		SessionLimits own = decision.sessionLimits();
		this.bounds = SessionBounds.of((own != null) ? own : context.options().sessionLimits(), limits,
				chunks ? context.options().receiveBufferSize() : Long.MAX_VALUE, decision.user(), loop().now());
		// last: whoever fails above is refused
		gate().open(new WebSocketProtocol(new ProtocolSettings(role, limits, chunks, deflate), this, gate().queue(),
				loop().buffers()), context.outbound(decision));
	}

	final WebSocketProtocol protocol() {
		return gate().protocol();
	}

	/**
	 * Takes what was read apart.
	 * @param in the bytes, borrowed
	 */
	final void decode(ByteBuffer in) {
		heard(loop().now());
		WebSocketProtocol protocol = protocol();
		passBegins();
		try {
			protocol.receive(in);
		}
		finally {
			passEnds();
		}
		decoded(protocol.isMessageOpen());
	}

	@Override
	public final void text(ByteBuffer utf8, boolean ascii) {
		if (this.bounds != null && isTooMuch(this.bounds, 1, utf8)) {
			return;
		}
		listener().messageReceived(true, utf8.remaining());
		message(ascii ? Event.ASCII_TEXT : Event.TEXT, utf8);
	}

	@Override
	public final void binary(ByteBuffer payload) {
		if (this.bounds != null && isTooMuch(this.bounds, 1, payload)) {
			return;
		}
		listener().messageReceived(false, payload.remaining());
		message(Event.BINARY, payload);
	}

	@Override
	public final void chunk(boolean text, ByteBuffer bytes, boolean last) {
		if (this.bounds != null && isTooMuch(this.bounds, last ? 1 : 0, bytes)) {
			return;
		}
		if (last) {
			listener().messageReceived(text, protocol().chunkedLength());
			messageEnded();
		}
		deliver(Event.chunk(text, last), bytes);
	}

	@Override
	public final void ping(ByteBuffer payload) {
		if (this.bounds != null && isTooMuch(this.bounds, 1, payload)) {
			return;
		}
		gate().pong(payload);
		if (this.wantsControlFrames) {
			deliver(Event.PING, payload);
		}
	}

	@Override
	public final void pong(ByteBuffer payload) {
		long roundTrip = answered(payload, loop().time());
		if (roundTrip >= 0) {
			listener().heartbeatAnswered(roundTrip);
		}
		else if (roundTrip == FOREIGN && (this.bounds == null || !isTooMuch(this.bounds, 1, payload))
				&& this.wantsControlFrames) {
			deliver(Event.PONG, payload);
		}
	}

	/**
	 * The listener hears that reading goes on, if it has heard that it does not.
	 */
	final void tellOfResumption() {
		if (this.toldOfPause) {
			this.toldOfPause = false;
			listener().readingResumed();
		}
	}

	/**
	 * The session ends: its peer is bounded no more.
	 */
	final void giveBounds() {
		String user = (this.bounds != null) ? this.bounds.user() : null;
		if (user != null) {
			context().users().giveBack(user);
		}
	}

	@Override
	final long closeForAgeAt() {
		return (this.bounds != null) ? this.bounds.closeForAgeAt() : Deadlines.NEVER;
	}

	@Override
	final long messageNanos() {
		long own = (this.bounds != null) ? this.bounds.messageNanos() : 0;
		return (own != 0) ? own : context().options().timeouts().message().toNanos();
	}

	private void message(Event event, ByteBuffer payload) {
		messageEnded();
		deliver(event, payload);
	}

	private void deliver(Event event, ByteBuffer payload) {
		int pause = handOn(event, payload);
		if (pause != 0) {
			connection().pause(pause);
			tellOfPause();
		}
		if (connection().isPaused()) {
			protocol().stop();
		}
	}

	private void tellOfPause() {
		if (!this.toldOfPause) {
			this.toldOfPause = true;
			listener().readingPaused();
		}
	}

	/** Who sends more than it may in a second has broken a rule like any other. */
	private boolean isTooMuch(SessionBounds bounded, int arrived, ByteBuffer payload) {
		Violation broken = bounded.take(arrived, payload, loop().now());
		if (broken == null) {
			return false;
		}
		protocol().endInput();
		violation(broken);
		return true;
	}

}
