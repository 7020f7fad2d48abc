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
 * Guarded by the wire lock, which it extends, except the entries {@link #inFlight() in
 * flight}, which belong to the holder of the write claim, and the counts, which anybody
 * may read.
 */
abstract class WriteQueue extends WireLock implements ByteSink {

	/**
	 * Bytes that go in flight together: as much as a ping may have to wait for.
	 */
	private static final int FLIGHT = 64 * 1024;

	/**
	 * Entries that go in flight together, two buffers each.
	 */
	static final int FLIGHT_ENTRIES = 16;

	/** Frames that are not worth an entry of their own, where many wait. */
	private static final int SMALL = 4 * 1024;

	/** So many shared entries wait before small frames are copied instead. */
	private static final int MOST_SHARED = 8;

	private static final VarHandle QUEUED;

	private static final VarHandle LANDED;

	static {
		try {
			MethodHandles.Lookup lookup = MethodHandles.lookup();
			QUEUED = lookup.findVarHandle(WriteQueue.class, "queued", long.class);
			LANDED = lookup.findVarHandle(WriteQueue.class, "landed", long.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	/** The last entry of each lane. */
	private @Nullable WriteEntry control;

	private @Nullable WriteEntry data;

	private @Nullable WriteEntry inFlight;

	private volatile boolean ended;

	/** Something was dropped, so that what follows is not what anybody waits for. */
	private boolean dropped;

	private long dataQueued;

	/**
	 * Bytes taken since the beginning, without those that were dropped; written by the
	 * holder of the wire lock.
	 */
	@SuppressWarnings("unused") // through QUEUED
	private volatile long queued;

	/** Bytes written since the beginning; written by the claim's holder. */
	@SuppressWarnings("unused") // through LANDED
	private volatile long landed;

	/** How far the data lane is out; written by the claim's holder. */
	private volatile long dataFlushed;

	/**
	 * Lends entries and buffers.
	 * @return the loop's pool
	 */
	abstract BufferPool pool();

	@Override
	public final ByteBuffer claim(int size, boolean overtakes) {
		WriteEntry tail = overtakes ? this.control : this.data;
		if (tail == null || !tail.hasRoom(size)) {
			tail = pool().entry(size);
			tail.control(overtakes);
			add(tail);
		}
		// without what was encoded and, for want of memory, not written
		return tail.run().position(tail.bytes());
	}

	@Override
	public final void write(ByteBuffer buffer) {
		WriteEntry entry = claimed(buffer);
		count(entry, buffer.position() - entry.bytes());
	}

	@Override
	public final void write(ByteBuffer buffer, ByteBuffer payload) {
		WriteEntry entry = claimed(buffer);
		entry.refer(payload);
		count(entry, buffer.position() - entry.bytes() + payload.remaining());
	}

	@Override
	public final void writeShared(ByteBuffer frames) {
		int size = frames.remaining();
		WriteEntry tail = this.data;
		if (tail != null && (tail.hasRoom(size) || (size <= SMALL && tail.sharedInLane() >= MOST_SHARED))) {
			// copied in company, so that what a slow reader costs is counted in bytes
			write(claim(size, false).put(frames));
			return;
		}
		add(frames, false);
	}

	/**
	 * Writes bytes that are no frames: a head before the upgrade, a refusal. Nothing
	 * overtakes them.
	 * @param bytes the bytes, handed over
	 */
	final void writeRaw(ByteBuffer bytes) {
		add(bytes, true);
	}

	@Override
	public final void end() {
		this.ended = true;
	}

	/**
	 * Whether nothing will be added any more and nothing waits.
	 * @return {@code true} once the stream may be ended
	 */
	final boolean isFinished() {
		return this.ended && encodedBytes() == 0;
	}

	final boolean isEnded() {
		return this.ended;
	}

	/**
	 * The bytes of frames that wait, those in flight included.
	 * @return the count; readable from any thread
	 */
	final long encodedBytes() {
		// in this order, so that it is never less than there is
		long out = this.landed;
		return this.queued - out;
	}

	/**
	 * The end of what the data lane has been given so far, as an offset to compare with
	 * {@link #dataFlushed()}.
	 * @return bytes since the beginning
	 */
	final long dataQueued() {
		return this.dataQueued;
	}

	/**
	 * How far the data lane is out; it never reaches what was dropped.
	 * @return an offset
	 */
	final long dataFlushed() {
		return this.dataFlushed;
	}

	final int controlBytes() {
		WriteEntry tail = this.control;
		return (tail != null) ? tail.bytes() : 0;
	}

	/**
	 * What the claim's holder is to write.
	 * @return the last entry, behind which comes the first; {@code null} if there is none
	 */
	final @Nullable WriteEntry inFlight() {
		return this.inFlight;
	}

	/**
	 * Seals the next entries and puts them in flight, control first, if nothing is.
	 */
	final void launch() {
		if (this.inFlight != null) {
			return;
		}
		int bytes = 0;
		for (int entries = 0; entries < FLIGHT_ENTRIES && bytes < FLIGHT; entries++) {
			WriteEntry next = launchNext();
			if (next == null) {
				return;
			}
			bytes += next.bytes();
		}
	}

	private @Nullable WriteEntry launchNext() {
		WriteEntry next = poll(true);
		if (next == null) {
			next = poll(false);
		}
		if (next != null) {
			next.seal();
			this.inFlight = next.behind(this.inFlight);
		}
		return next;
	}

	/**
	 * Seals everything that waits and puts it in flight, if there is not too much.
	 * @return {@code false} if some of it still waits
	 */
	final boolean launchAll() {
		for (int entries = entriesInFlight(); entries < FLIGHT_ENTRIES && launchNext() != null; entries++) {
			// the next one
		}
		return this.control == null && this.data == null;
	}

	/**
	 * Whether what is in flight had better be written before more joins it.
	 * @return {@code true} from half of what one write takes on
	 */
	final boolean isFlightFull() {
		return entriesInFlight() >= FLIGHT_ENTRIES / 2;
	}

	private int entriesInFlight() {
		int entries = 0;
		WriteEntry last = this.inFlight;
		if (last != null) {
			WriteEntry entry = last;
			do {
				entries++;
				entry = entry.next();
			}
			while (entry != last);
		}
		return entries;
	}

	/**
	 * The payload of the last data entry is only lent.
	 */
	final void lendLast() {
		if (this.data != null) {
			this.data.lend();
		}
	}

	/**
	 * Makes a copy of the payload that was lent to the last data entry, if it waits.
	 */
	final void keepLent() {
		if (this.data != null) {
			this.data.keep(pool());
		}
	}

	/**
	 * Makes copies of what is left of payloads that were lent to entries in flight.
	 */
	final void keepLentInFlight() {
		WriteEntry last = this.inFlight;
		if (last != null) {
			WriteEntry entry = last;
			do {
				entry = entry.next();
				entry.keep(pool());
			}
			while (entry != last);
		}
	}

	/**
	 * Books what the claim's holder has written and gives the buffers back.
	 * @param written bytes written of what is in flight
	 */
	final void landed(long written) {
		LANDED.setRelease(this, this.landed + written);
		assert encodedBytes() >= 0 : "More bytes left than were queued";
		WriteEntry last = this.inFlight;
		while (last != null && last.next().isOut()) {
			WriteEntry first = last.next();
			last = last.withoutFirst();
			this.inFlight = last;
			if (first.isAwaited()) {
				this.dataFlushed += first.bytes();
			}
			first.release(pool());
		}
	}

	/**
	 * The frame that was encoded last is the last of a message.
	 */
	final void messageEnds() {
		WriteEntry tail = this.data;
		if (tail != null) {
			tail.messageEnds();
		}
	}

	/**
	 * Drops the data that is not in flight, because its reader is too slow. Only a Close
	 * may follow.
	 * @return how many messages that were
	 */
	final int dropWaiting() {
		int messages = dropLane(false);
		this.dropped = true;
		return messages;
	}

	/**
	 * Drops everything; the holder of the claim and of the lock, after the connection has
	 * ended.
	 * @return how many messages that were, those included that are out in part
	 */
	final int dropAll() {
		int messages = 0;
		while (this.inFlight != null) {
			WriteEntry first = this.inFlight.next();
			this.inFlight = this.inFlight.withoutFirst();
			messages += drop(first);
		}
		return messages + dropLane(true) + dropLane(false);
	}

	private int dropLane(boolean overtaking) {
		int messages = 0;
		for (WriteEntry entry = poll(overtaking); entry != null; entry = poll(overtaking)) {
			messages += drop(entry);
		}
		return messages;
	}

	private int drop(WriteEntry entry) {
		int messages = entry.messages();
		addQueued(-entry.remaining());
		entry.release(pool());
		return messages;
	}

	private void add(ByteBuffer shared, boolean overtakes) {
		WriteEntry entry = new WriteEntry(null);
		entry.control(overtakes);
		entry.refer(shared);
		add(entry);
		entry.sharedInLane(entry.sharedInLane() + 1);
		count(entry, shared.remaining());
	}

	private void add(WriteEntry entry) {
		if (entry.isControl()) {
			entry.awaited(false);
			this.control = entry.behind(this.control);
		}
		else {
			WriteEntry last = this.data;
			entry.sharedInLane((last != null) ? last.sharedInLane() : 0);
			entry.awaited(!this.dropped);
			this.data = entry.behind(last);
		}
	}

	private @Nullable WriteEntry poll(boolean overtaking) {
		WriteEntry last = overtaking ? this.control : this.data;
		if (last == null) {
			return null;
		}
		WriteEntry first = last.next();
		if (overtaking) {
			this.control = last.withoutFirst();
		}
		else {
			this.data = last.withoutFirst();
		}
		return first;
	}

	private WriteEntry claimed(ByteBuffer buffer) {
		WriteEntry entry = this.data;
		if (entry == null || !entry.hasNewIn(buffer)) {
			entry = this.control;
		}
		if (entry == null || !entry.hasNewIn(buffer)) {
			throw new IllegalStateException("Only the buffer of the last claim can be written");
		}
		return entry;
	}

	private void count(WriteEntry entry, int bytes) {
		entry.count(bytes);
		addQueued(bytes);
		if (!entry.isControl()) {
			this.dataQueued += bytes;
		}
	}

	private void addQueued(long bytes) {
		QUEUED.setRelease(this, this.queued + bytes);
	}

}
