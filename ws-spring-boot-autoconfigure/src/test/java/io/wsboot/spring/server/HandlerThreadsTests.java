package io.wsboot.spring.server;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * The threads of handlers and their life.
 */
class HandlerThreadsTests {

	private final HandlerThreads threads = HandlerThreads.pool(1, 1, Duration.ofSeconds(10));

	private final BlockingQueue<Thread> ran = new LinkedBlockingQueue<>();

	private final CountDownLatch release = new CountDownLatch(1);

	@AfterEach
	void stop() {
		this.release.countDown();
		this.threads.stop();
	}

	@Test
	void tasksAreRejectedBeforeTheStart() {
		assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> execute(this.threads));
	}

	@Test
	void tasksRunOnNamedThreadsThatKeepTheProcessAlive() throws Exception {
		this.threads.start();
		execute(this.threads);
		Thread thread = next();
		assertThat(thread.getName()).startsWith("ws-handler-");
		assertThat(thread.isDaemon()).isFalse();
	}

	@Test
	void tasksAreRejectedWhenThreadsAndQueueAreTaken() {
		this.threads.start();
		this.threads.executor().execute(this::waitForRelease);
		this.threads.executor().execute(this::waitForRelease);
		assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> execute(this.threads));
	}

	@Test
	void theExecutorIsTheSameOverAllStarts() throws Exception {
		var executor = this.threads.executor();
		this.threads.start();
		this.threads.stop();
		assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> execute(this.threads));
		this.threads.start();
		executor.execute(() -> this.ran.add(Thread.currentThread()));
		assertThat(next().getName()).startsWith("ws-handler-");
	}

	@Test
	void stopWaitsForTasksThatWereAccepted() {
		this.threads.start();
		this.threads.executor().execute(this::waitForRelease);
		execute(this.threads);
		this.release.countDown();
		this.threads.stop();
		assertThat(this.ran).hasSize(1);
	}

	@Test
	void stopInterruptsATaskThatDoesNotEnd() {
		CountDownLatch interrupted = new CountDownLatch(1);
		this.threads.start();
		this.threads.executor().execute(() -> {
			waitForRelease();
			interrupted.countDown();
		});
		this.threads.stop();
		await().until(() -> interrupted.getCount() == 0);
	}

	@Test
	void stopInterruptsAtOnceWhenItsOwnThreadIsInterrupted() {
		this.threads.start();
		this.threads.executor().execute(this::waitForRelease);
		Thread.currentThread().interrupt();
		this.threads.stop();
		assertThat(Thread.interrupted()).isTrue();
	}

	@Test
	void virtualThreadsNeedAJavaThatHasThem() throws Exception {
		HandlerThreads virtual = HandlerThreads.virtual();
		if (Runtime.version().feature() < 21) {
			assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(virtual::start);
			return;
		}
		virtual.start();
		execute(virtual);
		assertThat(next().getName()).startsWith("ws-handler-");
		virtual.stop();
		assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> execute(virtual));
	}

	private void execute(HandlerThreads threads) {
		threads.executor().execute(() -> this.ran.add(Thread.currentThread()));
	}

	private Thread next() throws InterruptedException {
		Thread thread = this.ran.poll(10, TimeUnit.SECONDS);
		assertThat(thread).isNotNull();
		return thread;
	}

	private void waitForRelease() {
		try {
			this.release.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
