package io.wsboot.spring.endpoint;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Tells of methods of one endpoint that hold an event loop for long, once a minute at
 * most: all other sessions of the loop wait for them. Thread-safe.
 */
final class LoopWatch {

	/** What a method may take on a loop without a word. */
	static final long LONG = TimeUnit.MILLISECONDS.toNanos(100);

	private static final Log logger = LogFactory.getLog(LoopWatch.class);

	private static final long PAUSE = TimeUnit.MINUTES.toNanos(1);

	private final String path;

	private final LinePace pace;

	LoopWatch(String path, LongSupplier nanoTime) {
		this.path = path;
		this.pace = new LinePace(PAUSE, nanoTime);
	}

	/**
	 * A method has returned.
	 * @param method the method, or what has chosen it
	 * @param nanos how long it held the loop
	 */
	void took(Object method, long nanos) {
		if (nanos > LONG && this.pace.next() != LinePace.NOT_NOW) {
			logger.warn("Endpoint " + this.path + ": " + method + " held an event loop for "
					+ TimeUnit.NANOSECONDS.toMillis(nanos) + " ms, and every session of that loop waited."
					+ " Make it faster, or give it execution = Execution.EXECUTOR.");
		}
	}

}
