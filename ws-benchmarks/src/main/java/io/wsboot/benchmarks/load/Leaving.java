package io.wsboot.benchmarks.load;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Ends the connections of a task.
 */
final class Leaving {

	private static final long GRACE = TimeUnit.MILLISECONDS.toNanos(200);

	private Leaving() {
	}

	/**
	 * Sends close frames, leaves the server a moment to answer, and closes.
	 */
	static void leave(List<Connection> connections, LoadLoop loop) throws IOException {
		connections.forEach(Connection::leave);
		long end = System.nanoTime() + GRACE;
		while (System.nanoTime() < end && connections.stream().anyMatch(Connection::isOpen)) {
			loop.await(10);
		}
		connections.forEach(Connection::reset);
	}

}
