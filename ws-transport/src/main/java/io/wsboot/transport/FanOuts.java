package io.wsboot.transport;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

/**
 * The fan-outs handed to one loop and not finished, so that what is sent directly can
 * queue up behind them; and the bound on them: a publisher that is faster than the loop
 * waits, or if it is a loop itself, the session that has it publish is not read from.
 * <p>
 * Any thread hands over; the loop runs.
 */
final class FanOuts {

	/**
	 * Fan-outs that may be unfinished: enough for a burst, and at 100 bytes each no
	 * memory to speak of.
	 */
	static final int MOST = 1024;

	/**
	 * Bytes of messages in them: eight of the largest that are taken by default.
	 */
	static final long MOST_BYTES = 8 * 1024 * 1024;

	/**
	 * How long a publisher waits. A loop that has not made room by then is held by
	 * somebody, perhaps the publisher itself.
	 */
	private static final long WAIT_NANOS = TimeUnit.SECONDS.toNanos(10);

	/** One unfinished fan-out; below it are the bytes. */
	private static final long ONE = 1L << 40;

	private final EventLoop loop;

	private final TransportListener listener;

	private final long waitNanos;

	/** How many, and behind that how many bytes. */
	private final AtomicLong unfinished = new AtomicLong();

	/** Wake those up who wait until less than half is left. */
	private final ConcurrentLinkedQueue<Runnable> waiting = new ConcurrentLinkedQueue<>();

	/** The loop's own, as all below. */
	private final RecipientList list = new RecipientList();

	/** Whether one is running. */
	private boolean running;

	/** How many were run in this pass. */
	private int run;

	/** What the callback that runs on this loop has handed too much to. */
	private @Nullable FanOuts exceeded;

	/**
	 * No fan-outs yet.
	 * @param loop the loop
	 * @param listener told of publishers that wait
	 */
	FanOuts(EventLoop loop, TransportListener listener) {
		this(loop, listener, WAIT_NANOS);
	}

	FanOuts(EventLoop loop, TransportListener listener, long waitNanos) {
		this.loop = loop;
		this.listener = listener;
		this.waitNanos = waitNanos;
	}

	/**
	 * Sends a message to sessions of the loop. What is sent to them directly queues up
	 * behind it. Waits for room, unless this is a loop.
	 * @param recipients the sessions
	 * @param published what they receive
	 */
	void publish(Recipients recipients, Publication published) {
		run(new FanOut(recipients, this.list, published), published.message().size());
	}

	/**
	 * Runs on the loop what sends, behind what was published before. Waits for room,
	 * unless this is a loop.
	 * @param task sends to a session of the loop
	 * @param bytes what it sends
	 * @return {@code false} if the loop has ended, and the task is not run
	 */
	boolean run(Runnable task, long bytes) {
		if (!takeRoom(bytes)) {
			EventLoop current = EventLoop.current();
			if (current == null) {
				awaitRoom(bytes);
			}
			else {
				current.fanOuts().exceeded = this;
				take(bytes);
			}
		}
		return hand(task, bytes);
	}

	/**
	 * Runs on the loop what sends nothing that counts, behind what was published before.
	 * Never waits.
	 * @param task what a session asks for only so often
	 * @return {@code false} if the loop has ended, and the task is not run
	 */
	boolean runBehind(Runnable task) {
		take(0);
		return hand(task, 0);
	}

	/**
	 * Whether what the current thread sends directly would overtake a fan-out.
	 * @return {@code true} while one waits, or runs on another thread than this
	 */
	boolean wouldBeOvertaken() {
		return this.unfinished.get() != 0 && !(this.loop.isCurrent() && this.running);
	}

	/**
	 * A callback begins that may publish. Called on the loop.
	 */
	void callbackBegins() {
		this.exceeded = null;
	}

	/**
	 * What the callback has published to beyond the bound. Called on the loop.
	 * @return fan-outs of this loop or of another, {@code null} if there was room
	 */
	@Nullable FanOuts exceeded() {
		return this.exceeded;
	}

	/**
	 * Runs something as soon as no more than half is left; now, if it is so.
	 * @param then run by any thread
	 */
	void whenHalfIsLeft(Runnable then) {
		this.waiting.add(then);
		wakeWaiting();
	}

	/**
	 * How many were run since this was last asked. Called on the loop.
	 * @return the count
	 */
	int takeRun() {
		int count = this.run;
		this.run = 0;
		return count;
	}

	/**
	 * How many are unfinished.
	 * @return the count at this moment
	 */
	int count() {
		return (int) (this.unfinished.get() / ONE);
	}

	private boolean hand(Runnable task, long bytes) {
		if (this.loop.offer(() -> runAndFinish(task, bytes))) {
			return true;
		}
		finish(bytes);
		return false;
	}

	private void runAndFinish(Runnable task, long bytes) {
		this.running = true;
		this.run++;
		try {
			task.run();
		}
		finally {
			this.running = false;
			finish(bytes);
		}
	}

	private void take(long bytes) {
		this.unfinished.addAndGet(ONE + bytes);
	}

	/** A message of any size is taken while there is room. */
	private boolean takeRoom(long bytes) {
		long before;
		do {
			before = this.unfinished.get();
			if (before / ONE >= MOST || before % ONE >= MOST_BYTES) {
				return false;
			}
		}
		while (!this.unfinished.compareAndSet(before, before + ONE + bytes));
		return true;
	}

	private void finish(long bytes) {
		this.unfinished.addAndGet(-ONE - bytes);
		if (!this.waiting.isEmpty()) {
			wakeWaiting();
		}
	}

	/** Looks anew each time: who is woken may fill it up again, and wait again. */
	private void wakeWaiting() {
		Runnable next = isAboveHalf() ? null : this.waiting.poll();
		while (next != null) {
			next.run();
			next = isAboveHalf() ? null : this.waiting.poll();
		}
	}

	private boolean isAboveHalf() {
		long now = this.unfinished.get();
		return now / ONE > MOST / 2 || now % ONE > MOST_BYTES / 2;
	}

	private void awaitRoom(long bytes) {
		long begun = System.nanoTime();
		boolean taken = false;
		boolean interrupted = false;
		long left = this.waitNanos;
		while (!taken && left > 0) {
			interrupted |= awaitHalf(left);
			taken = takeRoom(bytes);
			left = this.waitNanos - (System.nanoTime() - begun);
		}
		if (!taken) {
			take(bytes);
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
		this.listener.publisherWaited(System.nanoTime() - begun);
	}

	/** Returns early if the thread is interrupted, and then {@code true}. */
	private boolean awaitHalf(long nanos) {
		CountDownLatch room = new CountDownLatch(1);
		Runnable wake = room::countDown;
		whenHalfIsLeft(wake);
		try {
			if (!room.await(nanos, TimeUnit.NANOSECONDS)) {
				this.waiting.remove(wake);
			}
			return false;
		}
		catch (InterruptedException ex) {
			this.waiting.remove(wake);
			return true;
		}
	}

}
