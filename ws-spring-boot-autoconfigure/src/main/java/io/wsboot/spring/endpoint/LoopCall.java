package io.wsboot.spring.endpoint;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

import org.jspecify.annotations.Nullable;

/**
 * What one event loop is calling for one endpoint at the moment. The loop writes, which
 * costs it two stores; {@link LoopSampler} looks at it now and then.
 */
final class LoopCall {

	private static final VarHandle CALLBACK;

	private static final VarHandle COUNT;

	static {
		try {
			MethodHandles.Lookup lookup = MethodHandles.lookup();
			CALLBACK = lookup.findVarHandle(LoopCall.class, "callback", Object.class);
			COUNT = lookup.findVarHandle(LoopCall.class, "count", long.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private final LoopWatch watch;

	private final Thread loop;

	/** What is being called; {@code null} between calls. */
	@SuppressWarnings("unused") // through CALLBACK
	private @Nullable Object callback;

	private long count;

	/** The call that was seen last, and since when; the sampler's own, as all below. */
	private long seen;

	private long seenSince;

	private boolean told;

	LoopCall(LoopWatch watch, Thread loop) {
		this.watch = watch;
		this.loop = loop;
	}

	/**
	 * A callback begins. Called by the loop.
	 * @param begun the method, or what will choose it
	 */
	void begins(Object begun) {
		COUNT.setRelease(this, this.count + 1);
		CALLBACK.setRelease(this, begun);
	}

	/**
	 * The callback has returned. Called by the loop.
	 */
	void ends() {
		CALLBACK.setRelease(this, null);
	}

	/**
	 * Looks whether a callback holds the loop.
	 * @param now the time in nanoseconds
	 * @return {@code false} once the loop has ended
	 */
	boolean sample(long now) {
		Object present = CALLBACK.getAcquire(this);
		long current = (long) COUNT.getAcquire(this);
		if (present == null || current != this.seen) {
			this.seen = current;
			this.seenSince = now;
			this.told = false;
		}
		else if (!this.told && now - this.seenSince >= LoopWatch.LONG) {
			this.told = true;
			this.watch.holds(present, now - this.seenSince, this.loop);
		}
		return this.loop.isAlive();
	}

}
