package io.wsboot.benchmarks.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Connections that are open and silent, from one task to the next: {@code open} adds
 * some, {@code say} sends a message on each, {@code leave} ends them.
 */
final class IdleTasks {

	private static final long ANSWERED = TimeUnit.SECONDS.toNanos(30);

	private static final int AT_ONCE = 64;

	private static final Fields MESSAGE = new Fields("say").with("size", 20);

	private final Target target;

	private final List<Connection> connections = new ArrayList<>();

	private final LoadLoop loop = new LoadLoop(true);

	private final Messages messages;

	private final Answers answers = new Answers();

	private long answered;

	IdleTasks(Target target) throws IOException {
		this.target = target;
		this.messages = new Messages(Traffic.of(MESSAGE), target.dialect());
	}

	/**
	 * Opens more connections.
	 */
	Fields open(Fields line) throws IOException {
		Traffic traffic = Traffic.of(line.only(Set.of("connections")));
		Faults faults = new Faults();
		long start = System.nanoTime();
		List<Connection> opened = new Opening(this.loop, this.target, faults).open(traffic.connections());
		double seconds = (System.nanoTime() - start) / 1e9;
		for (Connection connection : opened) {
			// from now on it answers pings, too
			connection.exchange(new Exchange(connection, this.messages, new Exchange.Names(0, 0), 1, this.answers));
		}
		this.connections.addAll(opened);
		Fields result = new Fields("open").with("connections", this.connections.size()).with("seconds", seconds);
		return Task.done(result.with("rate", opened.size() / seconds), faults);
	}

	/**
	 * Sends one message on each connection and waits for the echoes.
	 */
	Fields say(Fields line) throws IOException {
		line.only(Set.of());
		Faults faults = new Faults();
		this.answered = 0;
		long said = 0;
		for (Connection connection : this.connections) {
			Exchange exchange = connection.exchange();
			if (connection.isOpen() && exchange != null) {
				exchange.due(1);
				connection.write(System.nanoTime());
				if (++said % AT_ONCE == 0) {
					this.loop.await(0);
				}
			}
		}
		for (long end = System.nanoTime() + ANSWERED; this.answered < said && System.nanoTime() < end;) {
			this.loop.await(10);
		}
		if (this.answered < this.connections.size()) {
			faults.add("%d of %d connections answered", this.answered, this.connections.size());
		}
		return Task.done(new Fields("say").with("answered", this.answered), faults);
	}

	/**
	 * Closes all of them.
	 */
	Fields leave(Fields line) throws IOException {
		line.only(Set.of());
		Faults faults = new Faults();
		long open = this.connections.stream().filter(Connection::isOpen).count();
		if (open < this.connections.size()) {
			faults.add("%d of %d connections were still open", open, this.connections.size());
		}
		Leaving.leave(this.connections, this.loop);
		this.connections.clear();
		return Task.done(new Fields("leave").with("connections", open), faults);
	}

	/** Counts what comes back. */
	private final class Answers implements Exchange.Sink {

		@Override
		public void message(Exchange exchange, long sequence, long now) {
			IdleTasks.this.answered++;
		}

		@Override
		public void endOfRead(Exchange exchange, long now) {
			// one message is all there is
		}

	}

}
