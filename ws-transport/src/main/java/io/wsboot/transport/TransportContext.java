package io.wsboot.transport;

import io.wsboot.protocol.CompressionOptions;
import io.wsboot.protocol.CompressionPool;
import io.wsboot.protocol.DeflateParameters;
import io.wsboot.protocol.PerMessageDeflate;
import io.wsboot.transport.UpgradeDecision.Accept;

/**
 * What the sessions of one server, or of one client, have in common.
 *
 * @param options limits and deadlines
 * @param listener observes
 * @param topics groups of sessions
 * @param ids finds sessions by their identifiers
 * @param sessions the open sessions
 * @param compressors what compresses and decompresses their messages
 * @param users the places that sessions of a user take
 * @param reports tells of limits that are reached
 * @param budget what may wait for all their peers together
 */
record TransportContext(TransportOptions options, TransportListener listener, Topics topics, SessionIds ids,
		SessionRegistry sessions, CompressionPool compressors, CountedPlaces<String> users, LimitReports reports,
		OutboundBudget budget) {

	/** Threads that compress at once, with something to spare. */
	private static final int COMPRESSORS_KEPT = 2 * Math.max(2, Runtime.getRuntime().availableProcessors());

	TransportContext(TransportOptions options, TransportListener listener, Topics topics, SessionRegistry sessions) {
		this(options, listener, topics, new SessionIds(), sessions);
	}

	TransportContext(TransportOptions options, TransportListener listener, Topics topics, SessionIds ids,
			SessionRegistry sessions) {
		this(options, GuardedListener.of(listener), topics, ids, sessions, new CompressionPool(COMPRESSORS_KEPT),
				new CountedPlaces<>(options.connectionLimits().maxPerUser()), new LimitReports(),
				new OutboundBudget(options.outboundBudget()));
	}

	/**
	 * What bounds the outbound queues of all sessions without limits of their own.
	 * @return the policy
	 */
	OutboundPolicy outbound() {
		return this.budget.policy(this.options.outbound());
	}

	/**
	 * What bounds the outbound queue of a session.
	 * @param decision may have limits of its own
	 * @return the policy
	 */
	OutboundPolicy outbound(Accept decision) {
		OutboundLimits own = decision.outbound();
		return (own != null) ? this.budget.policy(own) : outbound();
	}

	/**
	 * What a session compresses with.
	 * @param parameters what both sides agreed on
	 * @param wanted what this side wants
	 * @return the session's permessage-deflate
	 */
	PerMessageDeflate deflate(DeflateParameters parameters, CompressionOptions wanted) {
		return new PerMessageDeflate(parameters, wanted, this.compressors);
	}

}
