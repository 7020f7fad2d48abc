package io.wsboot.benchmarks.servers;

import io.wsboot.spring.annotation.Execution;
import io.wsboot.spring.annotation.OnMessage;
import io.wsboot.spring.annotation.WsEndpoint;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

/**
 * An application whose endpoint returns every text on the event loop.
 */
@SpringBootConfiguration
@EnableAutoConfiguration
@Import(LoopEchoApplication.EchoEndpoint.class)
class LoopEchoApplication {

	@WsEndpoint(path = "/ws", execution = Execution.EVENT_LOOP)
	static final class EchoEndpoint {

		@OnMessage
		String text(String text) {
			return text;
		}

	}

}
