package io.wsboot.transport;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BacklogTests {

	private final AtomicInteger relaxed = new AtomicInteger();

	@Test
	void readingPausesWhenMoreMessagesWaitThanMay() {
		Backlog backlog = backlog(4, 1000, this.relaxed::incrementAndGet);
		for (int i = 0; i < 4; i++) {
			assertThat(backlog.read(1)).isFalse();
		}
		assertThat(backlog.read(1)).isTrue();
	}

	@Test
	void readingPausesWhenMoreBytesWaitThanMay() {
		Backlog backlog = backlog(100, 1000, this.relaxed::incrementAndGet);
		assertThat(backlog.read(1000)).isFalse();
		assertThat(backlog.read(1)).isTrue();
	}

	@Test
	void readingGoesOnOnceAtHalfTheMessages() {
		Backlog backlog = backlog(4, 1000, this.relaxed::incrementAndGet);
		for (int i = 0; i < 5; i++) {
			backlog.read(1);
		}
		backlog.handled(1);
		backlog.handled(1);
		assertThat(this.relaxed).hasValue(0);
		backlog.handled(1);
		assertThat(this.relaxed).hasValue(1);
		backlog.handled(1);
		backlog.handled(1);
		assertThat(this.relaxed).hasValue(1);
	}

	@Test
	void readingGoesOnOnlyWhenTheBytesAllowItToo() {
		Backlog backlog = backlog(4, 1000, this.relaxed::incrementAndGet);
		backlog.read(1);
		backlog.read(1);
		assertThat(backlog.read(2000)).isTrue();
		backlog.handled(1);
		backlog.handled(1);
		assertThat(this.relaxed).hasValue(0);
		backlog.handled(2000);
		assertThat(this.relaxed).hasValue(1);
	}

	@Test
	void aBacklogThatNeverPausedTellsNothing() {
		Backlog backlog = backlog(4, 1000, this.relaxed::incrementAndGet);
		for (int i = 0; i < 100; i++) {
			assertThat(backlog.read(10)).isFalse();
			backlog.handled(10);
		}
		assertThat(this.relaxed).hasValue(0);
	}

	@Test
	void aBacklogOfOneGoesOnWhenNothingWaits() {
		Backlog backlog = backlog(1, 1000, this.relaxed::incrementAndGet);
		assertThat(backlog.read(1)).isFalse();
		assertThat(backlog.read(1)).isTrue();
		backlog.handled(1);
		assertThat(this.relaxed).hasValue(0);
		backlog.handled(1);
		assertThat(this.relaxed).hasValue(1);
	}

	@Test
	void aLimitBeyondAllMessagesNeverPauses() {
		Backlog backlog = backlog(Integer.MAX_VALUE, Long.MAX_VALUE, this.relaxed::incrementAndGet);
		for (int i = 0; i < 1000; i++) {
			assertThat(backlog.read(Integer.MAX_VALUE)).isFalse();
		}
	}

	@Test
	void everyPauseEndsWhateverTheTwoThreadsDo() throws Exception {
		int messages = 200_000;
		Semaphore mayRead = new Semaphore(0);
		AtomicLong waiting = new AtomicLong();
		Semaphore mayHandle = new Semaphore(0);
		Backlog backlog = backlog(8, 1000, mayRead::release);
		CompletableFuture<Void> handler = CompletableFuture.runAsync(() -> {
			for (int i = 0; i < messages; i++) {
				mayHandle.acquireUninterruptibly();
				waiting.decrementAndGet();
				backlog.handled(1);
			}
		});
		for (int i = 0; i < messages; i++) {
			assertThat(waiting.incrementAndGet()).isLessThanOrEqualTo(10);
			boolean pause = backlog.read(1);
			mayHandle.release();
			if (pause) {
				assertThat(mayRead.tryAcquire(10, TimeUnit.SECONDS)).as("told after message %d", i).isTrue();
			}
			else {
				// told before it paused: as harmless as resuming what is not paused
				mayRead.drainPermits();
			}
		}
		handler.get(10, TimeUnit.SECONDS);
		assertThat(waiting).hasValue(0);
	}

	private static Backlog backlog(int maxMessages, long maxBytes, Runnable relaxed) {
		return new Backlog(maxMessages, maxBytes) {

			@Override
			void mayReadOn() {
				relaxed.run();
			}

		};
	}

}
