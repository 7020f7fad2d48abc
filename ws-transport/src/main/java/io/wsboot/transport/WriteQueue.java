package io.wsboot.transport;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;

import io.wsboot.protocol.ByteSink;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be written: entries of whole frames in two lanes, control before data; an
 * entry that is partly out is always finished first.
 * <p>
 * Guarded by the wire lock of its {@link OutboundGate}, except the entries
 * {@link #inFlight() in flight}, which belong to the holder of the write claim, and the
 * counts, which anybody may read.
 */
final class WriteQueue implements ByteSink {

	/**
	 * Bytes that go in flight together: as much as a ping may have to wait for.
	 */
	private static final int FLIGHT = 64 * 1024;

	/**
	 * Entries that go in flight together, two buffers each.
	 */
	static final int FLIGHT_ENTRIES = 16;

	/** Frames that are not worth an entry of their own. */
	private static final int SMALL = 4 * 1024;

	private static final VarHandle QUEUED;

	static {
		try {
			QUEUED = MethodHandles.lookup().findVarHandle(WriteQueue.class, "queuedBytes", long.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private final BufferPool pool;

	private final Lane control = new Lane();

	private final Lane data = new Lane();

	private final Lane inFlight = new Lane();

	private @Nullable Entry claimed;

	private int mark;

	private volatile boolean ended;

	private long dataQueued;

	@SuppressWarnings("unused") // through QUEUED
	private volatile long queuedBytes;

	/** How far the data lane is out; written by the claim's holder. */
	private volatile long dataFlushed;

	/** Where what was dropped began: so far the data lane gets out, and no further. */
	private volatile long droppedFrom = Long.MAX_VALUE;

	WriteQueue(BufferPool pool) {
		this.pool = pool;
	}

	@Override
	public ByteBuffer claim(int size, boolean control) {
		Lane lane = control ? this.control : this.data;
		Entry tail = lane.tail;
		if (tail == null || !tail.hasRoom(size)) {
			tail = new Entry(this.pool.acquire(size), null, control);
			lane.add(tail);
		}
		this.claimed = tail;
		this.mark = tail.run().position();
		return tail.run();
	}

	@Override
	public void write(ByteBuffer buffer) {
		Entry entry = settle(buffer);
		count(entry, buffer.position() - this.mark);
	}

	@Override
	public void write(ByteBuffer buffer, ByteBuffer payload) {
		Entry entry = settle(buffer);
		entry.payload = payload;
		count(entry, buffer.position() - this.mark + payload.remaining());
	}

	@Override
	public void writeShared(ByteBuffer frames) {
		int size = frames.remaining();
		Entry tail = this.data.tail;
		if (tail != null && (size <= SMALL || tail.hasRoom(size))) {
			// copied in company, so that what a slow reader costs is counted in bytes
			write(claim(size, false).put(frames));
			return;
		}
		Entry entry = new Entry(null, frames, false);
		this.data.add(entry);
		count(entry, size);
	}

	/**
	 * Writes bytes that are no frames: a head before the upgrade, a refusal. Nothing
	 * overtakes them.
	 * @param bytes the bytes, handed over
	 */
	void writeRaw(ByteBuffer bytes) {
		Entry entry = new Entry(null, bytes, true);
		this.control.add(entry);
		count(entry, bytes.remaining());
	}

	@Override
	public void end() {
		this.ended = true;
	}

	/**
	 * Whether nothing will be added any more and nothing waits.
	 * @return {@code true} once the stream may be ended
	 */
	boolean isFinished() {
		return this.ended && this.queuedBytes == 0;
	}

	boolean isEnded() {
		return this.ended;
	}

	/**
	 * The bytes that wait, those in flight included.
	 * @return the count; readable from any thread
	 */
	long queuedBytes() {
		return this.queuedBytes;
	}

	/**
	 * The end of what the data lane has been given so far, as an offset to compare with
	 * {@link #dataFlushed()}.
	 * @return bytes since the beginning
	 */
	long dataQueued() {
		return this.dataQueued;
	}

	/**
	 * How far the data lane is out; it never reaches what was dropped.
	 * @return an offset
	 */
	long dataFlushed() {
		return this.dataFlushed;
	}

	int controlBytes() {
		Entry tail = this.control.tail;
		return (tail != null) ? tail.bytes : 0;
	}

	Lane inFlight() {
		return this.inFlight;
	}

	/**
	 * Seals the next entries and puts them in flight, control first, if nothing is.
	 */
	void launch() {
		if (this.inFlight.head != null) {
			return;
		}
		int bytes = 0;
		for (int entries = 0; entries < FLIGHT_ENTRIES && bytes < FLIGHT; entries++) {
			Entry next = launchNext();
			if (next == null) {
				return;
			}
			bytes += next.bytes;
		}
	}

	private @Nullable Entry launchNext() {
		Entry next = this.control.poll();
		if (next == null) {
			next = this.data.poll();
		}
		if (next != null) {
			next.seal();
			this.inFlight.add(next);
		}
		return next;
	}

	/**
	 * Seals everything that waits and puts it in flight, if nothing is and there is not
	 * too much.
	 * @return {@code false} if some of it still waits
	 */
	boolean launchAll() {
		for (int entries = 0; entries < FLIGHT_ENTRIES && launchNext() != null; entries++) {
			// the next one
		}
		return this.control.head == null && this.data.head == null;
	}

	/**
	 * Makes a copy of the payload that was lent to the last data entry, if it waits.
	 */
	void keepLent() {
		keepLent(this.data.tail);
	}

	/**
	 * Makes a copy of what is left of the payload that was lent to the last entry in
	 * flight, if it is not out.
	 */
	void keepLentInFlight() {
		keepLent(this.inFlight.tail);
	}

	private void keepLent(@Nullable Entry last) {
		if (last != null) {
			last.keep(this.pool);
		}
	}

	/**
	 * Books what the claim's holder has written and gives the buffers back.
	 * @param written bytes written of what is in flight
	 */
	void landed(long written) {
		addQueued(-written);
		for (Entry entry = this.inFlight.head; entry != null && entry.isOut(); entry = this.inFlight.head) {
			this.inFlight.poll();
			if (!entry.isControl()) {
				this.dataFlushed = Math.min(this.dataFlushed + entry.bytes, this.droppedFrom);
			}
			entry.release(this.pool);
		}
	}

	/**
	 * Drops the data that is not in flight, because its reader is too slow. Only a Close
	 * may follow.
	 */
	void dropWaiting() {
		this.droppedFrom = Math.min(this.dataQueued - drop(this.data), this.droppedFrom);
	}

	/**
	 * Drops everything; the holder of the claim, after the connection has ended.
	 */
	void dispose() {
		drop(this.inFlight);
		drop(this.control);
		drop(this.data);
	}

	private long drop(Lane lane) {
		long bytes = 0;
		for (Entry entry = lane.poll(); entry != null; entry = lane.poll()) {
			addQueued(-entry.remaining());
			bytes += entry.bytes;
			entry.release(this.pool);
		}
		return bytes;
	}

	private void addQueued(long bytes) {
		long before = (long) QUEUED.getAndAdd(this, bytes);
		assert before + bytes >= 0 : "More bytes left than were queued";
	}

	private Entry settle(ByteBuffer buffer) {
		Entry entry = this.claimed;
		if (entry == null || entry.run != buffer) {
			throw new IllegalStateException("Only the buffer of the last claim can be written");
		}
		this.claimed = null;
		return entry;
	}

	private void count(Entry entry, int bytes) {
		entry.bytes += bytes;
		addQueued(bytes);
		if (!entry.isControl()) {
			this.dataQueued += bytes;
		}
	}

	/**
	 * A queue of entries.
	 */
	static final class Lane {

		private @Nullable Entry head;

		private @Nullable Entry tail;

		@Nullable Entry head() {
			return this.head;
		}

		private void add(Entry entry) {
			Entry last = this.tail;
			if (last == null) {
				this.head = entry;
			}
			else {
				last.next = entry;
			}
			this.tail = entry;
		}

		private @Nullable Entry poll() {
			Entry first = this.head;
			if (first != null) {
				this.head = first.next;
				first.next = null;
				if (this.head == null) {
					this.tail = null;
				}
			}
			return first;
		}

	}

	/**
	 * A run of whole frames, the last of which may have its payload apart.
	 */
	static final class Entry {

		/** A pooled buffer; frames are appended until the entry is sealed. */
		private final @Nullable ByteBuffer run;

		private @Nullable ByteBuffer payload;

		/** Whether {@link #payload} is from the pool. */
		private boolean staged;

		private final boolean control;

		private boolean sealed;

		private int bytes;

		private @Nullable Entry next;

		private Entry(@Nullable ByteBuffer run, @Nullable ByteBuffer payload, boolean control) {
			this.run = run;
			this.payload = payload;
			this.control = control;
		}

		boolean isControl() {
			return this.control;
		}

		@Nullable Entry next() {
			return this.next;
		}

		/**
		 * Appends the buffers that are still to be written; a payload on the heap is
		 * moved to a direct buffer first.
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
				if (!behind.isDirect() && behind.remaining() <= BufferPool.FRAGMENT) {
					behind = stage(behind, pool);
				}
				out[gathered++] = behind;
			}
			return gathered;
		}

		/**
		 * Makes a copy of what is left of a payload that somebody else is going to
		 * overwrite.
		 */
		private void keep(BufferPool pool) {
			ByteBuffer lent = this.payload;
			if (lent != null && lent.hasRemaining() && !this.staged) {
				stage(lent, pool);
			}
		}

		private ByteBuffer stage(ByteBuffer bytes, BufferPool pool) {
			ByteBuffer own = pool.acquire(bytes.remaining()).put(bytes).flip();
			this.payload = own;
			this.staged = true;
			return own;
		}

		private ByteBuffer run() {
			if (this.run == null) {
				throw new IllegalStateException("An entry of shared bytes has no run");
			}
			return this.run;
		}

		private boolean hasRoom(int size) {
			return this.run != null && this.payload == null && this.run.remaining() >= size;
		}

		private void seal() {
			if (this.run != null) {
				this.run.flip();
			}
			this.sealed = true;
		}

		private int remaining() {
			if (!this.sealed) {
				return this.bytes;
			}
			return ((this.run != null) ? this.run.remaining() : 0)
					+ ((this.payload != null) ? this.payload.remaining() : 0);
		}

		private boolean isOut() {
			return (this.run == null || !this.run.hasRemaining())
					&& (this.payload == null || !this.payload.hasRemaining());
		}

		private void release(BufferPool pool) {
			pool.release(this.run);
			if (this.staged) {
				pool.release(this.payload);
			}
		}

	}

}
