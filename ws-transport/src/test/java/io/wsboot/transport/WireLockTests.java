package io.wsboot.transport;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static io.wsboot.transport.TestServer.eventually;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The lock of one reference.
 */
class WireLockTests {

	private static final int THREADS = 4;

	private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

	private final WireLock lock = new WireLock() {
	};

	@AfterEach
	void stop() {
		this.threads.shutdownNow();
	}

	@Test
	void itIsTakenOnceUntilItIsGivenBack() {
		assertThat(this.lock.tryLock()).isTrue();
		assertThat(this.lock.tryLock()).isFalse();
		this.lock.unlock();
		assertThat(this.lock.tryLock()).isTrue();
	}

	@Test
	void whoWaitsTakesItInTheEnd() throws Exception {
		assertThat(this.lock.tryLock()).isTrue();
		List<CompletableFuture<Void>> waiting = new ArrayList<>();
		for (int i = 0; i < THREADS; i++) {
			waiting.add(CompletableFuture.runAsync(() -> {
				this.lock.awaitLock();
				this.lock.unlock();
			}, this.threads));
		}
		assertThat(waiting).noneMatch(CompletableFuture::isDone);
		this.lock.unlock();
		for (CompletableFuture<Void> thread : waiting) {
			thread.get(10, TimeUnit.SECONDS);
		}
		assertThat(this.lock.tryLock()).isTrue();
	}

	@Test
	void twoNeverHoldIt() throws Exception {
		int[] counter = new int[1];
		int rounds = 50_000;
		List<CompletableFuture<Void>> counting = new ArrayList<>();
		for (int i = 0; i < THREADS; i++) {
			boolean patient = i % 2 == 0;
			counting.add(CompletableFuture.runAsync(() -> count(counter, rounds, patient), this.threads));
		}
		for (CompletableFuture<Void> thread : counting) {
			thread.get(60, TimeUnit.SECONDS);
		}
		assertThat(counter[0]).isEqualTo(THREADS * rounds);
	}

	@Test
	void anInterruptionIsKeptForLater() throws Exception {
		assertThat(this.lock.tryLock()).isTrue();
		CompletableFuture<Thread> waiter = new CompletableFuture<>();
		CompletableFuture<Boolean> interrupted = CompletableFuture.supplyAsync(() -> {
			waiter.complete(Thread.currentThread());
			this.lock.awaitLock();
			return Thread.interrupted();
		}, this.threads);
		Thread thread = waiter.get(10, TimeUnit.SECONDS);
		eventually().until(() -> thread.getState() == Thread.State.WAITING);
		thread.interrupt();
		this.lock.unlock();
		assertThat(interrupted.get(10, TimeUnit.SECONDS)).isTrue();
		assertThat(this.lock.tryLock()).isFalse();
	}

	private void count(int[] counter, int rounds, boolean patient) {
		for (int i = 0; i < rounds; i++) {
			if (patient) {
				this.lock.awaitLock();
			}
			else {
				while (!this.lock.tryLock()) {
					Thread.onSpinWait();
				}
			}
			counter[0]++;
			this.lock.unlock();
		}
	}

}
