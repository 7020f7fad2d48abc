package io.wsboot.transport;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LoopTasksTests {

	private final LoopTasks tasks = new LoopTasks();

	@Test
	void tasksRunInTheOrderInWhichTheyCame() {
		List<Integer> ran = new ArrayList<>();
		for (int i = 0; i < 10; i++) {
			int number = i;
			this.tasks.add(() -> ran.add(number));
		}
		this.tasks.run(Runnable::run);
		assertThat(ran).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
	}

	@Test
	void aLoopThatIsAwakeIsNotWoken() {
		assertThat(this.tasks.add(() -> {
		})).isFalse();
	}

	@Test
	void aSleepingLoopIsWokenOnce() {
		assertThat(this.tasks.fallAsleep()).isTrue();
		assertThat(this.tasks.add(() -> {
		})).isTrue();
		assertThat(this.tasks.add(() -> {
		})).isFalse();
	}

	@Test
	void aLoopThatWokeByItselfIsNotWoken() {
		assertThat(this.tasks.fallAsleep()).isTrue();
		this.tasks.wakeUp();
		assertThat(this.tasks.add(() -> {
		})).isFalse();
	}

	@Test
	void aLoopWithATaskMustNotSleep() {
		this.tasks.add(() -> {
		});
		assertThat(this.tasks.fallAsleep()).isFalse();
		this.tasks.run(Runnable::run);
		assertThat(this.tasks.fallAsleep()).isTrue();
	}

	@Test
	void tasksThatAddTasksLeaveTheSocketsTheirTurn() {
		AtomicInteger ran = new AtomicInteger();
		Runnable[] endless = new Runnable[1];
		endless[0] = () -> {
			ran.incrementAndGet();
			this.tasks.add(endless[0]);
		};
		this.tasks.add(endless[0]);
		this.tasks.run(Runnable::run);
		assertThat(ran).hasPositiveValue();
		assertThat(this.tasks.fallAsleep()).isFalse();
	}

	@Test
	void noWakeUpIsLost() throws Exception {
		int senders = 3;
		int each = 20_000;
		AtomicInteger ran = new AtomicInteger();
		Semaphore bell = new Semaphore(0);
		List<CompletableFuture<Void>> sent = new ArrayList<>();
		for (int sender = 0; sender < senders; sender++) {
			sent.add(CompletableFuture.runAsync(() -> {
				for (int i = 0; i < each; i++) {
					if (this.tasks.add(ran::incrementAndGet)) {
						bell.release();
					}
				}
			}));
		}
		while (ran.get() < senders * each) {
			if (this.tasks.fallAsleep()) {
				assertThat(bell.tryAcquire(10, TimeUnit.SECONDS)).as("woken after %s", ran).isTrue();
				this.tasks.wakeUp();
			}
			this.tasks.run(Runnable::run);
		}
		CompletableFuture.allOf(sent.toArray(new CompletableFuture<?>[0])).get(10, TimeUnit.SECONDS);
		assertThat(ran).hasValue(senders * each);
	}

}
