package io.wsboot.spring.test;

import io.wsboot.spring.annotation.OnMessage;
import io.wsboot.spring.annotation.WsEndpoint;
import io.wsboot.spring.server.WsServerLifecycle;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Where a test may ask for the port.
 */
@SpringBootTest
class LocalWsServerPortTests {

	private final int ofTheConstructor;

	@LocalWsServerPort
	private int ofTheField;

	private int ofTheSetter;

	@Autowired
	private WsServerLifecycle listener;

	LocalWsServerPortTests(@LocalWsServerPort int port) {
		this.ofTheConstructor = port;
	}

	@Autowired
	void port(@LocalWsServerPort int port) {
		this.ofTheSetter = port;
	}

	@Test
	void itIsThePortOfTheListener(@LocalWsServerPort int ofTheParameter) {
		assertThat(this.listener.server().port()).isPositive()
			.isEqualTo(this.ofTheConstructor)
			.isEqualTo(this.ofTheField)
			.isEqualTo(this.ofTheSetter)
			.isEqualTo(ofTheParameter);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(SilentEndpoint.class)
	static class Application {

	}

	@WsEndpoint("/silent")
	static class SilentEndpoint {

		@OnMessage
		void text(String text) {
		}

	}

}
