package io.wsboot.spring.autoconfigure;

import java.net.http.WebSocketHandshakeException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;

import io.wsboot.protocol.handshake.HandshakeException;
import io.wsboot.spring.TestPeer;
import io.wsboot.spring.annotation.Attribute;
import io.wsboot.spring.annotation.OnMessage;
import io.wsboot.spring.annotation.WsEndpoint;
import io.wsboot.spring.endpoint.WsHandshakeInterceptor;
import io.wsboot.spring.messaging.WsInboundInterceptor;
import io.wsboot.spring.messaging.WsMessage;
import io.wsboot.spring.messaging.WsOutboundInterceptor;
import io.wsboot.spring.server.WsPortInfoApplicationContextInitializer;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Interceptors of all kinds as beans of an application, through a real socket.
 */
class InterceptorBeanTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WsServerAutoConfiguration.class))
		.withInitializer(new WsPortInfoApplicationContextInitializer())
		.withPropertyValues("ws.server.address=127.0.0.1", "ws.server.port=0", "ws.server.shutdown.drain-window=0s")
		.withUserConfiguration(Interceptors.class)
		.withBean("echo", NamedEndpoint.class);

	@Test
	void messagesPassInterceptorsInTheirOrderBothWays() {
		this.runner.run((context) -> {
			try (TestPeer peer = TestPeer.connect(port(context), "/named", "X-Name", "ada")) {
				peer.sendText("x").expect("text:x in1 in2 of ada out1 out2");
			}
		});
	}

	@Test
	void aMessageThatTheFirstInterceptorDropsReachesNobodyElse() {
		this.runner.run((context) -> {
			try (TestPeer peer = TestPeer.connect(port(context), "/named", "X-Name", "ada")) {
				peer.sendText("drop").sendText("y").expect("text:y in1 in2 of ada out1 out2");
				peer.expectNothingMore();
			}
		});
	}

	@Test
	void handshakesPassInterceptorsInTheirOrderUntilOneRefuses() {
		this.runner.run((context) -> {
			ExecutionException refusal = catchThrowableOfType(ExecutionException.class,
					() -> TestPeer.connect(port(context), "/named"));
			assertThat(refusal.getCause()).isInstanceOfSatisfying(WebSocketHandshakeException.class,
					(failure) -> assertThat(failure.getResponse().statusCode()).isEqualTo(401));
			TestPeer.connect(port(context), "/named", "X-Name", "ada").close();
			assertThat(context.getBean(Interceptors.class).asked).containsExactly("first", "first", "second");
		});
	}

	private static int port(AssertableApplicationContext context) {
		return context.getEnvironment().getRequiredProperty("local.ws.server.port", Integer.class);
	}

	@WsEndpoint("/named")
	static class NamedEndpoint {

		@OnMessage
		String text(String text, @Attribute String name) {
			return text + " of " + name;
		}

	}

	/** Each is declared behind the one that follows it. */
	@Configuration(proxyBeanMethods = false)
	static class Interceptors {

		private final List<String> asked = new CopyOnWriteArrayList<>();

		@Bean
		@Order(2)
		WsHandshakeInterceptor second() {
			return (handshake) -> {
				this.asked.add("second");
				handshake.attributes()
					.computeIfPresent("name", (key, name) -> name.toString().toLowerCase(Locale.ROOT));
			};
		}

		@Bean
		@Order(1)
		WsHandshakeInterceptor first() {
			return (handshake) -> {
				this.asked.add("first");
				String name = handshake.request().fields().get("X-Name");
				if (name == null) {
					throw new HandshakeException(401, "A name is needed.");
				}
				handshake.attributes().put("name", name.toUpperCase(Locale.ROOT));
			};
		}

		@Bean
		@Order(2)
		WsInboundInterceptor secondIn() {
			return (session, message) -> WsMessage.text(message.string() + " in2");
		}

		@Bean
		@Order(1)
		WsInboundInterceptor firstIn() {
			return (session, message) -> message.string().equals("drop") ? null
					: WsMessage.text(message.string() + " in1");
		}

		@Bean
		@Order(2)
		WsOutboundInterceptor secondOut() {
			return (session, message) -> WsMessage.text(message.string() + " out2");
		}

		@Bean
		@Order(1)
		WsOutboundInterceptor firstOut() {
			return (session, message) -> WsMessage.text(message.string() + " out1");
		}

	}

}
