package io.wsboot.spring.actuate;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The last of what has happened.
 */
class LatestTests {

	private static final PageRequest ALL = new PageRequest(0, 500);

	private final Latest<Integer> latest = new Latest<>(256);

	@Test
	void theNewestIsFirst() {
		add(3);
		assertThat(this.latest.page(new PageRequest(0, 2))).isEqualTo(new Page<>(0, 2, 3, true, List.of(2, 1)));
		assertThat(this.latest.page(new PageRequest(1, 2))).isEqualTo(new Page<>(1, 2, 3, false, List.of(0)));
		assertThat(this.latest.page(new PageRequest(2, 2))).isEqualTo(new Page<>(2, 2, 3, false, List.of()));
	}

	@Test
	void theOldestAreForgotten() {
		add(600);
		Page<Integer> page = this.latest.page(ALL);
		assertThat(page.total()).isEqualTo(256);
		assertThat(page.more()).isFalse();
		assertThat(page.entries()).hasSize(256).startsWith(599, 598).endsWith(345, 344);
	}

	@Test
	void muchMayHappenAtOnceWhileSomebodyLooks() throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(4);
		try {
			List<Future<?>> done = new ArrayList<>();
			for (int i = 0; i < 4; i++) {
				done.add(threads.submit(() -> add(2_000)));
			}
			for (int i = 0; i < 100; i++) {
				assertThat(this.latest.page(ALL).entries()).doesNotContainNull().hasSizeLessThanOrEqualTo(256);
			}
			for (Future<?> each : done) {
				each.get(10, TimeUnit.SECONDS);
			}
			assertThat(this.latest.page(ALL).entries()).hasSize(256);
		}
		finally {
			threads.shutdownNow();
		}
	}

	private void add(int count) {
		for (int i = 0; i < count; i++) {
			this.latest.add(i);
		}
	}

}
