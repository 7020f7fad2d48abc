package io.wsboot.benchmarks.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/**
 * What one connection sends and what it expects to come back.
 */
final class Exchange {

	/** Hears of each message that has arrived, and of each read when it is used up. */
	interface Sink {

		void message(Exchange exchange, long sequence, long now);

		void endOfRead(Exchange exchange, long now);

	}

	private final Connection connection;

	private final Messages messages;

	private final long name;

	private final Replies replies;

	private final Sink sink;

	private final int pipeline;

	private final long[] sentAt;

	private int due;

	private long sent;

	private long timed;

	private int skip;

	/**
	 * Starts with nothing due.
	 * @param connection the connection
	 * @param messages the messages of the task
	 * @param names whose stamps this connection sends and whose it expects
	 * @param pipeline how many messages may be on their way
	 * @param sink hears what arrives
	 */
	Exchange(Connection connection, Messages messages, Names names, int pipeline, Sink sink) {
		this.connection = connection;
		this.messages = messages;
		this.name = Messages.stamp(names.own());
		this.replies = new Replies(this, messages, Messages.stamp(names.expected()), connection.faults());
		this.sink = sink;
		this.pipeline = pipeline;
		this.sentAt = new long[Integer.highestOneBit(Math.max(1, 2 * pipeline - 1))];
	}

	/**
	 * Two connections by number.
	 *
	 * @param own who sends
	 * @param expected whose messages arrive
	 */
	record Names(int own, int expected) {

	}

	/**
	 * Makes messages due; the next write takes them along.
	 */
	void due(int count) {
		this.due += count;
	}

	/** How many messages are due. */
	int due() {
		return this.due;
	}

	/**
	 * Writes what is due.
	 * @return whether all of it has left
	 */
	boolean write(WritableByteChannel channel, long now) throws IOException {
		if (this.due == 0) {
			return true;
		}
		int count = Math.min(this.due, this.pipeline);
		int mask = this.sentAt.length - 1;
		for (long last = this.sent + count; this.timed < last; this.timed++) {
			this.sentAt[(int) this.timed & mask] = now;
		}
		ByteBuffer frames = this.messages.stamped(this.name, this.sent, count, this.skip);
		int start = frames.position() - this.skip;
		channel.write(frames);
		int written = frames.position() - start;
		int whole = written / this.messages.frameLength();
		this.skip = written % this.messages.frameLength();
		this.sent += whole;
		this.due -= whole;
		return this.due == 0;
	}

	/** Whether no frame is half written. */
	boolean betweenFrames() {
		return this.skip == 0;
	}

	void received(ByteBuffer input, long now) {
		this.replies.read(input, now);
		this.sink.endOfRead(this, now);
	}

	void message(long sequence, long now) {
		this.sink.message(this, sequence, now);
	}

	long sentAt(long sequence) {
		return this.sentAt[(int) sequence & this.sentAt.length - 1];
	}

	/** How many messages are due, on their way, or on their way back. */
	long outstanding() {
		return this.sent + this.due - this.replies.count();
	}

	/** What has come back. */
	Replies replies() {
		return this.replies;
	}

	Connection connection() {
		return this.connection;
	}

}
