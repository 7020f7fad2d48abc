package io.wsboot.protocol;

import java.nio.ByteBuffer;
import java.util.List;

import io.wsboot.protocol.NaiveFrames.Frame;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One side of a compressed connection, whose frames are read by the second codecs.
 */
final class DeflatingPair {

	private final CompressionPool pool = new CompressionPool(2);

	private final RecordedBytes bytes = new RecordedBytes();

	private final WebSocketProtocol protocol;

	private final MessageDeflater deflater;

	private final NaiveInflater peer;

	private int compressed;

	private int sent;

	DeflatingPair(Role sender, int windowBits, boolean takeover) {
		DeflateParameters parameters = (sender == Role.SERVER)
				? new DeflateParameters(!takeover, takeover, windowBits, 15)
				: new DeflateParameters(takeover, !takeover, 15, windowBits);
		PerMessageDeflate deflate = new PerMessageDeflate(parameters, new CompressionOptions(6, 0, true, true, 15, 15),
				this.pool);
		this.protocol = new WebSocketProtocol(new ProtocolSettings(sender, ProtocolLimits.DEFAULTS, false, deflate),
				new Recorder(), this.bytes, BufferSource.HEAP);
		this.deflater = this.protocol.deflater();
		this.peer = new NaiveInflater(windowBits, takeover);
	}

	WebSocketProtocol protocol() {
		return this.protocol;
	}

	MessageDeflater deflater() {
		return this.deflater;
	}

	CompressionPool pool() {
		return this.pool;
	}

	/**
	 * How many messages left compressed.
	 */
	int compressed() {
		return this.compressed;
	}

	/**
	 * The bytes of all payloads on the wire.
	 */
	int sent() {
		return this.sent;
	}

	int furthest() {
		return this.peer.furthest();
	}

	void sendWhole(byte[] payload) {
		ByteBuffer embedded = Wire.embedded(payload, payload.length % 2 == 0);
		ByteBuffer deflated = this.deflater.wants(payload.length) ? this.deflater.deflate(embedded) : null;
		assertThat(embedded.remaining()).as("position and limit are left").isEqualTo(payload.length);
		if (deflated != null) {
			assertThat(deflated.remaining()).isLessThan(payload.length);
			assertThat(this.protocol.sendDeflated(false, deflated)).isTrue();
		}
		else {
			this.protocol.sendBinary(embedded, false);
		}
		expect(payload);
	}

	void sendPrepared(PreparedMessage message, byte[] payload) {
		this.protocol.send(message, this.deflater.prepare(message));
		expect(payload);
	}

	void sendPieces(byte[] payload, int length) {
		this.protocol.beginMessage(false, true);
		for (int at = 0; at < payload.length; at += length) {
			ByteBuffer piece = ByteBuffer.wrap(payload, at, Math.min(length, payload.length - at));
			this.protocol.sendFragment(this.deflater.deflatePart(piece, false), false);
		}
		this.protocol.sendFragment(this.deflater.deflatePart(ByteBuffer.allocate(0), true), true);
		expect(payload);
	}

	private void expect(byte[] payload) {
		List<Frame> frames = NaiveFrames.decode(this.bytes.take());
		byte[] wire = Wire.join(frames.stream().map(Frame::payload).toArray(byte[][]::new));
		int first = frames.get(0).firstByte();
		assertThat(first & 0x3F).isEqualTo(2);
		assertThat(frames.subList(1, frames.size())).allMatch((frame) -> (frame.firstByte() & 0x7F) == 0);
		boolean deflated = (first & 0x40) != 0;
		this.compressed += deflated ? 1 : 0;
		this.sent += wire.length;
		assertThat(deflated ? this.peer.message(wire) : wire).isEqualTo(payload);
	}

}
