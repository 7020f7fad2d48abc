package io.wsboot.protocol;

import java.nio.ByteBuffer;

import io.wsboot.protocol.ClosingHandshake.Event;
import org.jspecify.annotations.Nullable;

/**
 * One connection's protocol, behind the opening handshake (RFC 6455 §5 to §7): bytes in,
 * messages out; messages in, bytes out. It owns no lock, no thread and no clock.
 * <p>
 * It has three parts. The <em>inbound</em> half ({@link #receive}, {@link #stop},
 * {@link #endInput}, {@link #isInputOver}, {@link #isMessageOpen},
 * {@link #chunkedLength}) belongs to one thread. The <em>outbound</em> half (all others)
 * belongs to whoever holds the transport's wire lock: its calls must come one at a time.
 * The {@linkplain #deflater() deflater} belongs to whoever holds the session's
 * <em>message turn</em>, which orders whole messages. {@link #state} and
 * {@link #closeStatus} may be read by any thread.
 * <p>
 * The halves do not call each other. What the inbound half tells the {@link MessageSink},
 * a ping, a Close or a violation, its receiver takes to the outbound half when the wire
 * is free and its turn has come.
 * <p>
 * A payload that is sent keeps its position and its limit.
 * <p>
 * The decoders are its lower layers: each connection has all of them, and one object is
 * smaller than three.
 */
public final class WebSocketProtocol extends MessageDecoder {

	private static final int MAX_CONTROL_LENGTH = 125;

	/**
	 * No message has been begun.
	 */
	private static final byte NONE = -1;

	private final ByteSink bytes;

	/**
	 * Moved on by the outbound half alone.
	 */
	private volatile ClosingHandshake closing = ClosingHandshake.OPEN;

	/**
	 * The role, in one byte.
	 */
	private final boolean server;

	/**
	 * Opcode and RSV1 of the next fragment of a message that has been begun.
	 */
	private byte nextFragment = NONE;

	private boolean stopped;

	/**
	 * Creates the protocol of a connection that has just been opened.
	 * @param settings what it is made of
	 * @param messages receives what the peer says
	 * @param bytes takes what is to be sent
	 * @param buffers lends the buffers for messages that come in pieces
	 */
	public WebSocketProtocol(ProtocolSettings settings, MessageSink messages, ByteSink bytes, BufferSource buffers) {
		super(settings, messages, buffers);
		this.bytes = bytes;
		this.server = settings.role() == Role.SERVER;
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
				decode(in);
			}
		}
		catch (ProtocolException ex) {
			failDecoding(ex.violation());
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
			endDecoding();
		}
		return isOver();
	}

	/**
	 * Called within a callback: lets {@link #receive} return behind this message or
	 * control frame and leave the rest of its input unread. The next {@code receive} goes
	 * on.
	 * <p>
	 * Within a message that is handed on in chunks it returns behind what has been read
	 * of the frame; of a compressed message chunks of about 512 KiB may follow before.
	 */
	public void stop() {
		this.stopped = true;
	}

	/**
	 * Ends the input: the stream has ended or the connection is lost. What has been
	 * gathered is given back, and so is what inflates. May be called more than once, and
	 * within a callback.
	 */
	public void endInput() {
		endDecoding();
	}

	/**
	 * Whether nothing more is decoded.
	 * @return {@code true} from the peer's Close, a violation or {@link #endInput} on
	 */
	public boolean isInputOver() {
		return isOver();
	}

	/**
	 * Whether a data message has begun and not ended: one of its frames is cut, or more
	 * of its fragments are to come.
	 * @return whether one is open
	 */
	@Override
	public boolean isMessageOpen() {
		return super.isMessageOpen();
	}

	/**
	 * How long the message is that is handed on in chunks. It may be asked within
	 * {@link MessageSink#chunk}.
	 * @return its payload in bytes, as far as its frames have begun and without
	 * compression: with the last chunk all of it; 0 where messages are handed on as a
	 * whole
	 */
	@Override
	public long chunkedLength() {
		return super.chunkedLength();
	}

	/**
	 * Sends a text message (§5.6). Above {@link ByteSink#fragmentSize()} it leaves as
	 * fragments (§5.4).
	 * @param utf8 the whole message; it must be valid UTF-8 (§8.1)
	 * @param handedOver whether nobody changes the bytes until they are out, so that they
	 * need not be copied; otherwise they may be changed after the call
	 * @return {@code false}, with nothing written, if it may not be sent any more
	 * @throws IllegalStateException if a message has been begun and not ended
	 */
	public boolean sendText(ByteBuffer utf8, boolean handedOver) {
		return sendData(firstOpcode(true, false), utf8, handedOver);
	}

	/**
	 * Sends a binary message (§5.6). Above {@link ByteSink#fragmentSize()} it leaves as
	 * fragments (§5.4).
	 * @param payload the whole message
	 * @param handedOver whether nobody changes the bytes until they are out, so that they
	 * need not be copied; otherwise they may be changed after the call
	 * @return {@code false}, with nothing written, if it may not be sent any more
	 * @throws IllegalStateException if a message has been begun and not ended
	 */
	public boolean sendBinary(ByteBuffer payload, boolean handedOver) {
		return sendData(firstOpcode(false, false), payload, handedOver);
	}

	/**
	 * Sends a message that has been deflated (RFC 7692 §6.1). Above
	 * {@link ByteSink#fragmentSize()} it leaves as fragments.
	 * @param text whether it is text
	 * @param deflated what {@link MessageDeflater#deflate} returned, copied
	 * @return {@code false}, with nothing written, if it may not be sent any more
	 * @throws IllegalStateException if a message has been begun and not ended
	 */
	public boolean sendDeflated(boolean text, ByteBuffer deflated) {
		return sendData(firstOpcode(text, true), deflated, false);
	}

	private boolean sendData(int opcodeAndRsv1, ByteBuffer payload, boolean handedOver) {
		if (!mayBegin()) {
			return false;
		}
		encoder().data(this.bytes, opcodeAndRsv1, payload, handedOver, true);
		return true;
	}

	/**
	 * Sends a prepared message. A server shares its bytes, unless its frames are longer
	 * than {@link ByteSink#fragmentSize()}; a client masks them anew.
	 * @param message the message
	 * @param deflated whether in its deflated form: what
	 * {@link MessageDeflater#prepare(PreparedMessage)} said
	 * @return {@code false}, with nothing written, if it may not be sent any more
	 * @throws IllegalStateException if a message has been begun and not ended, or there
	 * is no deflated form
	 */
	public boolean send(PreparedMessage message, boolean deflated) {
		if (!mayBegin()) {
			return false;
		}
		if (deflated) {
			MessageDeflater own = deflater();
			DeflatedForm form = (own != null) ? message.deflatedForm(own.windowBits()) : null;
			if (form == null || form.frames() == null) {
				throw new IllegalStateException("The message has no deflated form for this connection");
			}
			encoder().prepared(this.bytes, form.frames().duplicate(), form.size());
		}
		else {
			encoder().prepared(this.bytes, message.frames(), message.size());
		}
		return true;
	}

	/**
	 * Begins a message that is sent piece by piece (§5.4). Nothing is written yet. Until
	 * its last piece only control frames can be sent besides.
	 * @param text whether it is text; its pieces together must be valid UTF-8 (§8.1)
	 * @param deflated whether its pieces come from {@link MessageDeflater#deflatePart}
	 * @return {@code false} if it may not be sent any more
	 * @throws IllegalStateException if another one has been begun and not ended
	 */
	public boolean beginMessage(boolean text, boolean deflated) {
		if (!mayBegin()) {
			return false;
		}
		this.nextFragment = (byte) firstOpcode(text, deflated);
		return true;
	}

	/**
	 * Sends a piece of the message that has been begun. Above
	 * {@link ByteSink#fragmentSize()} it leaves as several fragments; an empty one writes
	 * nothing unless it is the last.
	 * @param part the piece, copied
	 * @param last whether it completes the message
	 * @return {@code false}, with nothing written, if it may not be sent any more
	 * @throws IllegalStateException if no message has been begun
	 */
	public boolean sendFragment(ByteBuffer part, boolean last) {
		if (this.nextFragment == NONE) {
			throw new IllegalStateException("No message has been begun");
		}
		if (!state().maySend()) {
			return false;
		}
		if (part.hasRemaining() || last) {
			encoder().data(this.bytes, this.nextFragment, part, false, last);
			this.nextFragment = last ? NONE : (byte) Opcode.CONTINUATION.code();
		}
		return true;
	}

	/**
	 * What deflates the messages to be sent. It belongs to whoever holds the message
	 * turn, who also closes it.
	 * @return the deflater, always the same, or {@code null} without permessage-deflate
	 */
	public @Nullable MessageDeflater deflater() {
		SessionDeflate deflate = deflate();
		return (deflate != null) ? deflate.deflater() : null;
	}

	/**
	 * Which side this is; readable from any thread.
	 * @return the role
	 */
	public Role role() {
		return this.server ? Role.SERVER : Role.CLIENT;
	}

	private MessageEncoder encoder() {
		return MessageEncoder.of(role());
	}

	private boolean mayBegin() {
		if (!state().maySend()) {
			return false;
		}
		if (this.nextFragment != NONE) {
			throw new IllegalStateException("A message has been begun and has not ended");
		}
		return true;
	}

	private static int firstOpcode(boolean text, boolean deflated) {
		int opcode = text ? Opcode.TEXT.code() : Opcode.BINARY.code();
		return deflated ? FrameEncoder.RSV1 | opcode : opcode;
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
		encoder().control(this.bytes, opcode, payload);
		return true;
	}

	/**
	 * Begins the closing handshake with a Close (§7.1.2). Nothing can be sent afterwards.
	 * @param status code and reason
	 * @return {@code false}, with nothing written, if closing has begun already
	 * @throws IllegalArgumentException if this side may not send the code
	 */
	public boolean close(CloseStatus status) {
		if (!CloseCode.maySend(status.code(), role())) {
			throw new IllegalArgumentException("The close code " + status.code() + " must not be sent");
		}
		if (!moveOn(Event.WE_CLOSE)) {
			return false;
		}
		encoder().control(this.bytes, Opcode.CLOSE, status.encode());
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
		if (!moveOn(Event.CLOSE_ARRIVES, status)) {
			return;
		}
		if (echo) {
			encoder().control(this.bytes, Opcode.CLOSE, new CloseStatus(status.code(), "").encode());
		}
		if (this.server) {
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
		if (!moveOn(Event.WE_FAIL, violation.status())) {
			return false;
		}
		if (tell) {
			encoder().control(this.bytes, Opcode.CLOSE, violation.status().encode());
		}
		if (this.server || state() == ClosingState.CLOSED) {
			this.bytes.end();
		}
		return true;
	}

	/**
	 * The peer ended its stream. What it said before may still be answered, if no Close
	 * is out (see {@link #drained}).
	 */
	public void streamEnded() {
		moveOn(Event.STREAM_ENDS);
	}

	/**
	 * The replies to what the peer said before it ended its stream have been sent. In any
	 * state but {@link ClosingState#DRAINING} it changes nothing.
	 */
	public void drained() {
		if (moveOn(Event.DRAINED)) {
			this.bytes.end();
		}
	}

	/**
	 * The connection is lost: a reset, a write error, a deadline. Nothing is written.
	 */
	public void aborted() {
		moveOn(Event.ABORTED);
	}

	private boolean moveOn(Event event) {
		return moveOn(event, CloseStatus.ABNORMAL);
	}

	/**
	 * Moves the closing handshake on.
	 * @return whether the event had an effect
	 */
	private boolean moveOn(Event event, CloseStatus status) {
		ClosingHandshake next = this.closing.on(event, status);
		if (next == null) {
			return false;
		}
		this.closing = next;
		return true;
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
