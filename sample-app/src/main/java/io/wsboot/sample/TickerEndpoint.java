package io.wsboot.sample;

import io.wsboot.spring.annotation.OnOpen;
import io.wsboot.spring.annotation.WsEndpoint;
import io.wsboot.transport.WsSession;

/**
 * Pushes prices, and takes no messages. What its sessions receive comes from
 * {@link Ticker}.
 */
@WsEndpoint(path = "/ticker", name = "ticker")
final class TickerEndpoint {

	static final String TOPIC = "ticker";

	@OnOpen
	void open(WsSession session) {
		session.join(TOPIC);
	}

}
