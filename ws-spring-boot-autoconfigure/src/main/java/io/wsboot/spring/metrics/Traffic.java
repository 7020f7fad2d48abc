package io.wsboot.spring.metrics;

import java.util.concurrent.atomic.LongAdder;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.BaseUnits;

/**
 * Messages and bytes of one endpoint, in one direction and of one type.
 */
final class Traffic {

	private final LongAdder messages = new LongAdder();

	private final LongAdder bytes = new LongAdder();

	Traffic(MeterRegistry registry, Tags endpoint, String direction, String type) {
		Tags tags = endpoint.and("direction", direction, "type", type);
		FunctionCounter.builder("ws.messages", this.messages, LongAdder::sum)
			.description("Messages received from peers and taken for sending.")
			.baseUnit(BaseUnits.MESSAGES)
			.tags(tags)
			.register(registry);
		FunctionCounter.builder("ws.bytes", this.bytes, LongAdder::sum)
			.description("Payload of the messages received from peers and taken for sending.")
			.baseUnit(BaseUnits.BYTES)
			.tags(tags)
			.register(registry);
	}

	void add(long size) {
		this.messages.increment();
		this.bytes.add(size);
	}

}
