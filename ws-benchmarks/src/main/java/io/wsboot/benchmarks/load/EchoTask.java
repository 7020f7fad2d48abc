package io.wsboot.benchmarks.load;

import java.io.IOException;
import java.util.List;

/**
 * Every connection keeps some messages on their way; each echo is answered with the next.
 */
final class EchoTask implements Task {

	private final Target target;

	private final ServerUsage.Watched watched;

	EchoTask(Target target, ServerUsage.Watched watched) {
		this.target = target;
		this.watched = watched;
	}

	@Override
	public Fields run(Fields line) throws IOException {
		Traffic traffic = Traffic.of(line);
		Fields result = new Fields("echo");
		Faults faults = new Faults();
		try (LoadLoop loop = new LoadLoop(traffic.spin())) {
			List<Connection> connections = new Opening(loop, this.target, faults).open(traffic.connections());
			try {
				if (faults.count() == 0) {
					echo(connections, traffic, new Measurement(loop, faults, this.watched), result);
				}
			}
			finally {
				Leaving.leave(connections, loop);
			}
		}
		return Task.done(result, faults);
	}

	private void echo(List<Connection> connections, Traffic traffic, Measurement measurement, Fields result)
			throws IOException {
		Messages messages = new Messages(traffic, this.target.dialect());
		Echoes echoes = new Echoes(measurement);
		Exchange[] exchanges = new Exchange[connections.size()];
		for (int i = 0; i < exchanges.length; i++) {
			Connection connection = connections.get(i);
			exchanges[i] = new Exchange(connection, messages, new Exchange.Names(i, i), traffic.pipeline(), echoes);
			connection.exchange(exchanges[i]);
		}
		for (Exchange exchange : exchanges) {
			exchange.due(traffic.pipeline());
			exchange.connection().write(System.nanoTime());
		}
		measurement.run(traffic, result);
		measurement.drain(() -> outstanding(exchanges));
		result.with("payload", payload(exchanges));
	}

	private static long outstanding(Exchange[] exchanges) {
		long sum = 0;
		for (Exchange exchange : exchanges) {
			sum += exchange.connection().isOpen() ? exchange.outstanding() : 0;
		}
		return sum;
	}

	/**
	 * How many bytes of payload a message had on its way back.
	 */
	private static double payload(Exchange[] exchanges) {
		double bytes = 0;
		long messages = 0;
		for (Exchange exchange : exchanges) {
			bytes += exchange.replies().payload();
			messages += exchange.replies().count();
		}
		return bytes / Math.max(1, messages);
	}

	/** Answers each echo with the next message. */
	private record Echoes(Measurement measurement) implements Exchange.Sink {

		@Override
		public void message(Exchange exchange, long sequence, long now) {
			this.measurement.message(now - exchange.sentAt(sequence));
			if (this.measurement.isSending()) {
				exchange.due(1);
			}
		}

		@Override
		public void endOfRead(Exchange exchange, long now) {
			exchange.connection().write(now);
		}

	}

}
