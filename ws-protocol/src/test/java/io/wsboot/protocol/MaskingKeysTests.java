package io.wsboot.protocol;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * RFC 6455 §10.3.
 */
class MaskingKeysTests {

	@Test
	void keysAreSpreadOverAllBits() {
		int[] ones = new int[Integer.SIZE];
		for (int i = 0; i < 10_000; i++) {
			int key = MaskingKeys.next();
			for (int bit = 0; bit < Integer.SIZE; bit++) {
				ones[bit] += (key >>> bit) & 1;
			}
		}
		// 10 000 fair coins miss this by chance once in 10^22 runs
		for (int count : ones) {
			assertThat(count).isBetween(4_500, 5_500);
		}
	}

	@Test
	void noTwoThreadsGetTheSameKeyOfABatch() throws Exception {
		int threads = 4;
		int each = 5_000;
		ExecutorService executor = Executors.newFixedThreadPool(threads);
		Set<Integer> keys = new HashSet<>();
		try {
			List<Callable<List<Integer>>> takers = new ArrayList<>();
			for (int i = 0; i < threads; i++) {
				takers.add(() -> take(each));
			}
			for (Future<List<Integer>> taken : executor.invokeAll(takers, 30, TimeUnit.SECONDS)) {
				keys.addAll(taken.get());
			}
		}
		finally {
			executor.shutdownNow();
		}
		// of 20 000 random keys about 0.05 pairs are equal by chance
		assertThat(keys).hasSizeGreaterThanOrEqualTo(threads * each - 5);
	}

	private static List<Integer> take(int count) {
		List<Integer> keys = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			keys.add(MaskingKeys.next());
		}
		return keys;
	}

}
