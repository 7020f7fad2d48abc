package io.wsboot.spring.metrics;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.wsboot.transport.Limit;
import io.wsboot.transport.LoopLoad;
import io.wsboot.transport.TlsHandshakeFailure;
import io.wsboot.transport.TransportListener;

/**
 * The meters of what happens before there is a session, and of the event loops. The
 * registry refers to the counts weakly; they live as long as this listener.
 */
final class ServerMeters implements TransportListener {

	private final LongAdder stalls = new LongAdder();

	private final LongAdder publisherWaits = new LongAdder();

	private final LongAdder publisherWaitNanos = new LongAdder();

	private final CountsByReason<Limit> limits;

	private final CountsByReason<TlsHandshakeFailure> tlsFailures;

	private final Refusals refusals;

	private final MeterRegistry registry;

	private final Map<Integer, LoopMeters> loops = new ConcurrentHashMap<>();

	ServerMeters(MeterRegistry registry, MeterOptions options) {
		this.registry = registry;
		this.refusals = new Refusals(registry);
		if (options.handshakes()) {
			HandshakeTimers.register(registry, HandshakeTimers.UNKNOWN_ENDPOINT);
		}
		this.limits = CountsByReason.ofLimits(registry, Tags.of("endpoint", HandshakeTimers.UNKNOWN_ENDPOINT),
				(limit) -> !limit.isOfSession());
		this.tlsFailures = CountsByReason.ofTlsFailures(registry);
		FunctionCounter.builder("ws.eventloop.stalls", this.stalls, LongAdder::sum)
			.description("Times an event loop was kept from running for more than 2 s.")
			.register(registry);
		FunctionTimer
			.builder("ws.publisher.waits", this, (meters) -> meters.publisherWaits.sum(),
					(meters) -> meters.publisherWaitNanos.sum(), TimeUnit.NANOSECONDS)
			.description("Times that who published had to wait for event loops, and how long.")
			.register(registry);
	}

	@Override
	public void loopOpened(int loop, LoopLoad load) {
		this.loops.computeIfAbsent(loop, (number) -> new LoopMeters(this.registry, number, load)).follow(load);
	}

	@Override
	public void handshakeRefused(int status) {
		this.refusals.add(status);
	}

	@Override
	public void loopStalled(long nanos) {
		this.stalls.increment();
	}

	@Override
	public void publisherWaited(long nanos) {
		this.publisherWaits.increment();
		this.publisherWaitNanos.add(nanos);
	}

	@Override
	public void tlsHandshakeFailed(TlsHandshakeFailure reason) {
		this.tlsFailures.add(reason);
	}

	@Override
	public void limitReached(Limit limit) {
		this.limits.add(limit);
	}

}
