package io.wsboot.spring.metrics;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.BaseUnits;

/**
 * The sizes of one endpoint's messages, in buckets from 64 bytes to 1 MB, each four times
 * the one before.
 */
final class MessageSizes {

	private static final double[] BUCKETS = { 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576 };

	private final DistributionSummary received;

	private final DistributionSummary sent;

	MessageSizes(MeterRegistry registry, Tags endpoint) {
		this.received = summary(registry, endpoint.and("direction", "received"));
		this.sent = summary(registry, endpoint.and("direction", "sent"));
	}

	void received(long bytes) {
		this.received.record(bytes);
	}

	void sent(long bytes) {
		this.sent.record(bytes);
	}

	private static DistributionSummary summary(MeterRegistry registry, Tags tags) {
		return DistributionSummary.builder("ws.message.size")
			.description("Payload of a message, before compression.")
			.baseUnit(BaseUnits.BYTES)
			.serviceLevelObjectives(BUCKETS)
			.tags(tags)
			.register(registry);
	}

}
