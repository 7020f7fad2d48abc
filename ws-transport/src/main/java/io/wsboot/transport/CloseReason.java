package io.wsboot.transport;

import java.util.HashMap;
import java.util.Map;

import io.wsboot.protocol.CloseCode;
import io.wsboot.protocol.CloseStatus;
import io.wsboot.protocol.Violation;

/**
 * Why a session ended. The stable {@link #code()} of each is the same wherever it is
 * said: in the close reason, if this side has sent a Close, in logs, meters and the
 * documentation. It never carries internals.
 */
public enum CloseReason {

	/**
	 * The peer closed.
	 */
	PEER("peer", CloseReason.ANY, "The peer closed the session; its close code and reason say why."),

	/**
	 * The application closed.
	 */
	APPLICATION("application", CloseReason.ANY,
			"The application closed the session, with a close code and a reason of its own."),

	/**
	 * The connection ended without a Close.
	 */
	CONNECTION_LOST("connection-lost", CloseCode.ABNORMAL,
			"The connection ended without a Close: the peer, a proxy or the network has cut it."),

	/**
	 * A ping was not answered.
	 */
	HEARTBEAT_MISSED("heartbeat-missed", CloseCode.ABNORMAL,
			"The peer did not answer a ping within ws.heartbeat.timeout: it is gone, or does nothing."),

	/**
	 * The peer took none of the bytes that waited for it.
	 */
	WRITE_TIMEOUT("write-timeout", CloseCode.ABNORMAL,
			"The peer read nothing for ws.limits.write-timeout while bytes waited for it."),

	/**
	 * This side goes away.
	 */
	GOING_AWAY("going-away", CloseCode.GOING_AWAY,
			"This side ends: the server drains or stops, or the client is closed."),

	/**
	 * The server has too much to do.
	 */
	SHED("shed", CloseCode.GOING_AWAY, "An operator had a share of the sessions open again elsewhere."),

	/**
	 * An operator closed this one session.
	 */
	OPERATOR("operator", CloseCode.GOING_AWAY, "An operator closed this session."),

	/**
	 * The session is as old as it may become.
	 */
	MAX_AGE("max-age", CloseCode.GOING_AWAY, "The session was open for ws.limits.max-age."),

	/**
	 * The peer reads too slowly.
	 */
	SLOW_CONSUMER("slow-consumer", CloseCode.TRY_AGAIN_LATER,
			"The peer reads too slowly: ws.outbound.high-water-mark waited for it, and nothing could be dropped."),

	/**
	 * Too much waits for all peers.
	 */
	MEMORY_BUDGET("memory-budget", CloseCode.TRY_AGAIN_LATER,
			"More than ws.outbound.memory-budget waited for all peers together, and most of it for this one."),

	/**
	 * The handlers' executor takes nothing.
	 */
	EXECUTOR_FULL("executor-full", CloseCode.TRY_AGAIN_LATER,
			"The handlers' executor took nothing for ten seconds: handlers block, or there are too few threads."),

	/**
	 * A message was not completed in time.
	 */
	MESSAGE_TIMEOUT("message-timeout", CloseCode.POLICY_VIOLATION,
			"The peer did not complete a message within ws.limits.message-timeout."),

	/**
	 * A handler failed.
	 */
	HANDLER_FAILED("handler-failed", CloseCode.INTERNAL_ERROR,
			"A method of the endpoint, or its handler, threw; the log has the stack trace."),

	/**
	 * A message could not be encoded.
	 */
	SEND_FAILED("send-failed", CloseCode.INTERNAL_ERROR, "There was no memory to encode a message."),

	/**
	 * A message that was sent piece by piece was given up.
	 */
	SEND_ABORTED("send-aborted", CloseCode.INTERNAL_ERROR,
			"A message that was sent piece by piece was given up half-way."),

	/**
	 * A payload cannot be read.
	 */
	PAYLOAD_UNDECODABLE("payload-undecodable", CloseCode.INVALID_PAYLOAD,
			"A payload could not be read as what the endpoint's method takes."),

	/**
	 * A payload is not valid.
	 */
	PAYLOAD_NOT_VALID("payload-not-valid", CloseCode.POLICY_VIOLATION,
			"A payload did not meet the constraints of the endpoint's method."),

	/**
	 * A type of message that nobody takes.
	 */
	UNEXPECTED_TYPE("unexpected-type", CloseCode.UNSUPPORTED_DATA,
			"No method of the endpoint takes messages of the type that one named."),

	/**
	 * Text that nobody takes.
	 */
	UNEXPECTED_TEXT("unexpected-text", CloseCode.UNSUPPORTED_DATA, "No method of the endpoint takes text messages."),

	/**
	 * Binary messages that nobody takes.
	 */
	UNEXPECTED_BINARY("unexpected-binary", CloseCode.UNSUPPORTED_DATA,
			"No method of the endpoint takes binary messages."),

	/**
	 * {@link Violation#FRAME_TOO_BIG}.
	 */
	FRAME_TOO_BIG(Violation.FRAME_TOO_BIG, "The peer sent a frame longer than ws.limits.max-frame-size."),

	/**
	 * {@link Violation#MESSAGE_TOO_BIG}.
	 */
	MESSAGE_TOO_BIG(Violation.MESSAGE_TOO_BIG, "The peer sent a message longer than ws.limits.max-message-size."),

	/**
	 * {@link Violation#TOO_MANY_FRAGMENTS}.
	 */
	TOO_MANY_FRAGMENTS(Violation.TOO_MANY_FRAGMENTS,
			"The peer sent a message in more frames than ws.limits.max-fragments."),

	/**
	 * {@link Violation#MESSAGE_RATE}.
	 */
	MESSAGE_RATE(Violation.MESSAGE_RATE, "The peer sent more messages than ws.limits.messages-per-second."),

	/**
	 * {@link Violation#BYTE_RATE}.
	 */
	BYTE_RATE(Violation.BYTE_RATE, "The peer sent more bytes than ws.limits.bytes-per-second."),

	/**
	 * {@link Violation#INVALID_UTF8}.
	 */
	INVALID_UTF8(Violation.INVALID_UTF8, "The peer sent text that is not UTF-8."),

	/**
	 * {@link Violation#CORRUPT_DEFLATE}.
	 */
	CORRUPT_DEFLATE(Violation.CORRUPT_DEFLATE, "The peer sent a compressed message that cannot be inflated."),

	/**
	 * {@link Violation#RSV_BITS}.
	 */
	RSV_BITS(Violation.RSV_BITS, "The peer sent a frame with a reserved bit set that no extension has a use for."),

	/**
	 * {@link Violation#RESERVED_OPCODE}.
	 */
	RESERVED_OPCODE(Violation.RESERVED_OPCODE, "The peer sent a frame of a kind that does not exist."),

	/**
	 * {@link Violation#FRAGMENTED_CONTROL_FRAME}.
	 */
	FRAGMENTED_CONTROL_FRAME(Violation.FRAGMENTED_CONTROL_FRAME, "The peer sent a ping, pong or Close in parts."),

	/**
	 * {@link Violation#CONTROL_FRAME_TOO_LONG}.
	 */
	CONTROL_FRAME_TOO_LONG(Violation.CONTROL_FRAME_TOO_LONG,
			"The peer sent a ping, pong or Close of more than 125 bytes."),

	/**
	 * {@link Violation#UNMASKED_FRAME}.
	 */
	UNMASKED_FRAME(Violation.UNMASKED_FRAME, "The client sent a frame that is not masked."),

	/**
	 * {@link Violation#MASKED_FRAME}.
	 */
	MASKED_FRAME(Violation.MASKED_FRAME, "The server sent a frame that is masked."),

	/**
	 * {@link Violation#LENGTH_NOT_MINIMAL}.
	 */
	LENGTH_NOT_MINIMAL(Violation.LENGTH_NOT_MINIMAL, "The peer wrote a length in a longer form than it needs."),

	/**
	 * {@link Violation#LENGTH_TOP_BIT}.
	 */
	LENGTH_TOP_BIT(Violation.LENGTH_TOP_BIT, "The peer wrote a length that no frame can have."),

	/**
	 * {@link Violation#STRAY_CONTINUATION}.
	 */
	STRAY_CONTINUATION(Violation.STRAY_CONTINUATION, "The peer went on with a message that it had not begun."),

	/**
	 * {@link Violation#MESSAGE_WITHIN_MESSAGE}.
	 */
	MESSAGE_WITHIN_MESSAGE(Violation.MESSAGE_WITHIN_MESSAGE,
			"The peer began a message before it had ended the one before."),

	/**
	 * {@link Violation#CLOSE_TOO_SHORT}.
	 */
	CLOSE_TOO_SHORT(Violation.CLOSE_TOO_SHORT, "The peer sent a Close with half a close code."),

	/**
	 * {@link Violation#CLOSE_CODE}.
	 */
	CLOSE_CODE(Violation.CLOSE_CODE, "The peer sent a Close with a code that must not be sent."),

	/**
	 * {@link Violation#CLOSE_REASON_UTF8}.
	 */
	CLOSE_REASON_UTF8(Violation.CLOSE_REASON_UTF8, "The peer sent a Close with a reason that is not UTF-8.");

	/** The close code is not given by the reason. */
	private static final int ANY = 0;

	/** What follows in a close reason is no part of the code. */
	private static final char PARAMETERS = ';';

	private static final Map<String, CloseReason> BY_CODE = new HashMap<>();

	static {
		for (CloseReason reason : values()) {
			BY_CODE.put(reason.code, reason);
		}
	}

	private final String code;

	private final int closeCode;

	private final CloseStatus status;

	private final String explanation;

	CloseReason(String code, int closeCode, String explanation) {
		this.code = code;
		this.closeCode = closeCode;
		this.status = (closeCode != 0) ? new CloseStatus(closeCode, code) : CloseStatus.NORMAL;
		this.explanation = explanation;
	}

	CloseReason(Violation violation, String explanation) {
		this(violation.code(), violation.closeCode(), explanation);
	}

	/**
	 * The reason for which this side broke off.
	 * @param violation the rule that the peer broke
	 * @return its reason, which has the same code
	 */
	public static CloseReason of(Violation violation) {
		return of(CloseStatus.of(violation.closeCode(), violation.code()));
	}

	/**
	 * The reason for a Close that this side has sent.
	 * @param sent the Close
	 * @return the reason whose close code and {@link #code()} it has, whoever sent it;
	 * {@link #APPLICATION} if there is none
	 */
	public static CloseReason of(CloseStatus sent) {
		String said = sent.reason();
		int end = said.indexOf(PARAMETERS);
		CloseReason known = BY_CODE.get((end >= 0) ? said.substring(0, end) : said);
		return (known != null && known.closeCode == sent.code()) ? known : APPLICATION;
	}

	/**
	 * The reason's stable name.
	 * @return lower-case words joined by hyphens
	 */
	public String code() {
		return this.code;
	}

	/**
	 * The close code.
	 * @return the code of the Close that this side sends; 1006 if it sends none; 0 if the
	 * reason goes with any
	 */
	public int closeCode() {
		return this.closeCode;
	}

	/**
	 * What has happened, and the property that decides, if one does.
	 * @return a sentence
	 */
	public String explanation() {
		return this.explanation;
	}

	/**
	 * The Close that this side sends.
	 * @return the close code, and the stable name as its reason
	 * @throws IllegalStateException if it sends none for that
	 */
	public CloseStatus status() {
		if (this.closeCode == ANY || CloseCode.isLocalOnly(this.closeCode)) {
			throw new IllegalStateException("Nobody sends a Close because of " + this.code);
		}
		return this.status;
	}

}
