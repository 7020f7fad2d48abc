package io.wsboot.transport;

import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

/**
 * What the connections of one server have in common.
 */
final class ServerContext {

	private final TransportContext sessionContext;

	private final UpgradeHandler upgradeHandler;

	private final HttpExchangeHandler exchangeHandler;

	private final @Nullable TlsServer tls;

	private final AtomicInteger connections = new AtomicInteger();

	private final CountedPlaces<Long> addresses;

	private volatile boolean draining;

	ServerContext(TransportContext sessionContext, UpgradeHandler upgradeHandler, HttpExchangeHandler exchangeHandler,
			@Nullable TlsServer tls) {
		this.sessionContext = sessionContext;
		this.upgradeHandler = upgradeHandler;
		this.exchangeHandler = exchangeHandler;
		this.tls = tls;
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
	 * What encrypts the connections.
	 * @return {@code null} if they are not encrypted
	 */
	@Nullable TlsServer tls() {
		return this.tls;
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

	boolean isDraining() {
		return this.draining;
	}

	void drain() {
		this.draining = true;
	}

}
