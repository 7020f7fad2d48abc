package io.wsboot.transport;

import java.util.ArrayDeque;

import io.wsboot.protocol.CloseStatus;
import org.jspecify.annotations.Nullable;

/**
 * What waits on the loop for a callback that goes on elsewhere. Made when something has
 * to wait; confined to the loop.
 */
final class PostponedCallbacks {

	private final ArrayDeque<Runnable> tasks = new ArrayDeque<>(2);

	/** The last event; {@code null} if it is not due. */
	private @Nullable CloseStatus lastStatus;

	void add(Runnable task) {
		this.tasks.add(task);
	}

	@Nullable Runnable nextTask() {
		return this.tasks.poll();
	}

	void end(CloseStatus status) {
		this.lastStatus = status;
	}

	@Nullable CloseStatus lastStatus() {
		return this.lastStatus;
	}

}
