package io.wsboot.spring.endpoint;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * The payload of one message on its way from the session, which receives it piece by
 * piece, to a method that reads it as a stream. It holds a bounded part of the message:
 * when it is full, the session must be told to wait. One side adds, the other reads.
 */
final class PayloadPipe {

	/** From this many bytes on the pipe is full; below half of it there is room again. */
	static final int CAPACITY = 256 * 1024;

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	private final ArrayDeque<byte[]> pieces = new ArrayDeque<>();

	private final InputStream stream = new PipedPayload();

	/** Bytes that have been added and not read. */
	private int waiting;

	/** Bytes of the first piece that have been read. */
	private int read;

	/** Nothing is added any more. */
	private boolean complete;

	/** Nothing is read any more. */
	private boolean closed;

	private @Nullable IOException failure;

	/** Told when there is room. */
	private @Nullable Runnable room;

	/** The end at which the payload is read; reading waits for what has not arrived. */
	InputStream stream() {
		return this.stream;
	}

	/**
	 * Adds a piece; what nobody will read is dropped.
	 * @param piece copied
	 * @param last whether the message ends with it
	 */
	void add(ByteBuffer piece, boolean last) {
		this.lock.lock();
		try {
			this.complete |= last;
			if (!this.closed && piece.hasRemaining()) {
				byte[] copy = PayloadReader.copy(piece);
				this.pieces.add(copy);
				this.waiting += copy.length;
			}
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Whether no more should be added before there is room.
	 * @return {@code true} when so much waits to be read
	 */
	boolean isFull() {
		this.lock.lock();
		try {
			return this.waiting >= CAPACITY;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Asks to be told, once, when there is room.
	 * @param told run on the reader's thread; or at once, if there is room already
	 */
	void whenThereIsRoom(Runnable told) {
		this.lock.lock();
		try {
			if (this.waiting > CAPACITY / 2) {
				this.room = told;
				return;
			}
		}
		finally {
			this.lock.unlock();
		}
		told.run();
	}

	/**
	 * The rest of the message will never come, unless all of it is there.
	 * @param message what the reader is told
	 */
	void fail(String message) {
		this.lock.lock();
		try {
			if (!this.complete) {
				this.failure = new IOException(message);
				this.changed.signalAll();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Nobody reads any more. */
	void close() {
		Runnable told;
		this.lock.lock();
		try {
			this.closed = true;
			this.pieces.clear();
			this.waiting = 0;
			told = takeRoom();
		}
		finally {
			this.lock.unlock();
		}
		tell(told);
	}

	private int read(byte[] target, int offset, int length) throws IOException {
		if (length == 0) {
			return 0;
		}
		int count;
		Runnable told;
		this.lock.lock();
		try {
			if (!awaitPiece()) {
				return -1;
			}
			byte[] piece = this.pieces.element();
			count = Math.min(length, piece.length - this.read);
			System.arraycopy(piece, this.read, target, offset, count);
			taken(piece, count);
			told = takeRoom();
		}
		finally {
			this.lock.unlock();
		}
		tell(told);
		return count;
	}

	/**
	 * Waits for a piece.
	 * @return {@code false} if none follows
	 */
	private boolean awaitPiece() throws IOException {
		while (this.pieces.isEmpty()) {
			if (this.closed) {
				throw new IOException("The payload can be read only as long as the method runs");
			}
			if (this.failure != null) {
				throw this.failure;
			}
			if (this.complete) {
				return false;
			}
			try {
				this.changed.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				throw new IOException("Interrupted while waiting for the payload", ex);
			}
		}
		return true;
	}

	private void taken(byte[] piece, int count) {
		this.read += count;
		this.waiting -= count;
		if (this.read == piece.length) {
			this.read = 0;
			this.pieces.remove();
		}
	}

	private @Nullable Runnable takeRoom() {
		Runnable told = this.room;
		if (told == null || this.waiting > CAPACITY / 2) {
			return null;
		}
		this.room = null;
		return told;
	}

	/** Without the lock. */
	private static void tell(@Nullable Runnable told) {
		if (told != null) {
			told.run();
		}
	}

	/**
	 * The reader's end.
	 */
	private final class PipedPayload extends InputStream {

		@Override
		public int read() throws IOException {
			byte[] one = new byte[1];
			return (read(one, 0, 1) < 0) ? -1 : one[0] & 0xFF;
		}

		@Override
		public int read(byte[] target, int offset, int length) throws IOException {
			Objects.checkFromIndexSize(offset, length, target.length);
			return PayloadPipe.this.read(target, offset, length);
		}

		@Override
		public int available() {
			PayloadPipe.this.lock.lock();
			try {
				return PayloadPipe.this.waiting;
			}
			finally {
				PayloadPipe.this.lock.unlock();
			}
		}

		@Override
		public void close() {
			PayloadPipe.this.close();
		}

	}

}
