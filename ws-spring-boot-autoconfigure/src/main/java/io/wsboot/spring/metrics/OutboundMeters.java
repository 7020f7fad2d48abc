package io.wsboot.spring.metrics;

import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.wsboot.transport.OutboundUsage;
import org.jspecify.annotations.Nullable;

/**
 * The meters of what waits for all slow peers together. The sum is made when the registry
 * asks; the registry refers to this object weakly.
 */
final class OutboundMeters {

	private final Supplier<@Nullable OutboundUsage> usage;

	OutboundMeters(MeterRegistry registry, Supplier<@Nullable OutboundUsage> usage) {
		this.usage = usage;
		Gauge.builder("ws.outbound.queued.messages", this, value(OutboundUsage::waitingMessages))
			.description("Messages that wait for peers that read too slowly and are not encoded yet.")
			.baseUnit(BaseUnits.MESSAGES)
			.register(registry);
		Gauge.builder("ws.outbound.queued.bytes", this, value(OutboundUsage::bytes))
			.description("Bytes that wait for peers that read too slowly.")
			.baseUnit(BaseUnits.BYTES)
			.register(registry);
	}

	private static ToDoubleFunction<OutboundMeters> value(ToDoubleFunction<OutboundUsage> component) {
		return (meters) -> {
			OutboundUsage present = meters.usage.get();
			return (present != null) ? component.applyAsDouble(present) : 0;
		};
	}

}
