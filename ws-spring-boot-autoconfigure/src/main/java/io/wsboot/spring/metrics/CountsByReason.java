package io.wsboot.spring.metrics;

import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.wsboot.transport.CloseReason;
import io.wsboot.transport.DropReason;
import io.wsboot.transport.Limit;
import io.wsboot.transport.TlsHandshakeFailure;

/**
 * What happened, by the constant that says why; each has a series, from the start.
 *
 * @param <E> why
 */
final class CountsByReason<E extends Enum<E>> {

	private final Map<E, LongAdder> counts;

	private CountsByReason(Class<E> type, Collection<E> counted) {
		this.counts = new EnumMap<>(type);
		counted.forEach((reason) -> this.counts.put(reason, new LongAdder()));
	}

	/**
	 * Why the sessions of one endpoint ended, in the words that close reasons and logs
	 * have.
	 */
	static CountsByReason<CloseReason> ofCloses(MeterRegistry registry, Tags endpoint) {
		return new CountsByReason<>(CloseReason.class, List.of(CloseReason.values())).register("ws.close.reasons",
				(meter) -> meter.description("Sessions closed, by the reason that their log lines have."),
				(reason) -> endpoint.and("reason", reason.code()), registry);
	}

	/**
	 * Messages of one endpoint that were dropped because peers read too slowly.
	 */
	static CountsByReason<DropReason> ofDrops(MeterRegistry registry, Tags endpoint) {
		return new CountsByReason<>(DropReason.class, List.of(DropReason.values())).register("ws.outbound.dropped",
				(meter) -> meter.description("Messages dropped because their peers read too slowly.")
					.baseUnit(BaseUnits.MESSAGES),
				(reason) -> endpoint.and("reason", reason.code()), registry);
	}

	/**
	 * Connections that were not encrypted.
	 */
	static CountsByReason<TlsHandshakeFailure> ofTlsFailures(MeterRegistry registry) {
		return new CountsByReason<>(TlsHandshakeFailure.class, List.of(TlsHandshakeFailure.values())).register(
				"ws.tls.handshakes.failed",
				(meter) -> meter
					.description("Connections that ended because their TLS handshake failed, or took too long."),
				(reason) -> Tags.of("reason", reason.code()), registry);
	}

	/**
	 * What was refused or ended because a limit was reached.
	 */
	static CountsByReason<Limit> ofLimits(MeterRegistry registry, Tags endpoint, Predicate<Limit> which) {
		return new CountsByReason<>(Limit.class, Stream.of(Limit.values()).filter(which).toList()).register(
				"ws.limits.rejected",
				(meter) -> meter.description("Connections, requests and sessions that ended at a limit."),
				(limit) -> endpoint.and("limit", limit.code()), registry);
	}

	private CountsByReason<E> register(String name,
			Function<FunctionCounter.Builder<LongAdder>, FunctionCounter.Builder<LongAdder>> described,
			Function<E, Tags> tags, MeterRegistry registry) {
		this.counts.forEach((reason, count) -> described.apply(FunctionCounter.builder(name, count, LongAdder::sum))
			.tags(tags.apply(reason))
			.register(registry));
		return this;
	}

	void add(E reason) {
		add(reason, 1);
	}

	void add(E reason, int times) {
		LongAdder count = this.counts.get(reason);
		if (count != null) {
			count.add(times);
		}
	}

}
