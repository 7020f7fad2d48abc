package io.wsboot.spring.metrics;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.wsboot.transport.CloseReason;

/**
 * Why the sessions of one endpoint ended, in the words that close reasons and logs have.
 */
final class CloseReasons {

	private final Map<CloseReason, LongAdder> closed = new EnumMap<>(CloseReason.class);

	CloseReasons(MeterRegistry registry, Tags endpoint) {
		for (CloseReason reason : CloseReason.values()) {
			LongAdder adder = new LongAdder();
			this.closed.put(reason, adder);
			FunctionCounter.builder("ws.close.reasons", adder, LongAdder::sum)
				.description("Sessions closed, by the reason that their log lines have.")
				.tags(endpoint.and("reason", reason.code()))
				.register(registry);
		}
	}

	void add(CloseReason reason) {
		LongAdder adder = this.closed.get(reason);
		if (adder != null) {
			adder.increment();
		}
	}

}
