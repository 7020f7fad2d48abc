package io.wsboot.benchmarks.load;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Opens connections, in waves. Between two waves, all of them are closed; that takes no
 * part in the rate.
 */
final class HandshakeTask implements Task {

	private static final long SETTLING = TimeUnit.MILLISECONDS.toNanos(250);

	private final Target target;

	private final ServerUsage.Watched watched;

	HandshakeTask(Target target, ServerUsage.Watched watched) {
		this.target = target;
		this.watched = watched;
	}

	@Override
	public Fields run(Fields line) throws IOException {
		Traffic traffic = Traffic.of(line.only(Set.of("connections", "warmup", "time", "spin")));
		Faults faults = new Faults();
		Fields result = new Fields("handshakes");
		try (LoadLoop loop = new LoadLoop(traffic.spin())) {
			waves(loop, faults, traffic, traffic.warmup());
			ServerUsage before = ServerUsage.read(this.watched);
			Waves waves = waves(loop, faults, traffic, traffic.time());
			ServerUsage used = ServerUsage.read(this.watched).since(before);
			result.with("messages", waves.opened()).with("seconds", waves.opening());
			result.with("rate", (waves.opening() > 0) ? waves.opened() / waves.opening() : 0);
			result.with("user", used.user()).with("system", used.system());
		}
		return Task.done(result, faults);
	}

	/**
	 * Opens and closes.
	 * @param seconds how long to open at least; no time means not at all
	 */
	private Waves waves(LoadLoop loop, Faults faults, Traffic traffic, double seconds) throws IOException {
		Waves waves = new Waves(0, 0);
		while (waves.opening() < seconds && faults.count() == 0) {
			long start = System.nanoTime();
			List<Connection> opened = new Opening(loop, this.target, faults).open(traffic.connections());
			waves = waves.plus(opened.size(), (System.nanoTime() - start) / 1e9);
			opened.forEach(Connection::reset);
			settle(loop);
		}
		return waves;
	}

	/**
	 * Leaves the server time to notice that the connections are gone.
	 */
	private static void settle(LoadLoop loop) throws IOException {
		for (long end = System.nanoTime() + SETTLING; System.nanoTime() < end;) {
			loop.await(10);
		}
	}

	/**
	 * What waves came to.
	 *
	 * @param opened connections
	 * @param opening seconds
	 */
	private record Waves(long opened, double opening) {

		Waves plus(long more, double seconds) {
			return new Waves(this.opened + more, this.opening + seconds);
		}

	}

}
