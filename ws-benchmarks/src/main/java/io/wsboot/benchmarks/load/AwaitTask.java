package io.wsboot.benchmarks.load;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Waits until the server accepts a connection.
 */
final class AwaitTask implements Task {

	private static final long BETWEEN_TRIES = 50;

	private final Target target;

	AwaitTask(Target target) {
		this.target = target;
	}

	@Override
	public Fields run(Fields line) throws IOException {
		line.only(Set.of("seconds"));
		long start = System.nanoTime();
		long end = start + TimeUnit.SECONDS.toNanos((long) line.number("seconds", 30));
		Faults faults;
		try (LoadLoop loop = new LoadLoop(true)) {
			do {
				faults = new Faults();
				List<Connection> opened = new Opening(loop, this.target, faults).open(1);
				Leaving.leave(opened, loop);
				if (faults.count() > 0) {
					loop.await(BETWEEN_TRIES);
				}
			}
			while (faults.count() > 0 && System.nanoTime() < end);
		}
		return Task.done(new Fields("await").with("seconds", (System.nanoTime() - start) / 1e9), faults);
	}

}
