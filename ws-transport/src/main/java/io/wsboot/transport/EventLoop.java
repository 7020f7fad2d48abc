package io.wsboot.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * One thread, one selector, one receive buffer, one timer wheel. A pass looks at the
 * sockets, runs the tasks that other threads left, meets the deadlines, and writes what
 * the pass has left to be written.
 * <p>
 * No exception of a connection, a task or a handler ends the loop.
 */
final class EventLoop implements Executor {

	private static final int SCRATCH = 16 * 1024;

	private static final FaultLog faults = new FaultLog(System.getLogger(EventLoop.class.getName()));

	private final Thread thread;

	private final ReceiveBuffer receiveBuffer;

	private final LoopClock clock;

	private final Deadlines deadlines;

	private final LoopLoad load = new LoopLoad(System.nanoTime());

	private final LoopTasks tasks = new LoopTasks();

	private final LoopSelector selector;

	private final BufferPool buffers = new BufferPool();

	private final SlotPool<InboundBatch> batches = new SlotPool<>(64);

	private final FanOuts fanOuts;

	private final LateFlushes flushes = new LateFlushes();

	private final RunQueues runQueues = new RunQueues(this);

	private final HandledPass handledPass = new HandledPass();

	private final Consumer<Runnable> onTask = this::runTask;

	private boolean stopping;

	/** No more tasks are taken. */
	private volatile boolean ended;

	/**
	 * A loop that does not run yet.
	 * @param name of its thread
	 * @param daemon whether the process may end while it runs
	 * @param receiveBufferSize bytes of the receive buffer
	 * @param spin how it looks again before it sleeps
	 * @param listener told of what befalls the loop
	 * @throws IOException if the selector cannot be opened
	 */
	EventLoop(String name, boolean daemon, int receiveBufferSize, AdaptiveSpin spin, TransportListener listener)
			throws IOException {
		this.clock = new LoopClock(System::nanoTime, listener::loopStalled);
		this.fanOuts = new FanOuts(this, listener);
		this.deadlines = new Deadlines(this.clock.now());
		this.selector = new LoopSelector(this.tasks, this.deadlines, this.clock, this.load, spin);
		this.receiveBuffer = new ReceiveBuffer(receiveBufferSize);
		this.thread = new LoopThread(this, name);
		this.thread.setDaemon(daemon);
	}

	/**
	 * Whether the current thread is a loop, which must never wait for anything.
	 * @return {@code true} on any loop's thread
	 */
	static boolean isOnLoop() {
		return Thread.currentThread() instanceof LoopThread;
	}

	/**
	 * Room for bytes that are needed for a moment and must be in an array.
	 * @param length how many
	 * @return a longer array, if the current thread is a loop, which has one of its own;
	 * otherwise a new one
	 */
	static byte[] scratch(int length) {
		if (length <= SCRATCH && Thread.currentThread() instanceof LoopThread loop) {
			return loop.scratch;
		}
		return new byte[length];
	}

	/**
	 * The loop that the current thread is.
	 * @return {@code null} if it is none
	 */
	static @Nullable EventLoop current() {
		return (Thread.currentThread() instanceof LoopThread current) ? current.loop : null;
	}

	void start() {
		this.thread.start();
	}

	/**
	 * Ends the loop after the tasks that are already there, and what they open.
	 */
	void stop() {
		// a task, as a bare wake-up would be lost on a loop that looks again
		execute(() -> this.stopping = true);
	}

	void awaitEnd(long millis) throws InterruptedException {
		if (Thread.currentThread() != this.thread) {
			this.thread.join(millis);
		}
	}

	/**
	 * Whether the loop takes no tasks any more. Any thread may ask.
	 * @return {@code true} once it has ended or is about to
	 */
	boolean hasEnded() {
		return this.ended;
	}

	boolean isCurrent() {
		return Thread.currentThread() == this.thread;
	}

	/**
	 * Runs a task on this loop, later, even if the caller is this loop; or not at all, if
	 * the loop has ended and with it all that a task could be about.
	 */
	@Override
	public void execute(Runnable task) {
		offer(task);
	}

	/**
	 * Runs a task on this loop, later, even if the caller is this loop.
	 * @param task the task
	 * @return {@code false} if the loop has ended, and the task is not run
	 */
	boolean offer(Runnable task) {
		if (this.tasks.add(task)) {
			this.selector.wakeUp();
		}
		return !this.ended || !this.tasks.withdraw(task);
	}

	/**
	 * Runs a task on this loop, later, even if the caller is this loop.
	 * @param task the task
	 * @return completes behind the task, or at once if the loop has ended
	 */
	CompletableFuture<@Nullable Void> submit(Runnable task) {
		CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
		boolean taken = offer(() -> {
			try {
				task.run();
				done.complete(null);
			}
			catch (Throwable failure) {
				done.completeExceptionally(failure);
			}
		});
		if (!taken) {
			done.complete(null);
		}
		return done;
	}

	/**
	 * Runs a task on this loop, at once if the caller is this loop.
	 * @param task the task
	 */
	void executeNow(Runnable task) {
		if (isCurrent()) {
			task.run();
		}
		else {
			execute(task);
		}
	}

	Selector selector() {
		return this.selector.selector();
	}

	/**
	 * The loop's receive buffer; what a read leaves in it is valid until the next read.
	 * @return the buffer
	 */
	ReceiveBuffer receiveBuffer() {
		return this.receiveBuffer;
	}

	Deadlines deadlines() {
		return this.deadlines;
	}

	BufferPool buffers() {
		return this.buffers;
	}

	/**
	 * How busy this loop is.
	 * @return what any thread may ask
	 */
	LoopLoad load() {
		return this.load;
	}

	HandledPass handledPass() {
		return this.handledPass;
	}

	InboundBatch takeBatch() {
		InboundBatch batch = this.batches.take();
		return (batch != null) ? batch : new InboundBatch();
	}

	void giveBatch(InboundBatch batch) {
		if (batch.reset()) {
			this.batches.give(batch);
		}
	}

	/**
	 * The time at which this pass began, or a later one.
	 * @return a time of the loop's clock
	 */
	long now() {
		return this.clock.now();
	}

	/**
	 * The time at this moment, for what is compared with {@link #now()}. Any thread may
	 * ask.
	 * @return a time of the loop's clock
	 */
	long time() {
		return this.clock.read();
	}

	/**
	 * What is published to sessions of this loop.
	 * @return the fan-outs that are not finished
	 */
	FanOuts fanOuts() {
		return this.fanOuts;
	}

	/**
	 * Flushes a connection at the end of this pass, or of one of the next if many are
	 * before it.
	 * @param cork one that does not wait yet
	 */
	void flushInTurn(Cork cork) {
		this.flushes.inTurn(cork);
	}

	/**
	 * Flushes a connection after a moment.
	 * @param cork of a session of this loop, perhaps corked
	 */
	void watchCork(Cork cork) {
		this.flushes.afterAMoment(cork, this.clock.now());
	}

	/**
	 * Where sessions of this loop wait for a thread of an executor. Called on the loop.
	 * @param executor runs their callbacks
	 * @return always the same while a session uses it
	 */
	RunQueue runQueue(Executor executor) {
		return this.runQueues.of(executor);
	}

	/**
	 * Has a queue ask for a thread at the end of this pass.
	 * @param queue one that was not added before in this pass
	 */
	void dispatchLater(RunQueue queue) {
		this.runQueues.atEndOfPass(queue);
	}

	private void run() {
		try {
			while (!this.stopping && this.selector.isOpen()) {
				pass();
			}
		}
		catch (Throwable failure) {
			faults.error("Event loop " + this.thread.getName() + " ended by a failure", failure);
		}
		finally {
			end();
		}
	}

	/**
	 * Runs the tasks that were taken, and leaves nothing open that they open. Called on
	 * the loop, or instead of starting it.
	 */
	void end() {
		this.ended = true;
		this.flushes.flushAll();
		do {
			this.tasks.run(this.onTask);
			closeConnections();
			this.runQueues.dispatch();
		}
		while (!this.tasks.isEmpty());
		this.selector.close();
	}

	private void pass() {
		try {
			int served = this.selector.select(this.flushes);
			this.flushes.flushCorked(this.clock.now());
			this.tasks.run(this.onTask);
			this.deadlines.advance(this.clock.now());
			this.runQueues.dispatch();
			this.flushes.flush(served, this.fanOuts.takeRun());
		}
		catch (Throwable failure) {
			// a connection's failure ends in its own hands; what comes here is ours
			faults.error("Event loop " + this.thread.getName() + " survived a failure", failure);
		}
	}

	private void runTask(Runnable task) {
		try {
			task.run();
		}
		catch (Throwable failure) {
			faults.error("A task of event loop " + this.thread.getName() + " failed", failure);
		}
	}

	/**
	 * Tells everything that is registered that the server is about to end. Called on the
	 * loop.
	 */
	void serverEnds() {
		this.selector.serverEnds();
	}

	/**
	 * Ends every connection of this loop, and what else is registered. Called on the
	 * loop.
	 */
	void closeConnections() {
		this.selector.closeAll();
	}

	private static final class LoopThread extends Thread {

		private final byte[] scratch = new byte[SCRATCH];

		private final EventLoop loop;

		LoopThread(EventLoop loop, String name) {
			super(loop::run, name);
			this.loop = loop;
		}

	}

}
