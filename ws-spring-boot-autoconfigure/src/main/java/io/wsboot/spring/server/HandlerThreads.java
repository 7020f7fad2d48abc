package io.wsboot.spring.server;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.core.task.TaskDecorator;
import org.springframework.core.task.support.CompositeTaskDecorator;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * The threads that run the callbacks of endpoints. They belong to the listener: the
 * lifecycle starts them before it and ends them after the last {@code onClose}, which is
 * why this is no {@link Executor} bean that the container would stop earlier, or that the
 * application's own tasks would be given.
 * <p>
 * The {@link #executor()} is the same over all starts and may be used by any thread.
 */
public final class HandlerThreads {

	private static final String NAME_PREFIX = "ws-handler-";

	private static final String STREAMS_PREFIX = "ws-stream-";

	/**
	 * How long callbacks that still run may take when the threads end; then they are
	 * interrupted.
	 */
	private static final Duration LAST_CALL = Duration.ofSeconds(2);

	private final Supplier<Running> starter;

	private final Executor executor;

	private final Executor streams;

	private volatile @Nullable Running running;

	private HandlerThreads(Supplier<Running> starter, @Nullable TaskDecorator decorator) {
		this.starter = starter;
		if (decorator == null) {
			this.executor = (task) -> running().executor().execute(task);
			this.streams = (task) -> running().streams().execute(task);
		}
		else {
			this.executor = (task) -> running().executor().execute(decorator.decorate(task));
			this.streams = (task) -> running().streams().execute(decorator.decorate(task));
		}
	}

	/**
	 * A bounded pool, whose idle threads end.
	 * @param size the largest number of threads, 1 or more
	 * @param queueCapacity the number of sessions that may wait for a thread, 1 or more;
	 * beyond it the executor rejects, and reading from the peer pauses
	 * @param keepAlive how long a thread may be idle; positive
	 * @return threads that are not started
	 */
	public static HandlerThreads pool(int size, int queueCapacity, Duration keepAlive) {
		return new HandlerThreads(() -> {
			ThreadPoolExecutor pool = new ThreadPoolExecutor(size, size, keepAlive.toNanos(), TimeUnit.NANOSECONDS,
					new LinkedBlockingQueue<>(queueCapacity), new CustomizableThreadFactory(NAME_PREFIX));
			pool.allowCoreThreadTimeOut(true);
			ThreadPoolExecutor streams = new ThreadPoolExecutor(size, size, keepAlive.toNanos(), TimeUnit.NANOSECONDS,
					new LinkedBlockingQueue<>(), new CustomizableThreadFactory(STREAMS_PREFIX));
			streams.allowCoreThreadTimeOut(true);
			return new Running(pool, streams, () -> {
				end(pool);
				end(streams);
			});
		}, null);
	}

	/**
	 * A virtual thread for each batch of a session's messages; needs Java 21.
	 * @return threads that are not started
	 */
	public static HandlerThreads virtual() {
		return new HandlerThreads(() -> {
			SimpleAsyncTaskExecutor threads = new SimpleAsyncTaskExecutor(NAME_PREFIX);
			threads.setVirtualThreads(true);
			threads.setTaskTerminationTimeout(LAST_CALL.toMillis());
			return new Running(threads, threads, threads::close);
		}, null);
	}

	/**
	 * The same threads with decorated tasks. A task is what a thread does until it is
	 * free again: the callbacks that wait, of one session after the other. The decorators
	 * are called on event loops, where they must not block.
	 * @param decorators the first of them is the innermost; may be empty
	 * @return threads that are not started
	 */
	public HandlerThreads decoratedBy(List<TaskDecorator> decorators) {
		return decorators.isEmpty() ? this : new HandlerThreads(this.starter, new CompositeTaskDecorator(decorators));
	}

	/**
	 * Where callbacks run.
	 * @return the executor; it rejects while the threads are not started
	 */
	public Executor executor() {
		return this.executor;
	}

	/**
	 * Where methods run that read messages while they arrive: as many as there are
	 * threads for callbacks, but never those, because callbacks bring what such methods
	 * wait for.
	 * @return the executor; it rejects while the threads are not started
	 */
	public Executor streams() {
		return this.streams;
	}

	void start() {
		this.running = this.starter.get();
	}

	void stop() {
		Running current = this.running;
		this.running = null;
		if (current != null) {
			current.end().run();
		}
	}

	private Running running() {
		Running current = this.running;
		if (current == null) {
			throw new RejectedExecutionException("The WebSocket listener is not running");
		}
		return current;
	}

	private static void end(ThreadPoolExecutor pool) {
		pool.shutdown();
		try {
			if (pool.awaitTermination(LAST_CALL.toNanos(), TimeUnit.NANOSECONDS)) {
				return;
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		pool.shutdownNow();
	}

	private record Running(Executor executor, Executor streams, Runnable end) {

	}

}
