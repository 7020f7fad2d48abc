package io.wsboot.transport;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;

/**
 * One {@link RunQueue} for each executor that sessions of a loop use. Confined to the
 * loop.
 */
final class RunQueues {

	private final EventLoop loop;

	/** A queue lives as long as a session that uses it. */
	private final Map<Executor, WeakReference<RunQueue>> byExecutor = new WeakHashMap<>();

	private final List<RunQueue> dirty = new ArrayList<>();

	RunQueues(EventLoop loop) {
		this.loop = loop;
	}

	RunQueue of(Executor executor) {
		WeakReference<@Nullable RunQueue> known = this.byExecutor.get(executor);
		RunQueue queue = (known != null) ? known.get() : null;
		if (queue == null) {
			queue = new RunQueue(this.loop, executor);
			this.byExecutor.put(executor, new WeakReference<>(queue));
		}
		return queue;
	}

	/**
	 * Has a queue ask for a thread at the end of the pass.
	 * @param queue one that was not added before in this pass
	 */
	void atEndOfPass(RunQueue queue) {
		this.dirty.add(queue);
	}

	/**
	 * The pass ends.
	 */
	void dispatch() {
		for (int i = 0; i < this.dirty.size(); i++) {
			this.dirty.get(i).dispatch();
		}
		this.dirty.clear();
	}

}
