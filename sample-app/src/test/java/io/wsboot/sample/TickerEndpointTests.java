package io.wsboot.sample;

import java.util.HashSet;
import java.util.Set;

import io.wsboot.spring.test.LocalWsServerPort;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

@SampleTest
class TickerEndpointTests {

	private static final int TICKS = 12;

	@LocalWsServerPort
	private int port;

	@Test
	void pricesArePushedAgainAndAgain() throws Exception {
		try (Peer watcher = Peer.connect(this.port, "/ticker")) {
			Set<String> symbols = new HashSet<>();
			for (int i = 0; i < TICKS; i++) {
				symbols.add(tick(watcher).get("symbol").asString());
			}
			assertThat(symbols).hasSizeBetween(3, TICKS - 1);
		}
	}

	@Test
	void messagesAreNotAccepted() throws Exception {
		try (Peer watcher = Peer.connect(this.port, "/ticker")) {
			watcher.send("sell");
			assertThat(watcher.closeCode()).isEqualTo(1003);
		}
	}

	private static JsonNode tick(Peer watcher) throws InterruptedException {
		JsonNode tick = watcher.json();
		assertThat(tick.propertyNames()).containsExactly("type", "symbol", "price", "change");
		assertThat(tick.get("type").asString()).isEqualTo("tick");
		assertThat(tick.get("price").asDouble()).isPositive();
		assertThat(tick.get("change").isNumber()).isTrue();
		return tick;
	}

}
