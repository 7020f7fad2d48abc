package io.wsboot.benchmarks.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The messages of a task: masked frames, built once and shared by all connections. Before
 * a frame leaves, its first 16 bytes of payload are stamped with the connection and with
 * the message's number, so a reply that is crossed, lost, doubled or damaged shows.
 *
 * <p>
 * Without a protocol, the same bytes leave and are expected to return as they are.
 */
final class Messages {

	/** How many bytes of payload carry the stamps. */
	static final int STAMPS = 16;

	private static final int KEY = 0x37FA213D;

	private static final long KEY_TWICE = (KEY & 0xFFFFFFFFL) << 32 | (KEY & 0xFFFFFFFFL);

	private final ByteBuffer frames;

	private final ByteBuffer reply;

	private final int frameLength;

	private final int payloadAt;

	private final boolean raw;

	private final int opcode;

	/**
	 * Builds the frames.
	 * @param traffic the size of a message, and how many leave at once
	 * @param raw whether what comes back is the frame itself
	 */
	Messages(Traffic traffic, boolean raw) {
		byte[] payload = payload(traffic);
		ByteBuffer frame = frame(payload, traffic.binary());
		this.raw = raw;
		this.opcode = traffic.binary() ? 2 : 1;
		this.payloadAt = frame.limit() - payload.length;
		this.frameLength = frame.limit();
		this.frames = ByteBuffer.allocateDirect(frame.limit() * traffic.pipeline());
		for (int copy = 0; copy < traffic.pipeline(); copy++) {
			this.frames.put(frame.rewind());
		}
		frame.rewind();
		byte[] body = payload;
		if (raw) {
			body = new byte[frame.limit()];
			frame.get(body);
		}
		this.reply = ByteBuffer.allocateDirect(body.length).put(body).rewind();
	}

	private static byte[] payload(Traffic traffic) {
		byte[] payload = new byte[traffic.size()];
		for (int i = 0; i < payload.length; i++) {
			payload[i] = (byte) (traffic.binary() ? i * 131 + 7 : ' ' + i * 7 % 94);
		}
		return payload;
	}

	private static ByteBuffer frame(byte[] payload, boolean binary) {
		ByteBuffer frame = ByteBuffer.allocate(14 + payload.length).put((byte) (binary ? 0x82 : 0x81));
		if (payload.length < 126) {
			frame.put((byte) (0x80 | payload.length));
		}
		else if (payload.length < 1 << 16) {
			frame.put((byte) 0xFE).putShort((short) payload.length);
		}
		else {
			frame.put((byte) 0xFF).putLong(payload.length);
		}
		frame.putInt(KEY);
		for (int i = 0; i < payload.length; i++) {
			frame.put((byte) (payload[i] ^ (KEY >> (24 - 8 * (i & 3)))));
		}
		return frame.flip();
	}

	/**
	 * A stamp: eight letters for 32 bits.
	 */
	static long stamp(int value) {
		long spread = value & 0xFFFFFFFFL;
		spread = (spread | spread << 16) & 0x0000FFFF0000FFFFL;
		spread = (spread | spread << 8) & 0x00FF00FF00FF00FFL;
		spread = (spread | spread << 4) & 0x0F0F0F0F0F0F0F0FL;
		return spread + 0x4141414141414141L;
	}

	/**
	 * Stamps frames for a write.
	 * @param name the connection's stamp
	 * @param sequence the number of the first message
	 * @param count how many messages
	 * @param skip how many bytes of the first frame have left already
	 * @return the frames, for one write
	 */
	ByteBuffer stamped(long name, long sequence, int count, int skip) {
		ByteBuffer target = this.frames;
		target.clear();
		int at = this.payloadAt;
		for (int i = 0; i < count; i++) {
			target.putLong(at, name ^ KEY_TWICE);
			target.putLong(at + 8, stamp((int) (sequence + i)) ^ KEY_TWICE);
			at += this.frameLength;
		}
		return target.limit(count * this.frameLength).position(skip);
	}

	int frameLength() {
		return this.frameLength;
	}

	/** The whole reply without a frame's header, and its stamps not set. */
	ByteBuffer reply() {
		return this.reply;
	}

	/** Where in the reply the stamps are. */
	int stampsAt() {
		return this.raw ? this.payloadAt : 0;
	}

	/** What the stamps of a reply are masked with. */
	long replyMask() {
		return this.raw ? KEY_TWICE : 0;
	}

	boolean raw() {
		return this.raw;
	}

	int opcode() {
		return this.opcode;
	}

	/** A readable stamp, for the message of a fault. */
	static String describe(long stamp) {
		return new String(ByteBuffer.allocate(8).putLong(stamp).array(), StandardCharsets.ISO_8859_1);
	}

}
