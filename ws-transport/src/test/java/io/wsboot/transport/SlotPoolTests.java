package io.wsboot.transport;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SlotPoolTests {

	@Test
	void anEmptyPoolHasNothing() {
		assertThat(new SlotPool<String>(16).take()).isNull();
	}

	@Test
	void whatWasGivenIsTakenOnce() {
		SlotPool<String> pool = new SlotPool<>(16);
		pool.give("a");
		assertThat(pool.take()).isEqualTo("a");
		assertThat(pool.take()).isNull();
	}

	@Test
	void thePoolKeepsAsMuchAsItsCapacityAndForgetsTheRest() {
		SlotPool<Integer> pool = new SlotPool<>(16);
		for (int i = 0; i < 20; i++) {
			pool.give(i);
		}
		Set<Integer> taken = new HashSet<>();
		for (Integer next = pool.take(); next != null; next = pool.take()) {
			assertThat(taken.add(next)).isTrue();
		}
		assertThat(taken).hasSize(16);
	}

	@Test
	void whatOneThreadGivesAnyOtherTakes() throws Exception {
		for (int thread = 0; thread < 16; thread++) {
			SlotPool<String> pool = new SlotPool<>(64);
			pool.give("mine");
			CompletableFuture<String> taken = new CompletableFuture<>();
			Thread taker = new Thread(() -> taken.complete(pool.take()));
			taker.start();
			assertThat(taken.get(10, TimeUnit.SECONDS)).isEqualTo("mine");
			taker.join();
		}
	}

	@Test
	void nothingIsHandedOutTwiceUnderContention() throws Exception {
		SlotPool<AtomicInteger> pool = new SlotPool<>(8);
		for (int i = 0; i < 6; i++) {
			pool.give(new AtomicInteger());
		}
		ExecutorService threads = Executors.newFixedThreadPool(4);
		try {
			CompletableFuture<?>[] done = new CompletableFuture<?>[4];
			for (int thread = 0; thread < done.length; thread++) {
				done[thread] = CompletableFuture.runAsync(() -> {
					for (int i = 0; i < 50_000; i++) {
						AtomicInteger owned = pool.take();
						if (owned != null) {
							assertThat(owned.getAndIncrement()).as("owners").isZero();
							owned.decrementAndGet();
							pool.give(owned);
						}
					}
				}, threads);
			}
			CompletableFuture.allOf(done).get(30, TimeUnit.SECONDS);
		}
		finally {
			threads.shutdownNow();
		}
		int left = 0;
		while (pool.take() != null) {
			left++;
		}
		assertThat(left).as("nothing is lost, as there is always room").isEqualTo(6);
	}

}
