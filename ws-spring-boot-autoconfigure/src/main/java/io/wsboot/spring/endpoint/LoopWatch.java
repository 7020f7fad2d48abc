package io.wsboot.spring.endpoint;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Tells of methods of one endpoint that hold an event loop for long, and where they are,
 * once a minute at most: all other sessions of the loop wait for them. Thread-safe.
 */
final class LoopWatch {

	/** What a method may take on a loop without a word. */
	static final long LONG = TimeUnit.MILLISECONDS.toNanos(100);

	private static final Log logger = LogFactory.getLog(LoopWatch.class);

	private static final long PAUSE = TimeUnit.MINUTES.toNanos(1);

	/** Frames of a stack that are logged at most. */
	private static final int DEPTH = 60;

	private final String path;

	private final LoopSampler sampler;

	private final LinePace pace;

	private final Map<Thread, LoopCall> calls = new ConcurrentHashMap<>();

	LoopWatch(String path, LoopSampler sampler, LongSupplier nanoTime) {
		this.path = path;
		this.sampler = sampler;
		this.pace = new LinePace(PAUSE, nanoTime);
	}

	/**
	 * What the current thread, an event loop, tells of its calls.
	 * @return the same for all sessions of the loop
	 */
	LoopCall ofCurrentLoop() {
		this.calls.keySet().removeIf((loop) -> !loop.isAlive());
		return this.calls.computeIfAbsent(Thread.currentThread(), (loop) -> {
			LoopCall call = new LoopCall(this, loop);
			this.sampler.add(call);
			return call;
		});
	}

	/**
	 * A method has held a loop for long, and still does.
	 * @param method the method, or what has chosen it
	 * @param nanos for how long at least
	 * @param loop the loop's thread
	 */
	void holds(Object method, long nanos, Thread loop) {
		if (this.pace.next() != LinePace.NOT_NOW) {
			logger.warn("Endpoint " + this.path + ": " + method + " has held an event loop for "
					+ TimeUnit.NANOSECONDS.toMillis(nanos) + " ms, and every session of that loop waits."
					+ " Make it faster, or give it execution = Execution.EXECUTOR. It is here:" + where(loop));
		}
	}

	/** From where the loop is at the moment down to where it called the endpoint. */
	private static String where(Thread loop) {
		StringBuilder lines = new StringBuilder();
		StackTraceElement[] stack = loop.getStackTrace();
		for (int i = 0; i < Math.min(stack.length, DEPTH) && !isOurs(stack[i]); i++) {
			lines.append(System.lineSeparator()).append("\tat ").append(stack[i]);
		}
		return lines.toString();
	}

	private static boolean isOurs(StackTraceElement frame) {
		return frame.getClassName().equals(EndpointMethod.class.getName());
	}

}
