package io.wsboot.benchmarks.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * The messages of a task: masked frames, built once and shared by all connections. Before
 * a frame leaves, its first 16 bytes of payload are stamped with the connection and with
 * the message's number, so a reply that is crossed, lost, doubled or damaged shows.
 *
 * <p>
 * Without a protocol, the same bytes leave and are expected to return as they are. With
 * compression, different texts leave in turns; otherwise a context would make nothing of
 * them.
 */
final class Messages {

	/** How many bytes of payload carry the stamps. */
	static final int STAMPS = 16;

	private static final int KEY = 0x37FA213D;

	private static final long KEY_TWICE = (KEY & 0xFFFFFFFFL) << 32 | (KEY & 0xFFFFFFFFL);

	private final ByteBuffer frames;

	private final ByteBuffer[] replies;

	private final int frameLength;

	private final int stampsIn;

	private final long stampKey;

	private final Dialect dialect;

	private final int opcode;

	/**
	 * Builds the frames.
	 * @param traffic the size of a message, and how many leave at once
	 * @param dialect how they leave, and how they come back
	 */
	Messages(Traffic traffic, Dialect dialect) {
		this.dialect = dialect;
		this.opcode = traffic.binary() ? 2 : 1;
		List<CompressedText> texts = compressed() ? CompressedText.ofSize(traffic.size()) : List.of();
		byte[][] payloads = compressed() ? texts.stream().map(CompressedText::compressed).toArray(byte[][]::new)
				: new byte[][] { payload(traffic) };
		byte[][] frames = new byte[payloads.length][];
		for (int i = 0; i < frames.length; i++) {
			frames[i] = frame(payloads[i], (compressed() ? 0xC0 : 0x80) | this.opcode);
		}
		this.frameLength = frames[0].length;
		this.stampsIn = this.frameLength - payloads[0].length + (compressed() ? CompressedText.PLAIN_AT : 0);
		this.stampKey = Long.rotateLeft(KEY_TWICE, compressed() ? Byte.SIZE * CompressedText.PLAIN_AT : 0);
		this.frames = ByteBuffer.allocateDirect(this.frameLength * (frames.length + traffic.pipeline() - 1));
		for (int i = 0; this.frames.hasRemaining(); i++) {
			this.frames.put(frames[i % frames.length]);
		}
		byte[][] bodies = raw() ? frames
				: compressed() ? texts.stream().map(CompressedText::plain).toArray(byte[][]::new) : payloads;
		this.replies = new ByteBuffer[bodies.length];
		for (int i = 0; i < bodies.length; i++) {
			this.replies[i] = ByteBuffer.allocateDirect(bodies[i].length).put(bodies[i]).rewind();
		}
	}

	private static byte[] payload(Traffic traffic) {
		byte[] payload = new byte[traffic.size()];
		for (int i = 0; i < payload.length; i++) {
			payload[i] = (byte) (traffic.binary() ? i * 131 + 7 : ' ' + i * 7 % 94);
		}
		return payload;
	}

	private static byte[] frame(byte[] payload, int first) {
		ByteBuffer frame = ByteBuffer.allocate(14 + payload.length).put((byte) first);
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
		return Arrays.copyOf(frame.array(), frame.position());
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
		int start = (int) (sequence % this.replies.length) * this.frameLength;
		int at = start + this.stampsIn;
		for (int i = 0; i < count; i++) {
			target.putLong(at, name ^ this.stampKey);
			target.putLong(at + 8, stamp((int) (sequence + i)) ^ this.stampKey);
			at += this.frameLength;
		}
		return target.limit(start + count * this.frameLength).position(start + skip);
	}

	int frameLength() {
		return this.frameLength;
	}

	/** The whole reply to a message without a frame's header, and its stamps not set. */
	ByteBuffer reply(long sequence) {
		return this.replies[(int) (sequence % this.replies.length)];
	}

	/** Where in the reply the stamps are. */
	int stampsAt() {
		return raw() ? this.stampsIn : 0;
	}

	/** What the stamps of a reply are masked with. */
	long replyMask() {
		return raw() ? KEY_TWICE : 0;
	}

	boolean raw() {
		return this.dialect == Dialect.RAW;
	}

	boolean compressed() {
		return this.dialect == Dialect.DEFLATE;
	}

	int opcode() {
		return this.opcode;
	}

	/** A readable stamp, for the message of a fault. */
	static String describe(long stamp) {
		return new String(ByteBuffer.allocate(8).putLong(stamp).array(), StandardCharsets.ISO_8859_1);
	}

}
