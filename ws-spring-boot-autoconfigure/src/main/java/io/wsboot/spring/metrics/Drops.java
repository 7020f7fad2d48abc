package io.wsboot.spring.metrics;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.wsboot.transport.DropReason;

/**
 * Messages of one endpoint that were dropped because peers read too slowly, by reason.
 */
final class Drops {

	private final Map<DropReason, LongAdder> dropped = new EnumMap<>(DropReason.class);

	Drops(MeterRegistry registry, Tags endpoint) {
		for (DropReason reason : DropReason.values()) {
			LongAdder adder = new LongAdder();
			this.dropped.put(reason, adder);
			FunctionCounter.builder("ws.outbound.dropped", adder, LongAdder::sum)
				.description("Messages dropped because their peers read too slowly.")
				.baseUnit(BaseUnits.MESSAGES)
				.tags(endpoint.and("reason", reason.code()))
				.register(registry);
		}
	}

	void add(DropReason reason, int messages) {
		LongAdder adder = this.dropped.get(reason);
		if (adder != null) {
			adder.add(messages);
		}
	}

}
