package io.wsboot.transport;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.wsboot.protocol.Role;
import io.wsboot.transport.InboundBatch.Event;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * How many threads the sessions of a loop ask for, and that none waits in vain.
 */
class RunQueueTests {

	private final ExecutorService pool = Executors.newCachedThreadPool(HandlerThreads::daemon);

	private final List<Throwable> onLoop = new CopyOnWriteArrayList<>();

	private GateFixture fixture;

	@BeforeEach
	void open() throws Exception {
		this.fixture = new GateFixture();
	}

	@AfterEach
	void close() throws Exception {
		this.pool.shutdownNow();
		this.fixture.close();
		assertThat(this.onLoop).isEmpty();
	}

	@Test
	void allSessionsOfAPassAskForOneThread() throws Exception {
		LinkedBlockingQueue<Runnable> asked = new LinkedBlockingQueue<>();
		RunQueue queue = new RunQueue(this.fixture.loop(), asked::add);
		AtomicInteger handled = new AtomicInteger();
		submit(sessions(queue, 50, handled::incrementAndGet));
		this.fixture.settle();
		assertThat(asked).hasSize(1);
		asked.remove().run();
		assertThat(handled).hasValue(50);
		// the first asked for a second thread, in case it should block
		assertThat(asked).hasSize(1);
		asked.remove().run();
		assertThat(asked).isEmpty();
	}

	@Test
	void aSessionDoesNotWaitBehindCallbacksThatBlock() throws Exception {
		CountDownLatch allInside = new CountDownLatch(20);
		RunQueue queue = new RunQueue(this.fixture.loop(), this.pool);
		AtomicInteger together = new AtomicInteger();
		submit(sessions(queue, 20, () -> {
			allInside.countDown();
			if (allInside.await(20, TimeUnit.SECONDS)) {
				together.incrementAndGet();
			}
		}));
		await().atMost(30, TimeUnit.SECONDS).untilAsserted(() -> assertThat(together).hasValue(20));
	}

	@Test
	void anExecutorThatRunsItsCallerRunsNoCallbackOnALoop() throws Exception {
		AtomicInteger refusals = new AtomicInteger(3);
		Executor callerRuns = (task) -> {
			if (refusals.getAndDecrement() > 0) {
				task.run();
			}
			else {
				this.pool.execute(task);
			}
		};
		AtomicInteger handled = new AtomicInteger();
		submit(sessions(new RunQueue(this.fixture.loop(), callerRuns), 10, handled::incrementAndGet));
		await().atMost(20, TimeUnit.SECONDS).untilAsserted(() -> assertThat(handled).hasValue(10));
		assertThat(refusals.get()).isNegative();
	}

	@Test
	void anExecutorThatRunsAHandlersThreadDoesNotNestCallbacks() throws Exception {
		AtomicInteger depth = new AtomicInteger();
		AtomicInteger handled = new AtomicInteger();
		AtomicInteger deepest = new AtomicInteger();
		Executor callerRuns = (task) -> {
			if (RunQueue.isOnHandlerThread()) {
				task.run();
			}
			else {
				this.pool.execute(task);
			}
		};
		submit(sessions(new RunQueue(this.fixture.loop(), callerRuns), 1000, () -> {
			deepest.accumulateAndGet(depth.incrementAndGet(), Math::max);
			handled.incrementAndGet();
			depth.decrementAndGet();
		}));
		await().atMost(20, TimeUnit.SECONDS).untilAsserted(() -> assertThat(handled).hasValue(1000));
		assertThat(deepest).hasValue(1);
	}

	@Test
	void aQueueIsTheSameAsLongAsItIsUsed() throws Exception {
		List<RunQueue> queues = new ArrayList<>();
		this.fixture.onLoop(() -> {
			queues.add(this.fixture.loop().runQueue(this.pool));
			queues.add(this.fixture.loop().runQueue(this.pool));
			queues.add(this.fixture.loop().runQueue(Runnable::run));
			return null;
		});
		assertThat(queues.get(0)).isSameAs(queues.get(1)).isNotSameAs(queues.get(2));
	}

	private List<SerialExecutor> sessions(RunQueue queue, int count, Callback callback) {
		List<SerialExecutor> sessions = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			WsHandler handler = new WsHandler() {
				@Override
				public void onText(WsSession session, String text) throws Exception {
					if (EventLoop.isOnLoop()) {
						RunQueueTests.this.onLoop.add(new AssertionError("a callback ran on a loop"));
					}
					callback.run();
				}
			};
			sessions.add(new SerialExecutor(queue, this.fixture.calls(handler), 1000, Long.MAX_VALUE));
		}
		return sessions;
	}

	private void submit(List<SerialExecutor> sessions) throws Exception {
		this.fixture.onLoop(() -> {
			for (SerialExecutor session : sessions) {
				InboundBatch batch = new InboundBatch();
				batch.add(Event.TEXT, GateFixture.utf8("text"));
				session.submit(batch);
			}
			return null;
		});
	}

	private interface Callback {

		void run() throws Exception;

	}

}
