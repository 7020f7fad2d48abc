package io.wsboot.benchmarks.servers;

import io.wsboot.spring.annotation.OnMessage;
import io.wsboot.spring.annotation.WsEndpoint;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

/**
 * An application as a user writes it, whose endpoint returns every message.
 */
@SpringBootConfiguration
@EnableAutoConfiguration
@Import(EchoApplication.EchoEndpoint.class)
class EchoApplication {

	@WsEndpoint("/ws")
	static final class EchoEndpoint {

		@OnMessage
		String text(String text) {
			return text;
		}

		@OnMessage
		byte[] binary(byte[] data) {
			return data;
		}

	}

}
