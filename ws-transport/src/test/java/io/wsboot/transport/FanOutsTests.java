package io.wsboot.transport;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static io.wsboot.transport.TestServer.eventually;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What becomes of publishers that are faster than a loop.
 */
class FanOutsTests {

	private static final long LONG = TimeUnit.SECONDS.toNanos(60);

	private final Queue<Long> waits = new ConcurrentLinkedQueue<>();

	private final TransportListener listener = new TransportListener() {
		@Override
		public void publisherWaited(long nanos) {
			FanOutsTests.this.waits.add(nanos);
		}
	};

	/** Until it is open the loop does nothing. */
	private final CountDownLatch gate = new CountDownLatch(1);

	private final AtomicInteger run = new AtomicInteger();

	private final Runnable task = this.run::incrementAndGet;

	private EventLoop loop;

	private FanOuts fanOuts;

	@BeforeEach
	void start() throws Exception {
		this.loop = GateFixture.loop("fan-out-loop");
		this.fanOuts = new FanOuts(this.loop, this.listener, LONG);
		this.loop.start();
		this.loop.execute(() -> awaitOpen(this.gate));
	}

	@AfterEach
	void stop() throws Exception {
		this.gate.countDown();
		this.loop.stop();
		this.loop.awaitEnd(10_000);
	}

	@Test
	void aPublisherWaitsForRoomAndNothingIsLost() throws Exception {
		int all = 5 * FanOuts.MOST;
		List<Thread> publishers = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			publishers.add(started(() -> {
				for (int sent = 0; sent < all / 4; sent++) {
					this.fanOuts.run(this.task, 10);
					assertThat(this.fanOuts.count()).isLessThanOrEqualTo(FanOuts.MOST);
				}
			}));
		}
		for (Thread publisher : publishers) {
			eventually().until(() -> isWaiting(publisher));
		}
		assertThat(this.fanOuts.count()).isEqualTo(FanOuts.MOST);
		assertThat(this.waits).isEmpty();
		this.gate.countDown();
		join(publishers);
		eventually().untilAsserted(() -> assertThat(this.run).hasValue(all));
		eventually().untilAsserted(() -> assertThat(this.fanOuts.count()).isZero());
		assertThat(this.waits).hasSizeGreaterThanOrEqualTo(4);
	}

	@Test
	void bytesAreBoundedAsWellAsTasks() throws Exception {
		int size = (int) FanOuts.MOST_BYTES / 4;
		for (int i = 0; i < 4; i++) {
			this.fanOuts.run(this.task, size);
		}
		Thread publisher = started(() -> this.fanOuts.run(this.task, 1));
		eventually().until(() -> isWaiting(publisher));
		this.gate.countDown();
		join(List.of(publisher));
		assertThat(this.waits).hasSize(1);
	}

	@Test
	void aMessageOfAnySizeIsTakenWhereThereIsRoom() throws Exception {
		assertThat(this.fanOuts.run(this.task, 2L * FanOuts.MOST_BYTES)).isTrue();
		Thread publisher = started(() -> this.fanOuts.run(this.task, 1));
		eventually().until(() -> isWaiting(publisher));
		this.gate.countDown();
		join(List.of(publisher));
		eventually().untilAsserted(() -> assertThat(this.run).hasValue(2));
	}

	@Test
	void anInterruptDoesNotEndTheWaitAndIsNotForgotten() throws Exception {
		fill();
		AtomicBoolean interrupted = new AtomicBoolean();
		Thread publisher = started(() -> {
			this.fanOuts.run(this.task, 1);
			interrupted.set(Thread.currentThread().isInterrupted());
		});
		eventually().until(() -> isWaiting(publisher));
		publisher.interrupt();
		eventually().until(() -> !publisher.isInterrupted() && isWaiting(publisher));
		assertThat(this.fanOuts.count()).isEqualTo(FanOuts.MOST);
		this.gate.countDown();
		join(List.of(publisher));
		assertThat(interrupted).isTrue();
	}

	@Test
	void aWaitIsBoundedAndTheMessageThenTaken() {
		this.fanOuts = new FanOuts(this.loop, this.listener, 1_000_000);
		fill();
		assertThat(this.fanOuts.run(this.task, 1)).isTrue();
		assertThat(this.fanOuts.count()).isEqualTo(FanOuts.MOST + 1);
		assertThat(this.waits).hasSize(1).allMatch((nanos) -> nanos >= 1_000_000);
	}

	@Test
	void aLoopThatEndsReleasesThoseWhoWait() throws Exception {
		fill();
		Thread publisher = started(() -> this.fanOuts.run(this.task, 1));
		eventually().until(() -> isWaiting(publisher));
		this.loop.stop();
		this.gate.countDown();
		join(List.of(publisher));
		this.loop.awaitEnd(10_000);
		assertThat(this.fanOuts.run(this.task, 1)).isFalse();
		assertThat(this.fanOuts.count()).isZero();
	}

	@Test
	void loopsThatPublishToEachOtherNeverWait() throws Exception {
		EventLoop other = GateFixture.loop("other-loop");
		other.start();
		try {
			CompletableFuture<FanOuts> here = new CompletableFuture<>();
			CompletableFuture<FanOuts> there = new CompletableFuture<>();
			CountDownLatch both = new CountDownLatch(2);
			this.loop.execute(() -> here.complete(floods(this.loop, other.fanOuts(), both)));
			other.execute(() -> there.complete(floods(other, this.loop.fanOuts(), both)));
			this.gate.countDown();
			assertThat(here.get(10, TimeUnit.SECONDS)).isSameAs(other.fanOuts());
			assertThat(there.get(10, TimeUnit.SECONDS)).isSameAs(this.loop.fanOuts());
			eventually().untilAsserted(() -> assertThat(this.run).hasValue(4 * FanOuts.MOST));
		}
		finally {
			other.stop();
			other.awaitEnd(10_000);
		}
	}

	@Test
	void whoeverComesLateIsToldAtOnceThatHalfIsLeft() {
		CountDownLatch told = new CountDownLatch(1);
		this.fanOuts.whenHalfIsLeft(told::countDown);
		assertThat(told.getCount()).isZero();
		fill();
		CountDownLatch untold = new CountDownLatch(1);
		this.fanOuts.whenHalfIsLeft(untold::countDown);
		assertThat(untold.getCount()).isOne();
		this.gate.countDown();
		eventually().until(() -> untold.getCount() == 0);
	}

	@Test
	void whoFillsItUpWhenItIsWokenAndWaitsAgainIsNotWokenAgainAtOnce() {
		AtomicInteger woken = new AtomicInteger();
		Runnable greedy = new Runnable() {
			@Override
			public void run() {
				if (woken.incrementAndGet() < 10) {
					fill();
					FanOutsTests.this.fanOuts.whenHalfIsLeft(this);
				}
			}
		};
		this.fanOuts.whenHalfIsLeft(greedy);
		assertThat(woken).hasValue(1);
		assertThat(this.fanOuts.count()).isEqualTo(FanOuts.MOST);
	}

	/** Neither loop goes on before both have published. */
	private FanOuts floods(EventLoop own, FanOuts target, CountDownLatch both) {
		own.fanOuts().callbackBegins();
		for (int i = 0; i < 2 * FanOuts.MOST; i++) {
			target.run(this.task, 1);
		}
		both.countDown();
		awaitOpen(both);
		return own.fanOuts().exceeded();
	}

	private void fill() {
		for (int i = 0; i < FanOuts.MOST; i++) {
			this.fanOuts.run(this.task, 1);
		}
	}

	private static Thread started(Runnable action) {
		Thread thread = new Thread(action);
		thread.start();
		return thread;
	}

	private static boolean isWaiting(Thread thread) {
		return thread.getState() == Thread.State.TIMED_WAITING;
	}

	private static void join(List<Thread> threads) throws InterruptedException {
		for (Thread thread : threads) {
			thread.join(10_000);
			assertThat(thread.isAlive()).isFalse();
		}
	}

	private static void awaitOpen(CountDownLatch latch) {
		try {
			assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
