package io.wsboot.spring.metrics;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.wsboot.protocol.CloseStatus;
import io.wsboot.transport.CloseReason;
import io.wsboot.transport.DropReason;
import io.wsboot.transport.Limit;
import io.wsboot.transport.SessionEnd;
import io.wsboot.transport.TransportListener;
import io.wsboot.transport.WsSession;
import org.jspecify.annotations.Nullable;

/**
 * The meters of one endpoint, fed by its sessions. The registry refers to the counts
 * weakly; they live as long as this listener.
 */
final class EndpointMeters implements TransportListener {

	static final String HANDLER = "ws.handler";

	private final LongAdder active = new LongAdder();

	private final LongAdder handled = new LongAdder();

	private final LongAdder handlingNanos = new LongAdder();

	private final Traffic receivedText;

	private final Traffic receivedBinary;

	private final Traffic sentText;

	private final Traffic sentBinary;

	private final LongAdder paused = new LongAdder();

	private final LongAdder heartbeatsMissed = new LongAdder();

	private final CountsByReason<DropReason> drops;

	private final CountsByReason<Limit> limits;

	private final Closes closes;

	private final CountsByReason<CloseReason> reasons;

	private final Timer roundTrips;

	private final Timer durations;

	/** {@code null} unless wanted. */
	private final @Nullable MessageSizes sizes;

	EndpointMeters(MeterRegistry registry, String path, MeterOptions options) {
		Tags endpoint = Tags.of("endpoint", path);
		this.receivedText = new Traffic(registry, endpoint, "received", "text");
		this.receivedBinary = new Traffic(registry, endpoint, "received", "binary");
		this.sentText = new Traffic(registry, endpoint, "sent", "text");
		this.sentBinary = new Traffic(registry, endpoint, "sent", "binary");
		this.closes = new Closes(registry, endpoint, options.closeCodes());
		this.reasons = CountsByReason.ofCloses(registry, endpoint);
		this.drops = CountsByReason.ofDrops(registry, endpoint);
		this.limits = CountsByReason.ofLimits(registry, endpoint, Limit::isOfSession);
		if (options.handshakes()) {
			HandshakeTimers.register(registry, path);
		}
		this.sizes = options.messageSizes() ? new MessageSizes(registry, endpoint) : null;
		this.durations = Timer.builder("ws.session.duration")
			.description("How long sessions were open that have closed.")
			.minimumExpectedValue(Duration.ofSeconds(1))
			.maximumExpectedValue(Duration.ofDays(1))
			.tags(endpoint)
			.register(registry);
		this.roundTrips = Timer.builder("ws.heartbeat.rtt")
			.description("From a heartbeat's ping to its pong.")
			.tags(endpoint)
			.register(registry);
		Gauge.builder("ws.sessions.active", this.active, LongAdder::sum)
			.description("Open sessions.")
			.baseUnit(BaseUnits.SESSIONS)
			.tags(endpoint)
			.register(registry);
		Gauge.builder("ws.inbound.paused", this.paused, LongAdder::sum)
			.description("Sessions not read from, because their messages or replies are not taken fast enough.")
			.baseUnit(BaseUnits.SESSIONS)
			.tags(endpoint)
			.register(registry);
		FunctionCounter.builder("ws.heartbeat.missed", this.heartbeatsMissed, LongAdder::sum)
			.description("Heartbeats that were not answered in time.")
			.tags(endpoint)
			.register(registry);
		if (options.handlers()) {
			registerHandler(registry, endpoint);
		}
	}

	private void registerHandler(MeterRegistry registry, Tags endpoint) {
		FunctionTimer
			.builder(HANDLER, this, (meters) -> meters.handled.sum(), (meters) -> meters.handlingNanos.sum(),
					TimeUnit.NANOSECONDS)
			.description("Messages handled by the endpoint, and the time that took.")
			.tags(endpoint)
			.register(registry);
	}

	@Override
	public void sessionOpened(WsSession session, long handshakeNanos) {
		this.active.increment();
	}

	@Override
	public void sessionClosed(WsSession session, SessionEnd end) {
		this.reasons.add(end.reason());
		sessionClosed(session, end.status(), end.initiatedLocally(), end.openNanos());
	}

	@Override
	public void sessionClosed(WsSession session, CloseStatus status, boolean initiatedLocally, long openNanos) {
		this.active.decrement();
		this.durations.record(openNanos, TimeUnit.NANOSECONDS);
		this.closes.add(status.code(), initiatedLocally);
	}

	@Override
	public void messageReceived(boolean text, long bytes) {
		(text ? this.receivedText : this.receivedBinary).add(bytes);
		if (this.sizes != null) {
			this.sizes.received(bytes);
		}
	}

	@Override
	public void messageSent(boolean text, long bytes) {
		(text ? this.sentText : this.sentBinary).add(bytes);
		if (this.sizes != null) {
			this.sizes.sent(bytes);
		}
	}

	@Override
	public void messagesHandled(int messages, long nanos) {
		this.handled.add(messages);
		this.handlingNanos.add(nanos);
	}

	@Override
	public void readingPaused() {
		this.paused.increment();
	}

	@Override
	public void readingResumed() {
		this.paused.decrement();
	}

	@Override
	public void messagesDropped(DropReason reason, int messages) {
		this.drops.add(reason, messages);
	}

	@Override
	public void limitReached(Limit limit) {
		this.limits.add(limit);
	}

	@Override
	public void heartbeatMissed() {
		this.heartbeatsMissed.increment();
	}

	@Override
	public void heartbeatAnswered(long roundTripNanos) {
		this.roundTrips.record(roundTripNanos, TimeUnit.NANOSECONDS);
	}

}
