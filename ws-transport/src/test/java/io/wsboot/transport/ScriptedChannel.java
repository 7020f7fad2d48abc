package io.wsboot.transport;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntUnaryOperator;

/**
 * A kernel that takes as much as a test says and remembers it. It notices what the
 * transport must never do: two writers at once, large buffers from the heap, bytes after
 * the end.
 */
final class ScriptedChannel implements RawChannel {

	private final ByteArrayOutputStream taken = new ByteArrayOutputStream();

	private final AtomicBoolean writing = new AtomicBoolean();

	private final AtomicInteger writes = new AtomicInteger();

	/** From the bytes that are offered to those that are taken. */
	private volatile IntUnaryOperator appetite = (offered) -> offered;

	private volatile Runnable onWrite = () -> {
	};

	private volatile Throwable broken;

	private volatile String misuse;

	private volatile boolean closed;

	void appetite(IntUnaryOperator operator) {
		this.appetite = operator;
	}

	void takeNothing() {
		this.appetite = (offered) -> 0;
	}

	void takeEverything() {
		this.appetite = (offered) -> offered;
	}

	/**
	 * Breaks the connection.
	 * @param failure thrown by every write from now on
	 */
	void breakWith(Throwable failure) {
		this.broken = failure;
	}

	/**
	 * Lets a test act in the middle of a write.
	 * @param action run by the writing thread
	 */
	void onWrite(Runnable action) {
		this.onWrite = action;
	}

	byte[] taken() {
		synchronized (this.taken) {
			return this.taken.toByteArray();
		}
	}

	WrittenFrames frames() {
		return WrittenFrames.parse(taken());
	}

	int writes() {
		return this.writes.get();
	}

	/**
	 * What the transport did wrong.
	 * @return a sentence, {@code null} if nothing
	 */
	String misuse() {
		return this.misuse;
	}

	boolean isClosed() {
		return this.closed;
	}

	@Override
	public SocketChannel socket() {
		throw new UnsupportedOperationException("There is no socket behind a script");
	}

	@Override
	public int read(ByteBuffer in) {
		return 0;
	}

	@Override
	public long write(ByteBuffer[] out, int count) throws IOException {
		if (!this.writing.compareAndSet(false, true)) {
			this.misuse = "Two threads write at once";
		}
		try {
			this.writes.incrementAndGet();
			this.onWrite.run();
			rethrow(this.broken);
			return take(out, count);
		}
		finally {
			this.writing.set(false);
		}
	}

	@Override
	public void shutdownOutput() {
		this.closed = true;
	}

	@Override
	public void close() {
		this.closed = true;
	}

	private long take(ByteBuffer[] out, int count) {
		int offered = 0;
		for (int i = 0; i < count; i++) {
			offered += out[i].remaining();
			boolean large = !out[i].isDirect() && out[i].remaining() > Flight.COPIED;
			if (large || !out[i].hasRemaining()) {
				this.misuse = "A buffer is empty, or large and not direct: " + out[i];
			}
		}
		int left = Math.min(this.appetite.applyAsInt(offered), offered);
		int all = left;
		for (int i = 0; i < count && left > 0; i++) {
			byte[] bytes = new byte[Math.min(left, out[i].remaining())];
			out[i].get(bytes);
			left -= bytes.length;
			synchronized (this.taken) {
				this.taken.writeBytes(bytes);
			}
		}
		return all;
	}

	private static void rethrow(Throwable failure) throws IOException {
		if (failure instanceof IOException io) {
			throw io;
		}
		if (failure instanceof RuntimeException runtime) {
			throw runtime;
		}
		if (failure instanceof Error error) {
			throw error;
		}
	}

}
