package io.wsboot.conformance.autobahn;

import java.time.Duration;

import io.wsboot.protocol.ProtocolLimits;
import io.wsboot.transport.TransportOptions;
import io.wsboot.transport.TransportOptions.HeartbeatPolicy;
import io.wsboot.transport.TransportOptions.Timeouts;

/**
 * What the testees allow. The suite is interpreted Python: with 16 MB in one message it
 * is silent for minutes, which would otherwise be a missed heartbeat.
 */
final class Patience {

	static final int MAX_MESSAGE = 16 * 1024 * 1024;

	static final int MAX_FRAGMENTS = 70_000;

	/** Longer than any case takes. */
	static final Duration TIMEOUT = Duration.ofMinutes(10);

	static final TransportOptions OPTIONS = TransportOptions.DEFAULTS
		.withLimits(new ProtocolLimits(MAX_MESSAGE, MAX_MESSAGE, MAX_FRAGMENTS))
		.withTimeouts(new Timeouts(Duration.ofSeconds(30), TIMEOUT, TIMEOUT, Duration.ofSeconds(30)))
		.withHeartbeat(HeartbeatPolicy.NONE);

	private Patience() {
	}

}
