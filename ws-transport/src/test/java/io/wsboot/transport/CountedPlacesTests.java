package io.wsboot.transport;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CountedPlacesTests {

	@Test
	void everybodyHasExactlyTheLimit() {
		CountedPlaces<String> places = new CountedPlaces<>(2);
		assertThat(places.take("a")).isTrue();
		assertThat(places.take("a")).isTrue();
		assertThat(places.take("a")).isFalse();
		assertThat(places.take("b")).isTrue();
		places.giveBack("a");
		assertThat(places.take("a")).isTrue();
		assertThat(places.take("a")).isFalse();
	}

	@Test
	void onlyThoseAreRememberedWhoHaveAPlace() {
		CountedPlaces<Integer> places = new CountedPlaces<>(3);
		for (int i = 0; i < 10_000; i++) {
			places.take(i);
			places.take(i);
			places.giveBack(i);
			places.giveBack(i);
		}
		assertThat(places.size()).isZero();
	}

	@Test
	void whoGivesBackMoreThanTheyTookHasNoneTooMany() {
		CountedPlaces<String> places = new CountedPlaces<>(1);
		places.giveBack("a");
		assertThat(places.take("a")).isTrue();
		assertThat(places.take("a")).isFalse();
	}

	@Test
	void withoutALimitNobodyIsCounted() {
		CountedPlaces<String> places = new CountedPlaces<>(0);
		assertThat(places.take("a")).isTrue();
		assertThat(places.size()).isZero();
		places.giveBack("a");
	}

	@Test
	void threadsNeverHaveMoreThanTheLimitTogether() throws Exception {
		CountedPlaces<String> places = new CountedPlaces<>(3);
		AtomicInteger taken = new AtomicInteger();
		AtomicInteger most = new AtomicInteger();
		ExecutorService threads = Executors.newFixedThreadPool(8);
		List<Future<?>> done = new ArrayList<>();
		for (int thread = 0; thread < 8; thread++) {
			done.add(threads.submit(() -> {
				for (int i = 0; i < 20_000; i++) {
					if (places.take("a")) {
						most.accumulateAndGet(taken.incrementAndGet(), Math::max);
						taken.decrementAndGet();
						places.giveBack("a");
					}
				}
			}));
		}
		for (Future<?> one : done) {
			one.get(10, TimeUnit.SECONDS);
		}
		threads.shutdown();
		assertThat(most.get()).isBetween(1, 3);
		assertThat(places.size()).isZero();
	}

}
