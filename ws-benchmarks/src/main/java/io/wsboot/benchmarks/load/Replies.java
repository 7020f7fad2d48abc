package io.wsboot.benchmarks.load;

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

/**
 * Reads what the server sends to one connection and compares it with what is due: the
 * stamps of every message, and the whole of every 32nd.
 */
final class Replies {

	private static final int WHOLE_EVERY = 32;

	private final Exchange exchange;

	private final Messages messages;

	private final Faults faults;

	private final long name;

	private final @Nullable Inflation inflation;

	private final int length;

	private final int stampsAt;

	private final long mask;

	private final FrameHeader header = new FrameHeader();

	private long count;

	private long payload;

	private boolean inFrame;

	private long left;

	private int at;

	private long first;

	private long second;

	/**
	 * Expects the first message.
	 * @param exchange hears of each message
	 * @param messages what they look like
	 * @param name the stamp of whoever has sent them
	 * @param faults takes what is not as expected
	 */
	Replies(Exchange exchange, Messages messages, long name, Faults faults) {
		this.exchange = exchange;
		this.messages = messages;
		this.faults = faults;
		this.name = name;
		this.inflation = messages.compressed() ? new Inflation(faults) : null;
		this.length = messages.reply(0).capacity();
		this.stampsAt = messages.stampsAt();
		this.mask = messages.replyMask();
	}

	long count() {
		return this.count;
	}

	/** How many bytes of payload have arrived, which may have been compressed. */
	long payload() {
		return this.payload;
	}

	void read(ByteBuffer input, long now) {
		int position = input.position();
		int limit = input.limit();
		while (position < limit) {
			int start = wholeMessageAt(input, position, limit);
			if (start >= 0) {
				judge(input.getLong(start + this.stampsAt), input.getLong(start + this.stampsAt + 8));
				compare(input, start, 0, this.length);
				this.payload += this.length;
				position = start + this.length;
				delivered(now);
			}
			else {
				input.position(position);
				piece(input, now);
				position = input.position();
			}
		}
	}

	/**
	 * Where the payload of a message starts that has arrived in one frame and in one
	 * piece, and -1 if it has not.
	 */
	private int wholeMessageAt(ByteBuffer input, int position, int limit) {
		if (this.inFrame || this.at > 0 || this.header.isCut() || this.inflation != null) {
			return -1;
		}
		int start = position;
		if (!this.messages.raw()) {
			if (limit - position < FrameHeader.LONGEST) {
				// the last short frame of a read takes a second look
				start = FrameHeader.skipShort(input, position, this.messages.opcode(), this.length);
			}
			else {
				start = FrameHeader.skip(input, position, this.messages.opcode(), this.length);
			}
		}
		return (start >= 0 && limit - start >= this.length) ? start : -1;
	}

	/**
	 * Takes a piece of a frame: of its header or of its payload.
	 */
	private void piece(ByteBuffer input, long now) {
		if (!this.inFrame) {
			if (this.messages.raw()) {
				this.left = this.length;
			}
			else if (!this.header.take(input) || !isAcceptable(input)) {
				return;
			}
			else {
				this.left = this.header.length();
			}
			this.inFrame = true;
		}
		int count = (int) Math.min(this.left, input.remaining());
		if (!this.messages.raw() && this.header.isControl()) {
			this.header.control(input, count);
		}
		else {
			payload(input, count);
		}
		this.left -= count;
		if (this.left == 0) {
			this.inFrame = false;
			endOfFrame(now);
		}
	}

	private boolean isAcceptable(ByteBuffer input) {
		String problem = this.header.problem(this.inflation != null);
		if (problem.isEmpty()) {
			return true;
		}
		this.faults.add("the server sent %s", problem);
		this.exchange.connection().reset();
		input.position(input.limit());
		return false;
	}

	private void payload(ByteBuffer input, int count) {
		this.payload += count;
		if (this.inflation == null) {
			plain(input, count);
			return;
		}
		this.inflation.take(input.slice(input.position(), count));
		inflate(this.inflation);
		input.position(input.position() + count);
	}

	private void inflate(Inflation inflation) {
		for (ByteBuffer plain = inflation.next(); plain.hasRemaining(); plain = inflation.next()) {
			plain(plain, plain.remaining());
		}
	}

	private void plain(ByteBuffer input, int count) {
		int start = input.position();
		for (int i = 0; i < count && this.at + i < this.stampsAt + Messages.STAMPS; i++) {
			this.first = this.first << 8 | this.second >>> 56;
			this.second = (this.second << 8) | (input.get(start + i) & 0xFF);
		}
		if (this.at + (long) count > this.length) {
			this.faults.add("a message is longer than %d bytes", this.length);
		}
		else {
			compare(input, start, this.at, count);
		}
		this.at += count;
		input.position(start + count);
	}

	private void endOfFrame(long now) {
		if (this.messages.raw()) {
			endOfMessage(now);
		}
		else if (this.header.isControl()) {
			control(now);
		}
		else {
			if (this.header.opcode() != 0 && this.header.opcode() != this.messages.opcode()) {
				this.faults.add("a message has the opcode %d instead of %d", this.header.opcode(),
						this.messages.opcode());
			}
			if (this.header.fin()) {
				endOfMessage(now);
			}
		}
	}

	private void control(long now) {
		if (this.header.opcode() == 8) {
			this.exchange.connection().lost("the server sent a close frame");
		}
		else if (this.header.opcode() == 9) {
			this.exchange.connection().pinged(this.header.control(), now);
		}
	}

	private void endOfMessage(long now) {
		if (this.inflation != null) {
			this.inflation.takeTail();
			inflate(this.inflation);
		}
		if (this.at != this.length) {
			this.faults.add("a message has %d bytes instead of %d", this.at, this.length);
		}
		judge(this.first, this.second);
		this.at = 0;
		delivered(now);
	}

	private void delivered(long now) {
		this.exchange.message(this.count++, now);
	}

	private void judge(long first, long second) {
		long expected = Messages.stamp((int) this.count);
		if ((first ^ this.mask) != this.name || (second ^ this.mask) != expected) {
			this.faults.add("message %s of %s arrived where %s of %s was due", Messages.describe(second ^ this.mask),
					Messages.describe(first ^ this.mask), Messages.describe(expected), Messages.describe(this.name));
		}
	}

	/**
	 * Compares a piece of every 32nd message, but for the stamps.
	 */
	private void compare(ByteBuffer input, int start, int from, int count) {
		if (this.count % WHOLE_EVERY != 0) {
			return;
		}
		int to = from + count;
		compareBetween(input, start - from, from, Math.min(to, this.stampsAt));
		compareBetween(input, start - from, Math.max(from, this.stampsAt + Messages.STAMPS), to);
	}

	private void compareBetween(ByteBuffer input, int offset, int from, int to) {
		if (from >= to) {
			return;
		}
		ByteBuffer expected = this.messages.reply(this.count).clear().limit(to).position(from);
		int limit = input.limit();
		int position = input.position();
		input.limit(offset + to).position(offset + from);
		if (input.mismatch(expected) >= 0) {
			this.faults.add("message %d is damaged between %d and %d", this.count, from, to);
		}
		input.limit(limit).position(position);
	}

}
