package io.wsboot.benchmarks.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * The generator's only thread: a selector that is asked again and again without waiting.
 * A generator that sleeps makes every send of the server pay for waking a processor.
 */
final class LoadLoop implements AutoCloseable {

	private static final int INPUT_BYTES = 512 << 10;

	private static final long CALM_MILLIS = 20;

	private final Selector selector = Selector.open();

	private final ByteBuffer input = ByteBuffer.allocateDirect(INPUT_BYTES);

	private final Consumer<SelectionKey> ready = LoadLoop::handle;

	private final boolean spin;

	private @Nullable Encryption encryption;

	private long idle;

	private long reads;

	/**
	 * Opens the selector.
	 * @param spin whether a pass returns at once if nothing is ready
	 */
	LoadLoop(boolean spin) throws IOException {
		this.spin = spin;
	}

	/**
	 * Asks once what is ready and handles it.
	 * @param before when the last pass ended, in nanoseconds
	 * @return when this one ended
	 */
	long pass(long before) throws IOException {
		int handled = this.spin ? this.selector.selectNow(this.ready) : this.selector.select(this.ready, CALM_MILLIS);
		long now = System.nanoTime();
		if (handled == 0) {
			this.idle += now - before;
		}
		return now;
	}

	/**
	 * Waits until something is ready, at most some milliseconds, and handles it.
	 * @param millis how long; 0 not to wait
	 */
	void await(long millis) throws IOException {
		if (millis == 0) {
			this.selector.selectNow(this.ready);
		}
		else {
			this.selector.select(this.ready, millis);
		}
	}

	private static void handle(SelectionKey key) {
		((Connection) key.attachment()).ready();
	}

	/** Where a connection reads into, and what it has read is used up at once. */
	ByteBuffer input() {
		this.reads++;
		return this.input.clear();
	}

	/** What its encrypted connections share. */
	Encryption encryption() {
		if (this.encryption == null) {
			this.encryption = new Encryption();
		}
		return this.encryption;
	}

	Selector selector() {
		return this.selector;
	}

	/** The nanoseconds of passes that found nothing to do. */
	long idle() {
		return this.idle;
	}

	long reads() {
		return this.reads;
	}

	@Override
	public void close() throws IOException {
		this.selector.close();
	}

}
