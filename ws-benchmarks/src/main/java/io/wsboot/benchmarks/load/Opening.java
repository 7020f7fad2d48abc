package io.wsboot.benchmarks.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Opens connections, a few at a time.
 */
final class Opening {

	private static final int AT_ONCE = 32;

	private static final long LONGEST = TimeUnit.SECONDS.toNanos(60);

	private final LoadLoop loop;

	private final Target target;

	private final Faults faults;

	private final List<Connection> opened = new ArrayList<>();

	private int starting;

	private int failed;

	Opening(LoadLoop loop, Target target, Faults faults) {
		this.loop = loop;
		this.target = target;
		this.faults = faults;
	}

	/**
	 * Opens connections and stops at the first that fails.
	 * @param count how many
	 * @return those that are open
	 */
	List<Connection> open(int count) throws IOException {
		this.opened.clear();
		long now = System.nanoTime();
		long end = now + LONGEST;
		int started = 0;
		while (this.opened.size() < count && this.failed == 0) {
			while (started < count && this.starting < AT_ONCE) {
				this.starting++;
				started++;
				new Connection(this);
			}
			now = this.loop.pass(now);
			if (now > end) {
				this.faults.add("only %d of %d connections were open after a minute", this.opened.size(), count);
				break;
			}
		}
		return List.copyOf(this.opened);
	}

	void opened(Connection connection) {
		this.starting--;
		this.opened.add(connection);
	}

	void failed() {
		this.starting--;
		this.failed++;
	}

	LoadLoop loop() {
		return this.loop;
	}

	Target target() {
		return this.target;
	}

	Faults faults() {
		return this.faults;
	}

}
