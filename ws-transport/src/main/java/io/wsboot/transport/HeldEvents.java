package io.wsboot.transport;

import java.util.ArrayDeque;

import io.wsboot.protocol.CloseStatus;
import org.jspecify.annotations.Nullable;

/**
 * What happens on a loop while a callback of the session goes on elsewhere, and must wait
 * for that. Confined to the loop.
 */
final class HeldEvents {

	private final ArrayDeque<Runnable> tasks = new ArrayDeque<>(2);

	private @Nullable CloseStatus end;

	void add(Runnable task) {
		this.tasks.add(task);
	}

	void end(CloseStatus status) {
		this.end = status;
	}

	/**
	 * The next task.
	 * @return the task, {@code null} if there is none
	 */
	@Nullable Runnable nextTask() {
		return this.tasks.poll();
	}

	/**
	 * The last event, behind the tasks.
	 * @return its status, {@code null} if the session has not ended
	 */
	@Nullable CloseStatus end() {
		return this.end;
	}

}
