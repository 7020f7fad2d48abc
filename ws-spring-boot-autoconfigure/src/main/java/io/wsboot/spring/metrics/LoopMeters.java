package io.wsboot.spring.metrics;

import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.wsboot.transport.LoopLoad;

/**
 * The meters of the event loops of one number: when the listener stops and starts again,
 * another loop has it.
 */
final class LoopMeters {

	private volatile LoopLoad load;

	LoopMeters(MeterRegistry registry, int loop, LoopLoad load) {
		this.load = load;
		Tags tags = Tags.of("loop", String.valueOf(loop));
		TimeGauge.builder("ws.eventloop.lag", this, TimeUnit.NANOSECONDS, (meters) -> meters.load.lagNanos())
			.description("The longest that sockets waited for the event loop in the last minute or two.")
			.tags(tags)
			.register(registry);
		Gauge.builder("ws.eventloop.sessions", this, (meters) -> meters.load.sessions())
			.description("Open sessions of the event loop.")
			.baseUnit(BaseUnits.SESSIONS)
			.tags(tags)
			.register(registry);
	}

	void follow(LoopLoad another) {
		this.load = another;
	}

}
