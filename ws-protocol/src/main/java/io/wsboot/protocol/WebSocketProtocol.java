package io.wsboot.protocol;

import java.nio.ByteBuffer;

import io.wsboot.protocol.ClosingHandshake.Event;

/**
 * One connection's protocol, behind the opening handshake (RFC 6455 §5 to §7): bytes in,
 * messages out; messages in, bytes out. It owns no lock, no thread and no clock.
 * <p>
 * It has two halves. The <em>inbound</em> half ({@link #receive}, {@link #stop},
 * {@link #endInput}, {@link #isInputOver}, {@link #isMessageOpen}) belongs to one thread.
 * The <em>outbound</em> half (all others) belongs to whoever holds the transport's wire
 * lock: its calls must come one at a time. {@link #state} and {@link #closeStatus} may be
 * read by any thread.
 * <p>
 * The halves do not call each other. What the inbound half tells the {@link MessageSink},
 * a ping, a Close or a violation, its receiver takes to the outbound half when the wire
 * is free and its turn has come.
 * <p>
 * A payload that is sent keeps its position and its limit.
 */
public final class WebSocketProtocol {

	private static final int MAX_CONTROL_LENGTH = 125;

	private final MessageSink messages;

	private final ByteSink bytes;

	private final MessageDecoder messageDecoder;

	private final FrameDecoder frameDecoder;

	private final MessageEncoder encoder;

	private final ClosingHandshake closing = new ClosingHandshake();

	private boolean stopped;

	/**
	 * Creates the protocol of a connection that has just been opened.
	 * @param role which side this is
	 * @param limits how much the peer may send
	 * @param messages receives what the peer says
	 * @param bytes takes what is to be sent
	 * @param buffers lends the buffers for messages that come in pieces
	 */
	public WebSocketProtocol(Role role, ProtocolLimits limits, MessageSink messages, ByteSink bytes,
			BufferSource buffers) {
		this.messages = messages;
		this.bytes = bytes;
		this.messageDecoder = new MessageDecoder(limits, messages, buffers);
		this.frameDecoder = new FrameDecoder(role, this.messageDecoder);
		this.encoder = MessageEncoder.of(role);
	}

	/**
	 * Decodes what has been read and calls the {@link MessageSink} for each message and
	 * control frame that is complete.
	 * <p>
	 * It returns when the input is used up; when a callback called {@link #stop}, with
	 * the rest left in {@code in}; or when the input is over, and then the rest is
	 * discarded. What is cut at the end of the input is kept, so all of {@code in} may be
	 * reused.
	 * @param in what has been read, between position and limit, not read-only; its bytes
	 * are overwritten, its position moves behind what was used
	 */
	public void receive(ByteBuffer in) {
		this.stopped = false;
		try {
			while (!endedByState() && !this.stopped && in.hasRemaining()) {
				this.frameDecoder.decode(in);
			}
		}
		catch (ProtocolException ex) {
			this.messageDecoder.end();
			this.messages.violation(ex.violation());
		}
		if (endedByState()) {
			in.position(in.limit());
		}
	}

	/**
	 * Ends the input if the connection has come to a state in which it is discarded.
	 * @return whether the input is over
	 */
	private boolean endedByState() {
		if (this.closing.state().discardsInput()) {
			this.messageDecoder.end();
		}
		return this.messageDecoder.isOver();
	}

	/**
	 * Called within a callback: lets {@link #receive} return behind this message or
	 * control frame and leave the rest of its input unread. The next {@code receive} goes
	 * on.
	 */
	public void stop() {
		this.stopped = true;
	}

	/**
	 * Ends the input: the stream has ended or the connection is lost. What has been
	 * gathered is given back. May be called more than once, and within a callback.
	 */
	public void endInput() {
		this.messageDecoder.end();
	}

	/**
	 * Whether nothing more is decoded.
	 * @return {@code true} from the peer's Close, a violation or {@link #endInput} on
	 */
	public boolean isInputOver() {
		return this.messageDecoder.isOver();
	}

	/**
	 * Whether a data message has begun and not ended: one of its frames is cut, or more
	 * of its fragments are to come.
	 * @return whether one is open
	 */
	public boolean isMessageOpen() {
		return !this.messageDecoder.isOver()
				&& (this.messageDecoder.isMessageOpen() || this.frameDecoder.isDataFrameOpen());
	}

	/**
	 * Sends a text message (§5.6). Above 64 KiB it leaves as fragments (§5.4).
	 * @param utf8 the whole message; it must be valid UTF-8 (§8.1)
	 * @param handedOver whether nobody changes the bytes until they are out, so that they
	 * need not be copied; otherwise they may be changed after the call
	 * @return {@code false}, with nothing written, if it may not be sent any more
	 */
	public boolean sendText(ByteBuffer utf8, boolean handedOver) {
		return sendData(Opcode.TEXT, utf8, handedOver);
	}

	/**
	 * Sends a binary message (§5.6). Above 64 KiB it leaves as fragments (§5.4).
	 * @param payload the whole message
	 * @param handedOver whether nobody changes the bytes until they are out, so that they
	 * need not be copied; otherwise they may be changed after the call
	 * @return {@code false}, with nothing written, if it may not be sent any more
	 */
	public boolean sendBinary(ByteBuffer payload, boolean handedOver) {
		return sendData(Opcode.BINARY, payload, handedOver);
	}

	private boolean sendData(Opcode kind, ByteBuffer payload, boolean handedOver) {
		if (!state().maySend()) {
			return false;
		}
		this.encoder.data(this.bytes, kind, payload, handedOver);
		return true;
	}

	/**
	 * Sends a prepared message. A server shares its bytes, a client masks them anew.
	 * @param message the message
	 * @return {@code false}, with nothing written, if it may not be sent any more
	 */
	public boolean send(PreparedMessage message) {
		if (!state().maySend()) {
			return false;
		}
		this.encoder.prepared(this.bytes, message);
		return true;
	}

	/**
	 * Sends a Ping (§5.5.2).
	 * @param payload at most 125 bytes, copied
	 * @return {@code false}, with nothing written, if it may not be sent any more
	 * @throws IllegalArgumentException if the payload is longer
	 */
	public boolean sendPing(ByteBuffer payload) {
		return sendControl(Opcode.PING, payload);
	}

	/**
	 * Sends a Pong (§5.5.3).
	 * @param payload at most 125 bytes, copied; that of the Ping it answers
	 * @return {@code false}, with nothing written, if it may not be sent any more
	 * @throws IllegalArgumentException if the payload is longer
	 */
	public boolean sendPong(ByteBuffer payload) {
		return sendControl(Opcode.PONG, payload);
	}

	private boolean sendControl(Opcode opcode, ByteBuffer payload) {
		if (payload.remaining() > MAX_CONTROL_LENGTH) {
			throw new IllegalArgumentException(
					"The payload of a ping or pong must not be longer than 125 bytes, but has " + payload.remaining());
		}
		if (!state().maySend()) {
			return false;
		}
		this.encoder.control(this.bytes, opcode, payload);
		return true;
	}

	/**
	 * Begins the closing handshake with a Close (§7.1.2). Nothing can be sent afterwards.
	 * @param status code and reason
	 * @return {@code false}, with nothing written, if closing has begun already
	 * @throws IllegalArgumentException if this side may not send the code
	 */
	public boolean close(CloseStatus status) {
		if (!CloseCode.maySend(status.code(), this.encoder.role())) {
			throw new IllegalArgumentException("The close code " + status.code() + " must not be sent");
		}
		if (!this.closing.on(Event.WE_CLOSE)) {
			return false;
		}
		this.encoder.control(this.bytes, Opcode.CLOSE, status.encode());
		return true;
	}

	/**
	 * Takes the peer's Close, once what the peer said before has been dealt with. If we
	 * have not sent ours, it is echoed (§5.5.1); a server then ends the stream (§7.1.1).
	 * <p>
	 * An end of the stream that follows the Close is to be reported afterwards.
	 * @param status what {@link MessageSink#close} was given
	 */
	public void closeReceived(CloseStatus status) {
		boolean echo = state() == ClosingState.OPEN;
		if (!this.closing.on(Event.CLOSE_ARRIVES, status)) {
			return;
		}
		if (echo) {
			this.encoder.control(this.bytes, Opcode.CLOSE, new CloseStatus(status.code(), "").encode());
		}
		if (this.encoder.role() == Role.SERVER) {
			this.bytes.end();
		}
	}

	/**
	 * Fails the connection because the peer broke a rule (§7.1.7): a Close with the
	 * violation's code and its name, unless ours is out already. A server then ends the
	 * stream; a client leaves that to the server (§7.1.1), unless it has done so before.
	 * @param violation what {@link MessageSink#violation} was given
	 * @return {@code false}, with nothing written, if the connection was closed before
	 */
	public boolean fail(Violation violation) {
		boolean tell = state() == ClosingState.OPEN;
		if (!this.closing.on(Event.WE_FAIL, violation.status())) {
			return false;
		}
		if (tell) {
			this.encoder.control(this.bytes, Opcode.CLOSE, violation.status().encode());
		}
		if (this.encoder.role() == Role.SERVER || state() == ClosingState.CLOSED) {
			this.bytes.end();
		}
		return true;
	}

	/**
	 * The peer ended its stream. What it said before may still be answered, if no Close
	 * is out (see {@link #drained}).
	 */
	public void streamEnded() {
		this.closing.on(Event.STREAM_ENDS);
	}

	/**
	 * The replies to what the peer said before it ended its stream have been sent. In any
	 * state but {@link ClosingState#DRAINING} it changes nothing.
	 */
	public void drained() {
		if (this.closing.on(Event.DRAINED)) {
			this.bytes.end();
		}
	}

	/**
	 * The connection is lost: a reset, a write error, a deadline. Nothing is written.
	 */
	public void aborted() {
		this.closing.on(Event.ABORTED);
	}

	/**
	 * How far the closing handshake is; readable from any thread.
	 * @return the state
	 */
	public ClosingState state() {
		return this.closing.state();
	}

	/**
	 * What the application is told about the end; readable from any thread.
	 * @return the status of the peer's Close if one took effect, that of the violation if
	 * we failed the connection, otherwise {@link CloseStatus#ABNORMAL}
	 */
	public CloseStatus closeStatus() {
		return this.closing.status();
	}

}
