package io.wsboot.spring.metrics;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.wsboot.transport.TlsHandshakeFailure;

/**
 * Connections that were not encrypted, by reason.
 */
final class TlsFailures {

	private final Map<TlsHandshakeFailure, LongAdder> failed = new EnumMap<>(TlsHandshakeFailure.class);

	TlsFailures(MeterRegistry registry) {
		for (TlsHandshakeFailure reason : TlsHandshakeFailure.values()) {
			LongAdder adder = new LongAdder();
			this.failed.put(reason, adder);
			FunctionCounter.builder("ws.tls.handshakes.failed", adder, LongAdder::sum)
				.description("Connections that ended because their TLS handshake failed, or took too long.")
				.tag("reason", reason.code())
				.register(registry);
		}
	}

	void add(TlsHandshakeFailure reason) {
		LongAdder adder = this.failed.get(reason);
		if (adder != null) {
			adder.increment();
		}
	}

}
