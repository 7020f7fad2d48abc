package io.wsboot.protocol;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.ReentrantLock;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

import org.jspecify.annotations.Nullable;

/**
 * Lends deflaters and inflaters to the connections of one server or client (RFC 7692
 * §7.2). Each holds memory outside of the heap, so a connection keeps one only if it has
 * to remember earlier messages; the others share what is here.
 * <p>
 * What comes back stays for the next one until enough is idle; what is more is ended.
 * Thread-safe.
 */
public final class CompressionPool implements AutoCloseable {

	/**
	 * The capacity of the buffers for deflated bytes.
	 */
	static final int BUFFER = 16 * 1024;

	private static final int LEVELS = 10;

	private final ReentrantLock lock = new ReentrantLock();

	private final int maxIdle;

	/**
	 * By level: a deflater keeps the one it was made with.
	 */
	private final @Nullable Deque<Deflater>[] deflaters = levels();

	private final Deque<Inflater> inflaters = new ArrayDeque<>();

	private final Deque<ByteBuffer> buffers = new ArrayDeque<>();

	private int idleDeflaters;

	private int live;

	private boolean closed;

	/**
	 * Creates a pool.
	 * @param maxIdle how many deflaters, and as many inflaters, may be idle; at least 0
	 * @throws IllegalArgumentException if it is negative
	 */
	public CompressionPool(int maxIdle) {
		if (maxIdle < 0) {
			throw new IllegalArgumentException("maxIdle must not be negative, but is " + maxIdle);
		}
		this.maxIdle = maxIdle;
	}

	@SuppressWarnings("unchecked") // an array cannot have a parameterized type
	private static @Nullable Deque<Deflater>[] levels() {
		return (@Nullable Deque<Deflater>[]) new Deque<?>[LEVELS];
	}

	/**
	 * How many deflaters and inflaters there are in all, lent or idle.
	 * @return the number whose memory has not been given back
	 */
	public int live() {
		this.lock.lock();
		try {
			return this.live;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * How many deflaters and inflaters wait for the next message.
	 * @return the number that nobody uses
	 */
	public int idle() {
		this.lock.lock();
		try {
			return this.idleDeflaters + this.inflaters.size();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Ends what is idle, and from now on whatever comes back. Connections that are left
	 * go on.
	 */
	@Override
	public void close() {
		this.lock.lock();
		try {
			this.closed = true;
			for (Deque<Deflater> level : this.deflaters) {
				if (level != null) {
					level.forEach(Deflater::end);
					level.clear();
				}
			}
			this.inflaters.forEach(Inflater::end);
			this.live -= this.idleDeflaters + this.inflaters.size();
			this.idleDeflaters = 0;
			this.inflaters.clear();
			this.buffers.clear();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Lends a deflater without a past.
	 * @param level 1 to 9
	 * @return one that writes raw DEFLATE
	 */
	Deflater takeDeflater(int level) {
		this.lock.lock();
		try {
			Deque<Deflater> idle = this.deflaters[level];
			if (idle != null && !idle.isEmpty()) {
				this.idleDeflaters--;
				return idle.pop();
			}
			Deflater fresh = new Deflater(level, true);
			this.live++;
			return fresh;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Takes a deflater back.
	 * @param deflater one that was lent
	 * @param level the level it was asked for with
	 */
	void give(Deflater deflater, int level) {
		deflater.reset();
		this.lock.lock();
		try {
			if (!this.closed && this.idleDeflaters < this.maxIdle) {
				Deque<Deflater> idle = this.deflaters[level];
				if (idle == null) {
					idle = new ArrayDeque<>();
					this.deflaters[level] = idle;
				}
				idle.push(deflater);
				this.idleDeflaters++;
				return;
			}
			this.live--;
		}
		finally {
			this.lock.unlock();
		}
		deflater.end();
	}

	/**
	 * Lends an inflater without a past.
	 * @return one that reads raw DEFLATE with the largest window
	 */
	Inflater takeInflater() {
		this.lock.lock();
		try {
			if (!this.inflaters.isEmpty()) {
				return this.inflaters.pop();
			}
			Inflater fresh = new Inflater(true);
			this.live++;
			return fresh;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Takes an inflater back.
	 * @param inflater one that was lent
	 */
	void give(Inflater inflater) {
		inflater.reset();
		this.lock.lock();
		try {
			if (!this.closed && this.inflaters.size() < this.maxIdle) {
				this.inflaters.push(inflater);
				return;
			}
			this.live--;
		}
		finally {
			this.lock.unlock();
		}
		inflater.end();
	}

	/**
	 * Lends a buffer for deflated bytes.
	 * @return a cleared heap buffer
	 */
	ByteBuffer takeBuffer() {
		this.lock.lock();
		try {
			if (!this.buffers.isEmpty()) {
				return this.buffers.pop();
			}
		}
		finally {
			this.lock.unlock();
		}
		return ByteBuffer.allocate(BUFFER);
	}

	/**
	 * Takes a buffer back; one that has grown is left to the collector.
	 * @param buffer one that was lent, or what it grew to
	 */
	void give(ByteBuffer buffer) {
		if (buffer.capacity() != BUFFER) {
			return;
		}
		this.lock.lock();
		try {
			if (!this.closed && this.buffers.size() < this.maxIdle) {
				this.buffers.push(buffer.clear());
			}
		}
		finally {
			this.lock.unlock();
		}
	}

}
