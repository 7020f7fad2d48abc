package io.wsboot.transport;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import io.wsboot.protocol.BufferSource;
import org.jspecify.annotations.Nullable;

/**
 * Direct buffers for what leaves, and for messages that are gathered, in two sizes: runs
 * of small frames, and one large fragment with its header. Larger ones are not kept; they
 * come from the heap, unless they are to be written.
 * <p>
 * Any thread may acquire and release.
 */
final class BufferPool implements BufferSource {

	/**
	 * A run of small frames.
	 */
	static final int RUN = 16 * 1024;

	/**
	 * A fragment of 64 KiB with its header.
	 */
	static final int FRAGMENT = 64 * 1024 + 64;

	private static final ByteBuffer ZEROS = ByteBuffer.allocateDirect(4096).asReadOnlyBuffer();

	private final SlotPool<ByteBuffer> runs = new SlotPool<>(64);

	private final SlotPool<ByteBuffer> fragments = new SlotPool<>(32);

	private final SlotPool<WriteEntry> entries = new SlotPool<>(64);

	private final SlotPool<Flight> flights = new SlotPool<>(16);

	private final SlotPool<TextEncoder> textEncoders = new SlotPool<>(16);

	/**
	 * Lends an entry for frames of its own.
	 * @param size for at least so many bytes
	 * @return an empty entry
	 */
	WriteEntry entry(int size) {
		if (size > RUN) {
			return new WriteEntry(acquireForWriting(size));
		}
		WriteEntry entry = this.entries.take();
		return (entry != null) ? entry : new WriteEntry(ByteBuffer.allocateDirect(RUN));
	}

	/**
	 * Takes an entry back that holds nothing any more.
	 * @param entry the entry
	 */
	void recycle(WriteEntry entry) {
		if (!entry.hasRun()) {
			return;
		}
		ByteBuffer run = entry.run();
		if (run.capacity() == RUN) {
			run.clear();
			this.entries.give(entry);
		}
		else {
			release(run);
		}
	}

	/**
	 * Lends an array for a write.
	 * @return an empty one
	 */
	Flight flight() {
		Flight flight = this.flights.take();
		return (flight != null) ? flight : new Flight();
	}

	/**
	 * Takes an array back.
	 * @param flight the array, whose buffers are forgotten
	 */
	void recycle(Flight flight) {
		flight.clear();
		this.flights.give(flight);
	}

	/**
	 * Lends an encoder for a text.
	 * @return an encoder
	 */
	TextEncoder textEncoder() {
		TextEncoder encoder = this.textEncoders.take();
		return (encoder != null) ? encoder : new TextEncoder();
	}

	/**
	 * Takes an encoder back.
	 * @param encoder the encoder, whose last text nobody needs any more
	 */
	void recycle(TextEncoder encoder) {
		this.textEncoders.give(encoder);
	}

	/**
	 * Lends a buffer that the kernel takes bytes from. What lies on the heap would be
	 * copied with each write, to memory that the writing thread keeps.
	 * @param size the least capacity
	 * @return an empty direct buffer
	 */
	ByteBuffer acquireForWriting(int size) {
		return (size > FRAGMENT) ? ByteBuffer.allocateDirect(size) : acquire(size);
	}

	@Override
	public ByteBuffer acquire(int size) {
		if (size > FRAGMENT) {
			return ByteBuffer.allocate(size);
		}
		boolean small = size <= RUN;
		ByteBuffer buffer = (small ? this.runs : this.fragments).take();
		if (buffer == null) {
			return ByteBuffer.allocateDirect(small ? RUN : FRAGMENT);
		}
		// a handler that was lent it may have changed the order
		return buffer.clear().order(ByteOrder.BIG_ENDIAN);
	}

	@Override
	public void release(@Nullable ByteBuffer buffer) {
		if (buffer == null || !buffer.isDirect()) {
			return;
		}
		if (buffer.capacity() == RUN) {
			this.runs.give(buffer);
		}
		else if (buffer.capacity() == FRAGMENT) {
			this.fragments.give(buffer);
		}
	}

	/**
	 * Releases a buffer whose content is nobody else's business.
	 * @param buffer a buffer of this pool
	 * @param used how many of its bytes are overwritten, from the first on
	 */
	void releaseWiped(ByteBuffer buffer, int used) {
		wipe(buffer.clear(), used);
		release(buffer);
	}

	/**
	 * Overwrites the beginning of a buffer.
	 * @param buffer the buffer; its position and limit stay
	 * @param used how many bytes
	 */
	static void wipe(ByteBuffer buffer, int used) {
		for (int at = 0; at < used; at += ZEROS.capacity()) {
			buffer.put(at, ZEROS, 0, Math.min(ZEROS.capacity(), used - at));
		}
	}

}
