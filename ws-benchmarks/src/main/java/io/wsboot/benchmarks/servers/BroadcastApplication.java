package io.wsboot.benchmarks.servers;

import io.wsboot.spring.annotation.OnMessage;
import io.wsboot.spring.annotation.OnOpen;
import io.wsboot.spring.annotation.PublishTo;
import io.wsboot.spring.annotation.WsEndpoint;
import io.wsboot.transport.WsSession;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

/**
 * An application as a user writes it, whose endpoint sends every text message to all
 * sessions.
 */
@SpringBootConfiguration
@EnableAutoConfiguration
@Import(BroadcastApplication.BroadcastEndpoint.class)
class BroadcastApplication {

	@WsEndpoint("/ws")
	static final class BroadcastEndpoint {

		private static final String TOPIC = "all";

		@OnOpen
		void open(WsSession session) {
			session.join(TOPIC);
		}

		@OnMessage
		@PublishTo(TOPIC)
		String text(String text) {
			return text;
		}

	}

}
