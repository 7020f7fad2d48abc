package io.wsboot.transport;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * What the connections of one server have in common.
 */
final class ServerContext {

	private final TransportContext sessionContext;

	private final UpgradeHandler upgradeHandler;

	private final HttpExchangeHandler exchangeHandler;

	private final AtomicInteger connections = new AtomicInteger();

	private final CountedPlaces<Long> addresses;

	private final Runnable connectionGone = this::connectionIsGone;

	private volatile boolean draining;

	ServerContext(TransportContext sessionContext, UpgradeHandler upgradeHandler, HttpExchangeHandler exchangeHandler) {
		this.sessionContext = sessionContext;
		this.upgradeHandler = upgradeHandler;
		this.exchangeHandler = exchangeHandler;
		this.addresses = new CountedPlaces<>(sessionContext.options().connectionLimits().maxPerIp());
	}

	TransportContext sessionContext() {
		return this.sessionContext;
	}

	TransportOptions options() {
		return this.sessionContext.options();
	}

	TransportListener listener() {
		return this.sessionContext.listener();
	}

	UpgradeHandler upgradeHandler() {
		return this.upgradeHandler;
	}

	HttpExchangeHandler exchangeHandler() {
		return this.exchangeHandler;
	}

	/**
	 * What connections of an address take.
	 * @return places by {@link ConnectionPlace#network}
	 */
	CountedPlaces<Long> addresses() {
		return this.addresses;
	}

	/**
	 * Takes a place for a connection.
	 * @return {@code false} if there are as many as allowed
	 */
	boolean enter() {
		int max = options().connectionLimits().max();
		if (this.connections.incrementAndGet() > max && max > 0) {
			this.connections.decrementAndGet();
			return false;
		}
		return true;
	}

	/**
	 * Gives the place back.
	 */
	void leave() {
		this.connections.decrementAndGet();
	}

	/**
	 * Gives back the place of a connection that the listener has heard of, and tells it.
	 * @return to be run when the connection is gone
	 */
	Runnable connectionGone() {
		return this.connectionGone;
	}

	private void connectionIsGone() {
		leave();
		listener().connectionClosed();
	}

	/**
	 * Connections that have a place.
	 * @return the count at this moment
	 */
	int connections() {
		return this.connections.get();
	}

	boolean isDraining() {
		return this.draining;
	}

	void drain() {
		this.draining = true;
	}

}
