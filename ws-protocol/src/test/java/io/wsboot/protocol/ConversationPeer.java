package io.wsboot.protocol;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One side of a conversation without sockets: a protocol, what it has heard, what it must
 * hear, and the bytes that are on their way to it. It does what a transport does, but
 * keeps no thread and no time.
 */
final class ConversationPeer implements MessageSink {

	private final Recorder heard = new Recorder();

	private final RecordedBytes out = new RecordedBytes();

	private final CountedBuffers buffers;

	private final ByteArrayOutputStream chunks = new ByteArrayOutputStream();

	private final List<String> said = new ArrayList<>();

	private final WebSocketProtocol protocol;

	private byte[] arriving = {};

	private boolean endArriving;

	private boolean stops;

	private @Nullable CloseStatus closeOfPeer;

	ConversationPeer(ProtocolSettings settings, boolean direct) {
		this.buffers = new CountedBuffers(direct);
		this.out.direct(direct);
		this.protocol = new WebSocketProtocol(settings, this, this.out, this.buffers);
	}

	WebSocketProtocol protocol() {
		return this.protocol;
	}

	/**
	 * Sends a whole message, compressed where that was agreed on and pays.
	 */
	boolean send(boolean text, ByteBuffer payload, boolean handedOver) {
		MessageDeflater deflater = this.protocol.deflater();
		ByteBuffer deflated = null;
		if (deflater != null && this.protocol.state().maySend() && deflater.wants(payload.remaining())) {
			deflated = deflater.deflate(payload);
		}
		if (deflated != null) {
			return this.protocol.sendDeflated(text, deflated);
		}
		return text ? this.protocol.sendText(payload, handedOver) : this.protocol.sendBinary(payload, handedOver);
	}

	boolean send(PreparedMessage message) {
		MessageDeflater deflater = this.protocol.deflater();
		return this.protocol.send(message, deflater != null && deflater.prepare(message));
	}

	/**
	 * Sends a message in pieces of a length, with a ping between them.
	 */
	boolean sendPieces(boolean text, ByteBuffer payload, int length) {
		MessageDeflater deflater = this.protocol.deflater();
		if (!this.protocol.beginMessage(text, deflater != null)) {
			return false;
		}
		boolean last;
		do {
			int end = Math.min(payload.limit(), payload.position() + length);
			last = end == payload.limit();
			ByteBuffer part = payload.duplicate().limit(end);
			this.protocol.sendFragment((deflater != null) ? deflater.deflatePart(part, last) : part, last);
			if (!last) {
				say(this.protocol.sendPing(ByteBuffer.allocate(1)), "ping 00");
			}
			payload.position(end);
		}
		while (!last);
		return true;
	}

	/** Notes what the other side must hear, if this side could say it. */
	void say(boolean sent, String line) {
		assertThat(sent).as("may be sent").isEqualTo(!this.said.contains("end"));
		if (sent) {
			this.said.add(line);
		}
	}

	void sayClose(CloseStatus status) {
		if (this.protocol.close(status)) {
			this.said.add(CloseCode.isLocalOnly(status.code()) ? "close 1005 " : line(status));
			this.said.add("end");
		}
	}

	/** Whether each message stops the reading. */
	void stops(boolean stops) {
		this.stops = stops;
	}

	/** Puts what this side wrote on its way to the other. */
	void transmit(ConversationPeer other) {
		other.arriving = Wire.join(other.arriving, this.out.take());
		other.endArriving |= this.out.isEnded();
	}

	/** Takes some of the bytes that are on their way. */
	void receive(int most) {
		int length = Math.min(most, this.arriving.length);
		ByteBuffer in = Wire.embedded(Arrays.copyOf(this.arriving, length), this.stops);
		this.arriving = Arrays.copyOfRange(this.arriving, length, this.arriving.length);
		do {
			this.protocol.receive(in);
			takeClose();
		}
		while (in.hasRemaining());
		if (this.arriving.length == 0 && this.endArriving) {
			this.protocol.endInput();
			this.protocol.streamEnded();
			this.protocol.drained();
		}
	}

	private void takeClose() {
		CloseStatus status = this.closeOfPeer;
		if (status == null) {
			return;
		}
		this.closeOfPeer = null;
		boolean echoes = this.protocol.state() == ClosingState.OPEN;
		this.protocol.closeReceived(status);
		if (echoes) {
			this.said.add("close " + status.code() + " ");
			this.said.add("end");
		}
	}

	/** What has been heard is what the other side said, in its order, up to here. */
	void assertHeard(ConversationPeer other, boolean all) {
		List<String> lines = this.heard.take();
		this.heard.add(lines);
		List<String> expected = new ArrayList<>(other.said);
		expected.remove("end");
		assertThat(expected.size()).isGreaterThanOrEqualTo(lines.size());
		assertThat(lines).isEqualTo(all ? expected : expected.subList(0, lines.size()));
	}

	void assertOver(CloseStatus status) {
		MessageDeflater deflater = this.protocol.deflater();
		if (deflater != null) {
			deflater.close();
		}
		assertThat(this.protocol.state()).isIn(ClosingState.COMPLETE, ClosingState.CLOSED);
		assertThat(this.protocol.closeStatus()).isEqualTo(status);
		assertThat(this.protocol.isInputOver()).isTrue();
		assertThat(this.buffers.lent()).isZero();
	}

	static String line(CloseStatus status) {
		return "close " + status.code() + " " + status.reason();
	}

	@Override
	public void text(ByteBuffer utf8, boolean ascii) {
		this.heard.text(utf8, ascii);
		stop();
	}

	@Override
	public void binary(ByteBuffer payload) {
		this.heard.binary(payload);
		stop();
	}

	@Override
	public void chunk(boolean text, ByteBuffer bytes, boolean last) {
		this.chunks.writeBytes(Wire.bytes(bytes));
		if (last) {
			byte[] whole = this.chunks.toByteArray();
			this.chunks.reset();
			ByteBuffer message = ByteBuffer.wrap(whole);
			if (text) {
				this.heard.text(message, new String(whole, StandardCharsets.UTF_8).length() == whole.length);
			}
			else {
				this.heard.binary(message);
			}
		}
		stop();
	}

	@Override
	public void ping(ByteBuffer payload) {
		String hex = Wire.hex(payload);
		if (this.protocol.sendPong(payload)) {
			this.said.add("pong " + hex);
		}
		this.heard.ping(payload);
	}

	@Override
	public void pong(ByteBuffer payload) {
		this.heard.pong(payload);
	}

	@Override
	public void close(CloseStatus status) {
		this.heard.close(status);
		this.closeOfPeer = status;
	}

	@Override
	public void violation(Violation violation) {
		throw new AssertionError(violation + " found in what the other role sent");
	}

	private void stop() {
		if (this.stops) {
			this.protocol.stop();
		}
	}

}
