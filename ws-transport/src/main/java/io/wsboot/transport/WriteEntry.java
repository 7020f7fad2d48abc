package io.wsboot.transport;

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

/**
 * A run of whole frames that leave together, the last of which may have its payload
 * apart; or frames that are shared by many connections.
 * <p>
 * A lane of entries is a ring, known by its last one: an empty lane costs nothing. An
 * entry belongs to the holder of the wire lock until it is in flight, and then to the
 * holder of the write claim.
 */
final class WriteEntry {

	/** Frames are appended until the entry is sealed. */
	private final @Nullable ByteBuffer run;

	private @Nullable ByteBuffer payload;

	/** Whether {@link #payload} is going to be overwritten by its owner. */
	private boolean lent;

	/** Whether {@link #payload} is from the pool. */
	private boolean staged;

	private boolean control;

	/** Whether who waits for what was sent may wait for this entry. */
	private boolean awaited;

	/** How many shared entries are in the lane, up to this one. */
	private int sharedInLane;

	private boolean sealed;

	private int bytes;

	/** Messages that end in the entry. */
	private int messages;

	/** Behind the last entry of a lane comes its first. */
	private WriteEntry next = this;

	/**
	 * An entry of its own frames.
	 * @param run takes the frames; {@code null} if they are to be {@link #refer shared}
	 */
	WriteEntry(@Nullable ByteBuffer run) {
		this.run = run;
	}

	/**
	 * Adds an entry to a lane.
	 * @param last the lane
	 * @return the lane with the entry, which is the entry
	 */
	WriteEntry behind(@Nullable WriteEntry last) {
		if (last != null) {
			this.next = last.next;
			last.next = this;
		}
		return this;
	}

	/**
	 * Takes the first entry out of the lane whose last this is.
	 * @return the lane without it
	 */
	@Nullable WriteEntry withoutFirst() {
		WriteEntry first = this.next;
		if (first == this) {
			return null;
		}
		this.next = first.next;
		first.next = first;
		return this;
	}

	/**
	 * The next entry; behind the last one the first.
	 * @return the entry itself if it is alone
	 */
	WriteEntry next() {
		return this.next;
	}

	boolean isControl() {
		return this.control;
	}

	void control(boolean overtakes) {
		this.control = overtakes;
	}

	boolean isAwaited() {
		return this.awaited;
	}

	void awaited(boolean counts) {
		this.awaited = counts;
	}

	int sharedInLane() {
		return this.sharedInLane;
	}

	void sharedInLane(int entries) {
		this.sharedInLane = entries;
	}

	/**
	 * How many bytes the entry has in all.
	 * @return those that are out included
	 */
	int bytes() {
		return this.bytes;
	}

	void count(int added) {
		this.bytes += added;
	}

	int messages() {
		return this.messages;
	}

	void messageEnds() {
		this.messages++;
	}

	ByteBuffer run() {
		if (this.run == null) {
			throw new IllegalStateException("An entry of shared bytes has no run");
		}
		return this.run;
	}

	boolean hasRun() {
		return this.run != null;
	}

	/**
	 * Whether frames have been appended to the run, and not counted.
	 * @param buffer a buffer
	 * @return {@code false} if it is another, or there is nothing new in it
	 */
	boolean hasNewIn(ByteBuffer buffer) {
		return this.run == buffer && !this.sealed && buffer.position() > this.bytes;
	}

	boolean hasRoom(int size) {
		return this.run != null && this.payload == null && this.run.remaining() >= size;
	}

	/**
	 * Lets the entry end with bytes that lie elsewhere.
	 * @param elsewhere the bytes, which nobody changes
	 */
	void refer(ByteBuffer elsewhere) {
		this.payload = elsewhere;
	}

	void seal() {
		if (this.run != null) {
			this.run.flip();
		}
		this.sealed = true;
	}

	int remaining() {
		if (!this.sealed) {
			return this.bytes;
		}
		return ((this.run != null) ? this.run.remaining() : 0)
				+ ((this.payload != null) ? this.payload.remaining() : 0);
	}

	boolean isOut() {
		return (this.run == null || !this.run.hasRemaining()) && (this.payload == null || !this.payload.hasRemaining());
	}

	/**
	 * Appends the buffers that are still to be written; a payload on the heap is moved to
	 * a direct buffer first, unless it is so small that whoever writes copies it.
	 * @param out takes the buffers
	 * @param count how many are there already
	 * @param pool lends the direct buffer
	 * @return how many are there now
	 */
	int gather(ByteBuffer[] out, int count, BufferPool pool) {
		int gathered = count;
		if (this.run != null && this.run.hasRemaining()) {
			out[gathered++] = this.run;
		}
		ByteBuffer behind = this.payload;
		if (behind != null && behind.hasRemaining()) {
			int length = behind.remaining();
			if (!behind.isDirect() && length > Flight.COPIED) {
				behind = stage(behind, pool);
			}
			out[gathered++] = behind;
		}
		return gathered;
	}

	/**
	 * The bytes that lie elsewhere do so only until {@link #keep}.
	 */
	void lend() {
		this.lent = true;
	}

	/**
	 * Makes a copy of what is left of a payload that was lent.
	 * @param pool lends a buffer for it
	 */
	void keep(BufferPool pool) {
		ByteBuffer left = this.payload;
		if (this.lent && left != null && left.hasRemaining() && !this.staged) {
			stage(left, pool);
		}
		this.lent = false;
	}

	private ByteBuffer stage(ByteBuffer source, BufferPool pool) {
		ByteBuffer own = pool.acquireForWriting(source.remaining()).put(source).flip();
		this.payload = own;
		this.staged = true;
		return own;
	}

	/**
	 * Gives back what was borrowed; the entry is in no lane any more.
	 * @param pool lent it
	 */
	void release(BufferPool pool) {
		if (this.staged) {
			pool.release(this.payload);
		}
		this.payload = null;
		this.staged = false;
		this.lent = false;
		this.sealed = false;
		this.bytes = 0;
		this.messages = 0;
		pool.recycle(this);
	}

}
