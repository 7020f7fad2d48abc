package io.wsboot.benchmarks.load;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * One connection publishes, all others hear it. What counts is each delivery.
 */
final class BroadcastTask implements Task {

	/** How long the server may take to call the last open handler. */
	private static final long SUBSCRIBING = TimeUnit.MILLISECONDS.toNanos(500);

	private final Target target;

	private final ServerUsage.Watched watched;

	BroadcastTask(Target target, ServerUsage.Watched watched) {
		this.target = target;
		this.watched = watched;
	}

	@Override
	public Fields run(Fields line) throws IOException {
		Traffic traffic = Traffic.of(line);
		Fields result = new Fields("broadcast");
		Faults faults = new Faults();
		try (LoadLoop loop = new LoadLoop(traffic.spin())) {
			List<Connection> connections = new Opening(loop, this.target, faults).open(traffic.connections() + 1);
			try {
				if (faults.count() == 0) {
					settle(loop);
					publish(connections, traffic, new Measurement(loop, faults, this.watched), result);
				}
			}
			finally {
				Leaving.leave(connections, loop);
			}
		}
		return Task.done(result, faults);
	}

	/**
	 * A client sees the answer to its handshake before the server's handler knows of it.
	 */
	private static void settle(LoadLoop loop) throws IOException {
		for (long end = System.nanoTime() + SUBSCRIBING; System.nanoTime() < end;) {
			loop.await(10);
		}
	}

	private void publish(List<Connection> connections, Traffic traffic, Measurement measurement, Fields result)
			throws IOException {
		Messages messages = new Messages(traffic, this.target.dialect());
		FanOut fanOut = new FanOut(measurement, traffic);
		for (Connection connection : connections) {
			Exchange exchange = new Exchange(connection, messages, new Exchange.Names(0, 0), traffic.pipeline(),
					fanOut);
			connection.exchange(exchange);
		}
		fanOut.publisher = connections.get(0).exchange();
		fanOut.pump(System.nanoTime());
		measurement.run(traffic, result);
		measurement.drain(fanOut::missing);
	}

	/**
	 * Publishes as soon as fewer than the wanted number of fan-outs are under way. A
	 * fan-out that has begun to arrive makes room for the next, so the server always has
	 * one to do.
	 */
	private static final class FanOut implements Exchange.Sink {

		private static final int REMEMBERED = 1 << 12;

		private final Measurement measurement;

		private final int subscribers;

		private final int pipeline;

		private final long[] publishedAt = new long[REMEMBERED];

		private @Nullable Exchange publisher;

		private long published;

		private long delivered;

		FanOut(Measurement measurement, Traffic traffic) {
			this.measurement = measurement;
			this.subscribers = traffic.connections();
			this.pipeline = traffic.pipeline();
		}

		void pump(long now) {
			Exchange exchange = this.publisher;
			if (exchange == null) {
				return;
			}
			boolean due = false;
			while (this.measurement.isSending() && exchange.due() < this.pipeline
					&& this.published * this.subscribers < this.delivered + (long) this.pipeline * this.subscribers) {
				this.publishedAt[(int) (this.published++ % REMEMBERED)] = now;
				exchange.due(1);
				due = true;
			}
			if (due) {
				exchange.connection().write(now);
			}
		}

		long missing() {
			return this.published * this.subscribers - this.delivered;
		}

		@Override
		public void message(Exchange exchange, long sequence, long now) {
			if (exchange != this.publisher) {
				this.delivered++;
				this.measurement.message(now - this.publishedAt[(int) (sequence % REMEMBERED)]);
			}
		}

		@Override
		public void endOfRead(Exchange exchange, long now) {
			pump(now);
		}

	}

}
