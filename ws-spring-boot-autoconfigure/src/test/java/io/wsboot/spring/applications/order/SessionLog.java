package io.wsboot.spring.applications.order;

import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * What the callbacks of one session have seen. The fields without a guard are on purpose:
 * callbacks that never overlap see what the one before has written.
 */
final class SessionLog {

	private final AtomicInteger inside = new AtomicInteger();

	private final Queue<String> faults = new ConcurrentLinkedQueue<>();

	private final SplittableRandom random;

	private int messages = -1;

	private int closes;

	private volatile boolean ended;

	SessionLog(int client) {
		this.random = new SplittableRandom(client);
	}

	void opened() {
		begin();
		if (++this.messages != 0) {
			fault("opened after " + this.messages + " callbacks");
		}
		end();
	}

	/** A callback for a message has begun. */
	void received(int number) {
		begin();
		if (number != this.messages++) {
			fault("message " + number + " came as number " + (this.messages - 1));
		}
		if (this.closes != 0) {
			fault("message " + number + " came behind the end");
		}
	}

	/** The same callback is through. */
	void answered() {
		end();
	}

	void closed() {
		begin();
		if (++this.closes != 1) {
			fault("closed " + this.closes + " times");
		}
		end();
		this.ended = true;
	}

	/**
	 * Takes some time: often none, mostly microseconds, of a processor or of nobody, and
	 * at times a millisecond.
	 */
	void work() {
		int dice = this.random.nextInt(1000);
		if (dice < 300) {
			long end = System.nanoTime() + this.random.nextInt(20_000);
			while (System.nanoTime() < end) {
				Thread.onSpinWait();
			}
		}
		else if (dice < 500) {
			LockSupport.parkNanos(1 + this.random.nextInt(50_000));
		}
		else if (dice < 502) {
			LockSupport.parkNanos(1_000_000);
		}
	}

	boolean isEnded() {
		return this.ended;
	}

	int messages() {
		return this.messages;
	}

	Queue<String> faults() {
		return this.faults;
	}

	private void begin() {
		int others = this.inside.getAndIncrement();
		if (others != 0) {
			fault("a callback began within " + others + " others");
		}
	}

	private void end() {
		this.inside.decrementAndGet();
	}

	private void fault(String text) {
		this.faults.add(text);
	}

}
