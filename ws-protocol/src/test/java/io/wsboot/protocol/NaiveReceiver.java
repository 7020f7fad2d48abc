package io.wsboot.protocol;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * A second receiver, written from RFC 6455 §5.4, §5.5, §7.4 and §8.1 without a look at
 * the real one. It gets everything at once and says in the words of {@link Recorder} what
 * must be heard.
 */
final class NaiveReceiver {

	/** A character that is not whole yet, by RFC 3629 §4. */
	private static final Pattern BEGUN = Pattern.compile("""
			[\\xC2-\\xDF\\xE0-\\xEF\\xF0-\\xF4]
			|\\xE0[\\xA0-\\xBF]
			|[\\xE1-\\xEC\\xEE\\xEF][\\x80-\\xBF]
			|\\xED[\\x80-\\x9F]
			|\\xF0[\\x90-\\xBF][\\x80-\\xBF]?
			|[\\xF1-\\xF3][\\x80-\\xBF][\\x80-\\xBF]?
			|\\xF4[\\x80-\\x8F][\\x80-\\xBF]?""", Pattern.COMMENTS);

	private final ProtocolLimits limits;

	private final List<String> events = new ArrayList<>();

	private final ByteArrayOutputStream message = new ByteArrayOutputStream();

	/** The opcode of the open message, 0 if there is none. */
	private int kind;

	private int fragments;

	private NaiveReceiver(ProtocolLimits limits) {
		this.limits = limits;
	}

	/**
	 * What a receiver hears.
	 * @param role the receiving side
	 * @param limits how much it takes
	 * @param wire all that the peer sent
	 */
	static List<String> hear(Role role, ProtocolLimits limits, byte[] wire) {
		NaiveReceiver receiver = new NaiveReceiver(limits);
		NaiveFrames.Reading reading = NaiveFrames.read(wire, role == Role.SERVER, false);
		Violation violation = null;
		for (NaiveFrames.Frame frame : reading.frames()) {
			violation = receiver.hear(frame);
			if (violation != null || receiver.isClosed()) {
				break;
			}
		}
		if (violation == null && !receiver.isClosed()) {
			violation = reading.violation();
		}
		if (violation != null) {
			receiver.events.add("violation " + violation.code());
		}
		return receiver.events;
	}

	private boolean isClosed() {
		return !this.events.isEmpty() && this.events.get(this.events.size() - 1).startsWith("close ");
	}

	private @Nullable Violation hear(NaiveFrames.Frame frame) {
		return (frame.opcode() >= 8) ? control(frame) : data(frame);
	}

	private @Nullable Violation control(NaiveFrames.Frame frame) {
		if (!frame.whole()) {
			return null;
		}
		byte[] payload = frame.payload();
		if (frame.opcode() != 8) {
			this.events.add(((frame.opcode() == 9) ? "ping " : "pong ") + HexFormat.of().formatHex(payload));
			return null;
		}
		if (payload.length == 1) {
			return Violation.CLOSE_TOO_SHORT;
		}
		int code = (payload.length == 0) ? 1005 : (payload[0] & 255) * 256 + (payload[1] & 255);
		boolean defined = (code >= 1000 && code <= 1014 && code != 1004 && code != 1006 && code != 1005);
		if (payload.length > 0 && !defined && (code < 3000 || code > 4999)) {
			return Violation.CLOSE_CODE;
		}
		String reason = decode(payload, Math.min(2, payload.length), payload.length);
		if (reason == null) {
			return Violation.CLOSE_REASON_UTF8;
		}
		this.events.add("close " + code + " " + reason);
		return null;
	}

	private @Nullable Violation data(NaiveFrames.Frame frame) {
		if (frame.opcode() == 0 && this.kind == 0) {
			return Violation.STRAY_CONTINUATION;
		}
		if (frame.opcode() != 0 && this.kind != 0) {
			return Violation.MESSAGE_WITHIN_MESSAGE;
		}
		this.kind = Math.max(this.kind, frame.opcode());
		this.fragments++;
		if (this.fragments > this.limits.maxFragments()) {
			return Violation.TOO_MANY_FRAGMENTS;
		}
		if (frame.length() > this.limits.maxFrameSize()) {
			return Violation.FRAME_TOO_BIG;
		}
		if (this.message.size() + frame.length() > this.limits.maxMessageSize()) {
			return Violation.MESSAGE_TOO_BIG;
		}
		this.message.writeBytes(frame.payload());
		byte[] all = this.message.toByteArray();
		boolean whole = frame.fin() && frame.whole();
		if (this.kind == 1 && (whole ? decode(all, 0, all.length) == null : !mayBecomeText(all))) {
			return Violation.INVALID_UTF8;
		}
		if (whole) {
			this.events.add(line(this.kind, all));
			this.kind = 0;
			this.fragments = 0;
			this.message.reset();
		}
		return null;
	}

	private static String line(int kind, byte[] payload) {
		if (kind == 2) {
			return "binary " + Recorder.abridge(HexFormat.of().formatHex(payload));
		}
		String text = new String(payload, StandardCharsets.UTF_8);
		return ((text.length() == payload.length) ? "ascii " : "text ") + Recorder.abridge(text);
	}

	/** Valid as it is, or but for a last character that is begun rightly. */
	private static boolean mayBecomeText(byte[] bytes) {
		for (int behind = 0; behind <= Math.min(3, bytes.length); behind++) {
			int end = bytes.length - behind;
			String rest = new String(bytes, end, behind, StandardCharsets.ISO_8859_1);
			if ((behind == 0 || BEGUN.matcher(rest).matches()) && decode(bytes, 0, end) != null) {
				return true;
			}
		}
		return false;
	}

	private static @Nullable String decode(byte[] bytes, int from, int to) {
		try {
			return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, from, to - from)).toString();
		}
		catch (CharacterCodingException ex) {
			return null;
		}
	}

}
