package io.wsboot.transport;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.LongUnaryOperator;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The wheel is given the time, so every rule is exact.
 */
class DeadlinesTests {

	private static final long TICK = Deadlines.TICK_NANOS;

	private static final long REVOLUTION = 1024 * TICK;

	/** As odd as {@code System.nanoTime()} may be. */
	private static final long START = Long.MAX_VALUE - 5 * REVOLUTION;

	private final Deadlines deadlines = new Deadlines(START);

	@Test
	void nobodyWaitsInAnEmptyWheel() {
		assertThat(this.deadlines.untilNext(START)).isEqualTo(Deadlines.NEVER);
		this.deadlines.advance(START + 3 * REVOLUTION);
		assertThat(this.deadlines.untilNext(START + 3 * REVOLUTION)).isEqualTo(Deadlines.NEVER);
	}

	@ParameterizedTest
	@ValueSource(longs = { 0, 1, TICK - 1, TICK, TICK + 1, 5 * TICK + 7, REVOLUTION - 1, REVOLUTION, REVOLUTION + 1,
			3 * REVOLUTION + 123_456 })
	void aDeadlineIsMetWithinATickAndNeverEarly(long after) {
		Waiter waiter = new Waiter();
		this.deadlines.schedule(waiter, START + after);
		long now = START;
		while (waiter.asked.isEmpty()) {
			now += TICK / 4;
			this.deadlines.advance(now);
			assertThat(now - START).isLessThan(after + 2 * TICK);
		}
		assertThat(waiter.asked).hasSize(1);
		assertThat(waiter.asked.get(0) - START).isBetween(after, after + TICK + TICK / 4);
	}

	@Test
	void theLoopMaySleepUntilTheNextDeadlineAndNoLonger() {
		Waiter waiter = new Waiter();
		long at = START + 100 * TICK + TICK / 2;
		this.deadlines.schedule(waiter, at);
		long sleep = this.deadlines.untilNext(START);
		assertThat(sleep).isBetween(at - START, at - START + TICK);
		this.deadlines.advance(START + sleep);
		assertThat(waiter.asked).containsExactly(START + sleep);
		assertThat(this.deadlines.untilNext(START + sleep)).isEqualTo(Deadlines.NEVER);
	}

	@Test
	void sleepingIsOverWhenTheDeadlineHasPassed() {
		this.deadlines.schedule(new Waiter(), START + TICK);
		assertThat(this.deadlines.untilNext(START + 7 * TICK)).isZero();
	}

	@Test
	void theDeadlineFurthestAwayInTheWheelIsFound() {
		this.deadlines.advance(START + 70 * TICK);
		this.deadlines.schedule(new Waiter(), START + 70 * TICK + REVOLUTION);
		assertThat(this.deadlines.untilNext(START + 70 * TICK)).isEqualTo(REVOLUTION);
	}

	@Test
	void whoCancelsIsNotAsked() {
		Waiter cancelled = new Waiter();
		Waiter neighbour = new Waiter();
		this.deadlines.schedule(cancelled, START + TICK);
		this.deadlines.schedule(neighbour, START + TICK);
		this.deadlines.cancel(cancelled);
		this.deadlines.cancel(cancelled);
		this.deadlines.advance(START + 2 * TICK);
		assertThat(cancelled.asked).isEmpty();
		assertThat(neighbour.asked).hasSize(1);
	}

	@Test
	void neverTakesAWaiterOut() {
		Waiter waiter = new Waiter();
		this.deadlines.schedule(waiter, START + TICK);
		this.deadlines.schedule(waiter, Deadlines.NEVER);
		assertThat(this.deadlines.untilNext(START)).isEqualTo(Deadlines.NEVER);
		this.deadlines.advance(START + REVOLUTION);
		assertThat(waiter.asked).isEmpty();
	}

	@Test
	void aMovedDeadlineIsMetOnceAtItsNewTime() {
		Waiter waiter = new Waiter();
		this.deadlines.schedule(waiter, START + TICK);
		this.deadlines.schedule(waiter, START + 10 * TICK);
		this.deadlines.advance(START + 9 * TICK);
		assertThat(waiter.asked).isEmpty();
		this.deadlines.advance(START + 10 * TICK);
		assertThat(waiter.asked).containsExactly(START + 10 * TICK);
	}

	@Test
	void noLaterThanMovesForwardOnly() {
		Waiter waiter = new Waiter();
		this.deadlines.scheduleNoLaterThan(waiter, START + 10 * TICK);
		this.deadlines.scheduleNoLaterThan(waiter, START + 20 * TICK);
		this.deadlines.scheduleNoLaterThan(waiter, Deadlines.NEVER);
		assertThat(this.deadlines.untilNext(START)).isEqualTo(10 * TICK);
		this.deadlines.scheduleNoLaterThan(waiter, START + 5 * TICK);
		assertThat(this.deadlines.untilNext(START)).isEqualTo(5 * TICK);
	}

	@Test
	void aWaiterIsAskedAgainWhenItSaid() {
		Waiter waiter = new Waiter((now) -> now + 3 * TICK);
		this.deadlines.schedule(waiter, START + TICK);
		for (int tick = 1; tick <= 10; tick++) {
			this.deadlines.advance(START + tick * TICK);
		}
		assertThat(waiter.ticks()).containsExactly(1L, 4L, 7L, 10L);
	}

	@ParameterizedTest
	@ValueSource(longs = { -REVOLUTION, -2 * TICK, -TICK, -1, 0 })
	void anAnswerInThePastIsMetAtTheNextTick(long back) {
		Waiter waiter = new Waiter((now) -> now + back);
		this.deadlines.schedule(waiter, START + TICK);
		this.deadlines.advance(START + 4 * TICK);
		this.deadlines.advance(START + 5 * TICK);
		this.deadlines.advance(START + 6 * TICK);
		assertThat(waiter.ticks()).containsExactly(4L, 5L, 6L);
	}

	@Test
	void aDeadlineIsMetAfterAPauseOfMoreThanARevolution() {
		Waiter far = new Waiter();
		Waiter near = new Waiter();
		long now = START + 5 * REVOLUTION;
		this.deadlines.schedule(far, now + 6 * TICK);
		this.deadlines.schedule(near, START + TICK);
		this.deadlines.advance(now);
		assertThat(near.asked).containsExactly(now);
		assertThat(far.asked).isEmpty();
		this.deadlines.advance(now + 6 * TICK);
		assertThat(far.asked).containsExactly(now + 6 * TICK);
	}

	@Test
	void aCallbackMayTakeAnotherOutThatIsDueWithIt() {
		Waiter victim = new Waiter();
		Waiter other = new Waiter();
		Waiter killer = new Waiter((now) -> {
			this.deadlines.cancel(victim);
			this.deadlines.schedule(other, now + 5 * TICK);
			return Deadlines.NEVER;
		});
		// the last to come is asked first
		for (Waiter waiter : List.of(victim, other, killer)) {
			this.deadlines.schedule(waiter, START + TICK);
		}
		this.deadlines.advance(START + TICK);
		assertThat(victim.asked).isEmpty();
		assertThat(other.asked).isEmpty();
		this.deadlines.advance(START + 6 * TICK);
		assertThat(victim.asked).isEmpty();
		assertThat(other.ticks()).containsExactly(6L);
		assertThat(this.deadlines.untilNext(START + 6 * TICK)).isEqualTo(Deadlines.NEVER);
	}

	@Test
	void ofTwoWishesOfACallbackTheEarlierIsMet() {
		Waiter[] waiters = new Waiter[2];
		waiters[0] = new Waiter((now) -> {
			this.deadlines.scheduleNoLaterThan(waiters[0], now + 8 * TICK);
			return now + 2 * TICK;
		});
		waiters[1] = new Waiter((now) -> {
			this.deadlines.scheduleNoLaterThan(waiters[1], now + 2 * TICK);
			return now + 8 * TICK;
		});
		for (Waiter waiter : waiters) {
			this.deadlines.schedule(waiter, START + TICK);
		}
		for (int tick = 1; tick <= 3; tick++) {
			this.deadlines.advance(START + tick * TICK);
		}
		assertThat(waiters[0].ticks()).containsExactly(1L, 3L);
		assertThat(waiters[1].ticks()).containsExactly(1L, 3L);
	}

	@Test
	void aFailingCallbackHarmsNobodyElse() {
		Waiter failing = new Waiter((now) -> {
			throw new ExpectedFailure();
		});
		Waiter before = new Waiter();
		Waiter behind = new Waiter();
		Waiter later = new Waiter();
		for (Waiter waiter : List.of(before, failing, behind)) {
			this.deadlines.schedule(waiter, START + TICK);
		}
		this.deadlines.schedule(later, START + 2 * TICK);
		this.deadlines.advance(START + TICK);
		assertThat(before.asked).hasSize(1);
		assertThat(behind.asked).hasSize(1);
		assertThat(this.deadlines.untilNext(START + TICK)).isEqualTo(TICK);
		this.deadlines.advance(START + 2 * TICK);
		assertThat(later.asked).hasSize(1);
		assertThat(failing.asked).hasSize(1);
		assertThat(this.deadlines.untilNext(START + 2 * TICK)).isEqualTo(Deadlines.NEVER);
	}

	@Test
	void timeThatGoesBackIsIgnored() {
		Waiter waiter = new Waiter();
		this.deadlines.schedule(waiter, START + 3 * TICK);
		this.deadlines.advance(START + 2 * TICK);
		this.deadlines.advance(START - 5 * TICK);
		this.deadlines.advance(START + 3 * TICK);
		assertThat(waiter.asked).containsExactly(START + 3 * TICK);
	}

	/**
	 * The model: a wheel is a sorted list whose entries are met up to a tick late.
	 */
	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5, 6, 7, 8 })
	void theWheelBehavesAsASortedListDoes(long seed) {
		Random random = new Random(seed);
		List<Modelled> all = new ArrayList<>();
		for (int i = 0; i < 200; i++) {
			all.add(new Modelled(random));
		}
		long now = START;
		for (int step = 0; step < 3_000; step++) {
			for (int change = random.nextInt(4); change > 0; change--) {
				all.get(random.nextInt(all.size())).change(now);
			}
			long sleep = this.deadlines.untilNext(now);
			for (Modelled waiter : all) {
				waiter.require(sleep <= Math.max(0, waiter.wanted - now) + TICK, "the loop sleeps too long");
			}
			now += (random.nextInt(50) == 0) ? random.nextLong(2 * REVOLUTION) : random.nextLong(3 * TICK);
			this.deadlines.advance(now);
			for (Modelled waiter : all) {
				waiter.require(now - waiter.wanted < TICK, "somebody is forgotten");
			}
			assertThat(all).extracting((waiter) -> waiter.fault).as("seed %d step %d", seed, step).containsOnlyNulls();
		}
		assertThat(all).anyMatch((waiter) -> waiter.asked > 10);
	}

	private static class Waiter extends Deadlines.Timed {

		private final List<Long> asked = new ArrayList<>();

		private final LongUnaryOperator answer;

		Waiter() {
			this((now) -> Deadlines.NEVER);
		}

		Waiter(LongUnaryOperator answer) {
			this.answer = answer;
		}

		@Override
		long deadline(long now) {
			this.asked.add(now);
			return this.answer.applyAsLong(now);
		}

		List<Long> ticks() {
			return this.asked.stream().map((at) -> (at - START) / TICK).toList();
		}

	}

	private final class Modelled extends Deadlines.Timed {

		private final Random random;

		private long wanted = Deadlines.NEVER;

		private String fault;

		private int asked;

		Modelled(Random random) {
			this.random = random;
		}

		void change(long now) {
			switch (this.random.nextInt(4)) {
				case 0 -> {
					this.wanted = Deadlines.NEVER;
					DeadlinesTests.this.deadlines.cancel(this);
				}
				case 1 -> {
					long at = now + this.random.nextLong(2 * REVOLUTION);
					this.wanted = (this.wanted == Deadlines.NEVER || at - this.wanted < 0) ? at : this.wanted;
					DeadlinesTests.this.deadlines.scheduleNoLaterThan(this, at);
				}
				default -> {
					this.wanted = now + this.random.nextLong(this.random.nextBoolean() ? 20 * TICK : 3 * REVOLUTION);
					DeadlinesTests.this.deadlines.schedule(this, this.wanted);
				}
			}
		}

		void require(boolean right, String otherwise) {
			if (this.wanted != Deadlines.NEVER && !right) {
				this.fault = otherwise;
			}
		}

		@Override
		long deadline(long now) {
			// not asserted here, because the wheel survives what a callback throws
			if (this.wanted == Deadlines.NEVER || now - this.wanted < 0) {
				this.fault = "somebody is asked who did not want to be";
			}
			this.asked++;
			this.wanted = this.random.nextBoolean() ? now + this.random.nextLong(REVOLUTION) : Deadlines.NEVER;
			return this.wanted;
		}

	}

}
