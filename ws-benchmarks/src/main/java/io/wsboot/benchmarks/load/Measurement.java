package io.wsboot.benchmarks.load;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Lets traffic flow: first unmeasured, then measured, then no more of it until all that
 * is on its way has arrived.
 */
final class Measurement {

	private static final long STALLED_SECONDS = 10;

	private static final long STALLED = TimeUnit.SECONDS.toNanos(STALLED_SECONDS);

	private final LoadLoop loop;

	private final Faults faults;

	private final ServerUsage.Watched watched;

	private final Latencies latencies = new Latencies();

	private boolean measuring;

	private boolean sending = true;

	private long messages;

	Measurement(LoadLoop loop, Faults faults, ServerUsage.Watched watched) {
		this.loop = loop;
		this.faults = faults;
		this.watched = watched;
	}

	/** Whether another message is wanted for each that arrives. */
	boolean isSending() {
		return this.sending;
	}

	/**
	 * Counts a message.
	 */
	void message(long nanos) {
		if (this.measuring) {
			this.messages++;
			this.latencies.record(nanos);
		}
	}

	/**
	 * Measures.
	 * @param traffic how long
	 * @param result takes what was measured
	 */
	void run(Traffic traffic, Fields result) throws IOException {
		if (!flow(nanos(traffic.warmup()))) {
			return;
		}
		this.measuring = true;
		ServerUsage before = ServerUsage.read(this.watched);
		long idle = this.loop.idle();
		long reads = this.loop.reads();
		long start = System.nanoTime();
		flow(nanos(traffic.time()));
		double seconds = (System.nanoTime() - start) / 1e9;
		this.measuring = false;
		ServerUsage used = ServerUsage.read(this.watched).since(before);
		result.with("messages", this.messages).with("seconds", seconds).with("rate", this.messages / seconds);
		this.latencies.describe(result);
		result.with("user", used.user()).with("system", used.system()).with("core", used.busy());
		result.with("generator", 1 - (this.loop.idle() - idle) / 1e9 / seconds);
		result.with("per-read", this.messages / (double) Math.max(1, this.loop.reads() - reads));
	}

	private static long nanos(double seconds) {
		return (long) (seconds * 1e9);
	}

	/**
	 * Lets messages flow for a while, and longer if none was measured.
	 */
	private boolean flow(long nanos) throws IOException {
		long now = System.nanoTime();
		long end = now + nanos;
		long progress = now;
		long reads = this.loop.reads();
		while (now < end || (this.measuring && this.messages == 0)) {
			now = this.loop.pass(now);
			if (this.loop.reads() != reads) {
				reads = this.loop.reads();
				progress = now;
			}
			else if (now - progress > STALLED) {
				this.faults.add("nothing arrived for %d seconds", STALLED_SECONDS);
				return false;
			}
			if (this.faults.count() > 1000) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Sends no more, and waits for what is missing.
	 * @param missing how many messages are
	 */
	void drain(LongSupplier missing) throws IOException {
		this.sending = false;
		long end = System.nanoTime() + STALLED;
		while (missing.getAsLong() > 0 && System.nanoTime() < end) {
			this.loop.await(10);
		}
		if (missing.getAsLong() > 0) {
			this.faults.add("%d messages never arrived", missing.getAsLong());
		}
	}

}
