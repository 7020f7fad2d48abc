package io.wsboot.sample;

import java.util.concurrent.TimeUnit;

import io.wsboot.spring.messaging.MessageTarget;
import io.wsboot.spring.messaging.WsMessaging;
import io.wsboot.transport.Delivery;

import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Publishes the market's prices twenty times a second. It knows a topic and no sessions;
 * while nobody watches, nothing is encoded. To a watcher who reads too slowly only the
 * newest price of a share is worth anything.
 */
@Component
final class Ticker {

	private static final long SEED = 6455;

	private final Market market = new Market(SEED);

	private final WsMessaging messaging;

	Ticker(WsMessaging messaging) {
		this.messaging = messaging;
	}

	@Scheduled(fixedRate = 50, timeUnit = TimeUnit.MILLISECONDS)
	void tick() {
		MessageTarget watchers = this.messaging.toTopic(TickerEndpoint.TOPIC);
		for (Tick tick : this.market.move()) {
			watchers.delivery(Delivery.conflate(tick.symbol())).send(tick);
		}
	}

}
