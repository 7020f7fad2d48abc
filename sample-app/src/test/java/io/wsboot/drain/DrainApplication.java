package io.wsboot.drain;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;

import io.wsboot.protocol.CloseStatus;
import io.wsboot.spring.annotation.OnClose;
import io.wsboot.spring.annotation.OnMessage;
import io.wsboot.spring.annotation.WsEndpoint;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * An application with an endpoint beside a request that takes its time.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({ DrainApplication.LineEndpoint.class, DrainApplication.Controller.class })
class DrainApplication {

	/**
	 * Starts it on free ports, without the sample's properties.
	 */
	static ConfigurableApplicationContext run(WebApplicationType type, String... arguments) {
		return new SpringApplicationBuilder(DrainApplication.class).web(type)
			.properties("spring.config.name=none", "server.port=0", "ws.server.port=0", "ws.server.address=127.0.0.1")
			.run(arguments);
	}

	@WsEndpoint("/line")
	static class LineEndpoint {

		final Queue<CloseStatus> closes = new ConcurrentLinkedQueue<>();

		@OnMessage
		String message(String text) {
			return text;
		}

		@OnClose
		void close(CloseStatus status) {
			this.closes.add(status);
		}

	}

	@RestController
	static class Controller {

		final CountDownLatch begun = new CountDownLatch(1);

		final CountDownLatch release = new CountDownLatch(1);

		@GetMapping("/hello")
		String hello() {
			return "hello";
		}

		@GetMapping("/slow")
		String slow() throws InterruptedException {
			this.begun.countDown();
			this.release.await();
			return "done";
		}

	}

}
