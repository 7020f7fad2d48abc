package io.wsboot.spring.metrics;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.wsboot.transport.Limit;

/**
 * What was refused or ended because a limit was reached, by limit.
 */
final class Limits {

	private final Map<Limit, LongAdder> reached = new EnumMap<>(Limit.class);

	Limits(MeterRegistry registry, Tags endpoint, Predicate<Limit> which) {
		Arrays.stream(Limit.values()).filter(which).forEach((limit) -> {
			LongAdder adder = new LongAdder();
			this.reached.put(limit, adder);
			FunctionCounter.builder("ws.limits.rejected", adder, LongAdder::sum)
				.description("Connections, requests and sessions that ended at a limit.")
				.tags(endpoint.and("limit", limit.code()))
				.register(registry);
		});
	}

	void add(Limit limit) {
		LongAdder adder = this.reached.get(limit);
		if (adder != null) {
			adder.increment();
		}
	}

}
