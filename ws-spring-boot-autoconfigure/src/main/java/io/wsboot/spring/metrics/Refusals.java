package io.wsboot.spring.metrics;

import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * Requests that were refused, by the status of the answer. The statuses that the listener
 * gives have a series each; what an application's own interceptors answer shares one for
 * each hundred.
 */
final class Refusals {

	private static final int[] STATUSES = { 400, 401, 403, 404, 405, 408, 413, 414, 426, 429, 431, 500, 503 };

	private final LongAdder[] refused = new LongAdder[STATUSES.length];

	private final LongAdder otherOfClients;

	private final LongAdder otherOfServer;

	Refusals(MeterRegistry registry) {
		for (int i = 0; i < STATUSES.length; i++) {
			this.refused[i] = counted(registry, String.valueOf(STATUSES[i]));
		}
		this.otherOfClients = counted(registry, "4xx");
		this.otherOfServer = counted(registry, "5xx");
	}

	void add(int status) {
		int known = Arrays.binarySearch(STATUSES, status);
		if (known >= 0) {
			this.refused[known].increment();
		}
		else {
			((status < 500) ? this.otherOfClients : this.otherOfServer).increment();
		}
	}

	private static LongAdder counted(MeterRegistry registry, String status) {
		LongAdder adder = new LongAdder();
		FunctionCounter.builder("ws.handshakes.refused", adder, LongAdder::sum)
			.description("Requests refused, those included that were no proper upgrade request.")
			.tag("status", status)
			.register(registry);
		return adder;
	}

}
