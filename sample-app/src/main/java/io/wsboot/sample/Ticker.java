package io.wsboot.sample;

import java.util.concurrent.TimeUnit;

import io.wsboot.spring.messaging.TopicTarget;
import io.wsboot.spring.messaging.WsMessaging;

import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Publishes the market's prices every second. It knows a topic and no sessions; while
 * nobody watches, nothing is encoded.
 */
@Component
final class Ticker {

	private static final long SEED = 6455;

	private final Market market = new Market(SEED);

	private final WsMessaging messaging;

	Ticker(WsMessaging messaging) {
		this.messaging = messaging;
	}

	@Scheduled(fixedRate = 1, timeUnit = TimeUnit.SECONDS)
	void tick() {
		TopicTarget watchers = this.messaging.toTopic(TickerEndpoint.TOPIC);
		this.market.move().forEach(watchers::send);
	}

}
