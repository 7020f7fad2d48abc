package io.wsboot.spring.metrics;

import io.micrometer.common.KeyValues;
import io.wsboot.spring.metrics.WsObservation.HandshakeDetail;
import io.wsboot.spring.metrics.WsObservation.HandshakeKey;
import io.wsboot.transport.UpgradeDecision;

/**
 * Calls the observation of a decision on an upgrade request {@code ws.handshakes}, so
 * that its timer is the one that there would be without an observation.
 */
public class DefaultHandshakeObservationConvention implements HandshakeObservationConvention {

	/**
	 * The convention; may be extended.
	 */
	public DefaultHandshakeObservationConvention() {
	}

	@Override
	public String getName() {
		return HandshakeTimers.NAME;
	}

	@Override
	public String getContextualName(HandshakeObservationContext context) {
		return "ws handshake " + endpoint(context);
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(HandshakeObservationContext context) {
		HandshakeOutcome outcome = HandshakeOutcome.of(context.getResponse(), context.getError());
		return KeyValues.of(HandshakeKey.ENDPOINT.withValue(endpoint(context)),
				HandshakeKey.OUTCOME.withValue(outcome.name()));
	}

	@Override
	public KeyValues getHighCardinalityKeyValues(HandshakeObservationContext context) {
		return KeyValues.of(HandshakeDetail.PATH.withValue(context.request().path()),
				HandshakeDetail.STATUS.withValue(status(context)));
	}

	private static String endpoint(HandshakeObservationContext context) {
		String endpoint = context.endpoint();
		return (endpoint != null) ? endpoint : HandshakeTimers.UNKNOWN_ENDPOINT;
	}

	private static String status(HandshakeObservationContext context) {
		UpgradeDecision decision = context.getResponse();
		if (decision instanceof UpgradeDecision.Refuse refusal) {
			return String.valueOf(refusal.status());
		}
		return (decision != null) ? "101" : "none";
	}

}
