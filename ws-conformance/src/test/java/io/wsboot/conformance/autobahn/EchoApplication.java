package io.wsboot.conformance.autobahn;

import java.nio.ByteBuffer;

import io.wsboot.spring.annotation.OnMessage;
import io.wsboot.spring.annotation.WsEndpoint;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;

/**
 * An application with the starter and one endpoint, whose methods run on the executor.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class EchoApplication {

	@WsEndpoint(path = "/echo", name = "echo")
	static final class Echo {

		@OnMessage
		String text(String text) {
			return text;
		}

		@OnMessage
		ByteBuffer binary(ByteBuffer data) {
			return data;
		}

	}

}
