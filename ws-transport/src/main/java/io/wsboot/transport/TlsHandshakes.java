package io.wsboot.transport;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;

import org.jspecify.annotations.Nullable;

/**
 * The TLS handshakes of one server or client: so many may be in progress, and what they
 * have to calculate is done on a few threads that are not loops. Those beyond wait for
 * their turn in the order in which they came; they hold no more than what they were sent.
 * <p>
 * Thread-safe.
 */
final class TlsHandshakes implements AutoCloseable {

	private static final int MOST_THREADS = 4;

	private final int max;

	private final ExecutorService executor;

	/** Guarded by this. */
	private final Set<TlsChannel> waiting = new LinkedHashSet<>();

	/** Guarded by this. */
	private int inProgress;

	/**
	 * Starts no thread before it is needed.
	 * @param max handshakes that may be in progress
	 * @param threadNamePrefix how the threads are called, before a hyphen and a number
	 */
	TlsHandshakes(int max, String threadNamePrefix) {
		this.max = max;
		int threads = Math.max(2, Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors()));
		// each handshake has one task at a time
		this.executor = DaemonPool.of(threads, max, threadNamePrefix);
	}

	/**
	 * Wants to begin.
	 * @param channel {@link #leave} must follow
	 * @return {@code false} if it must wait until it is admitted
	 */
	synchronized boolean enter(TlsChannel channel) {
		if (this.inProgress < this.max) {
			this.inProgress++;
			return true;
		}
		this.waiting.add(channel);
		return false;
	}

	/**
	 * Is over, or given up, be it before it has begun.
	 * @param channel one that has entered
	 */
	void leave(TlsChannel channel) {
		TlsChannel next = giveBack(channel);
		if (next != null) {
			next.admitted();
		}
	}

	/**
	 * Does what an engine has to calculate.
	 * @param engine the engine
	 * @param wanted asked when its turn has come: nothing is calculated for who has gone
	 * @param done run behind that, on whatever thread did it
	 * @throws SSLException if there is too much to do, or this is closed
	 */
	void work(SSLEngine engine, BooleanSupplier wanted, Runnable done) throws SSLException {
		try {
			this.executor.execute(() -> {
				try {
					if (wanted.getAsBoolean()) {
						runTasks(engine);
					}
				}
				finally {
					done.run();
				}
			});
		}
		catch (RejectedExecutionException ex) {
			throw new SSLException("Too many TLS handshakes are in progress, or none is served any more", ex);
		}
	}

	/**
	 * How many handshakes are in progress.
	 * @return the count
	 */
	synchronized int inProgress() {
		return this.inProgress;
	}

	/**
	 * How many wait for their turn.
	 * @return the count
	 */
	synchronized int waiting() {
		return this.waiting.size();
	}

	@Override
	public void close() {
		this.executor.shutdown();
	}

	private static void runTasks(SSLEngine engine) {
		for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
			task.run();
		}
	}

	private synchronized @Nullable TlsChannel giveBack(TlsChannel channel) {
		if (this.waiting.remove(channel)) {
			return null;
		}
		Iterator<TlsChannel> first = this.waiting.iterator();
		if (!first.hasNext()) {
			this.inProgress--;
			return null;
		}
		TlsChannel next = first.next();
		first.remove();
		return next;
	}

}
