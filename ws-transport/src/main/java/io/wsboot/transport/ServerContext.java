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

	private volatile boolean draining;

	ServerContext(TransportContext sessionContext, UpgradeHandler upgradeHandler, HttpExchangeHandler exchangeHandler) {
		this.sessionContext = sessionContext;
		this.upgradeHandler = upgradeHandler;
		this.exchangeHandler = exchangeHandler;
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
	 * Takes a place for a connection.
	 * @return {@code false} if there are as many as allowed
	 */
	boolean enter() {
		int max = options().maxConnections();
		if (this.connections.incrementAndGet() > max && max > 0) {
			this.connections.decrementAndGet();
			return false;
		}
		this.sessionContext.listener().connectionOpened();
		return true;
	}

	/**
	 * Gives the place back.
	 */
	void leave() {
		this.connections.decrementAndGet();
		this.sessionContext.listener().connectionClosed();
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
