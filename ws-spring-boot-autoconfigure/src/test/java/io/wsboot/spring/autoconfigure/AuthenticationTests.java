package io.wsboot.spring.autoconfigure;

import java.net.http.HttpResponse;
import java.net.http.WebSocketHandshakeException;
import java.security.Principal;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;

import io.wsboot.protocol.handshake.HandshakeException;
import io.wsboot.protocol.http.HttpFields;
import io.wsboot.spring.TestPeer;
import io.wsboot.spring.annotation.Execution;
import io.wsboot.spring.annotation.OnMessage;
import io.wsboot.spring.annotation.WsEndpoint;
import io.wsboot.spring.endpoint.WsHandshake;
import io.wsboot.spring.endpoint.WsHandshakeAuthenticator;
import io.wsboot.spring.endpoint.WsHandshakeInterceptor;
import io.wsboot.spring.messaging.WsMessaging;
import io.wsboot.spring.server.WsPortInfoApplicationContextInitializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

/**
 * Who may open a session, and who it then is, through a real socket.
 */
class AuthenticationTests {

	private static final String REQUIRED = "ws.security.require-authentication=true";

	private final ApplicationContextRunner open = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WsServerAutoConfiguration.class))
		.withInitializer(new WsPortInfoApplicationContextInitializer())
		.withPropertyValues("ws.server.address=127.0.0.1", "ws.server.port=0", "ws.server.shutdown.drain-window=0s")
		.withBean(WhoEndpoint.class)
		.withBean(LoopEndpoint.class);

	private final ApplicationContextRunner runner = this.open.withUserConfiguration(Authenticators.class);

	@Test
	void whomAnAuthenticatorNamesIsThePrincipalOfTheSession() {
		this.runner.run((context) -> {
			try (TestPeer peer = connect(context, "/who", "Token ada")) {
				peer.sendText("who?").expect("text:ada");
			}
		});
	}

	@Test
	void whomAnAuthenticatorNamesIsAUserOfMessaging() {
		this.runner.run((context) -> {
			try (TestPeer ada = connect(context, "/who", "Token ada");
					TestPeer bob = connect(context, "/who", "Key bob")) {
				// an answer means that the session is known
				ada.sendText("who?").expect("text:ada");
				bob.sendText("who?").expect("text:bob");
				context.getBean(WsMessaging.class).toUser("bob").send("for bob");
				bob.expect("text:for bob");
				ada.expectNothingMore();
			}
		});
	}

	@Test
	void authenticatorsAreAskedInTheirOrderUntilOneKnows() {
		this.runner.run((context) -> {
			connect(context, "/who", "Token ada").close();
			assertThat(asked(context)).containsExactly("token", "interceptor for ada");
			asked(context).clear();
			connect(context, "/who", "Key bob").close();
			assertThat(asked(context)).containsExactly("token", "key", "interceptor for bob");
		});
	}

	@Test
	void whomNobodyKnowsIsLetInWithoutAName() {
		this.runner.run((context) -> {
			try (TestPeer peer = connect(context, "/who", "Dance")) {
				peer.sendText("who?").expect("text:nobody");
			}
		});
	}

	@Test
	void aRefusalReachesTheClientAndNobodyElseIsAsked() {
		this.runner.run((context) -> {
			HttpResponse<?> answer = refused(context, "/who", "Token stolen");
			assertThat(answer.statusCode()).isEqualTo(403);
			assertThat(answer.headers().firstValue("X-Why")).hasValue("stolen");
			assertThat(asked(context)).containsExactly("token");
		});
	}

	@Test
	void anAuthenticatorThatFailsIsAnswered500() {
		this.runner.run((context) -> assertThat(refused(context, "/who", "Token broken").statusCode()).isEqualTo(500));
	}

	@Test
	void authenticatorsMayBlockForEndpointsOnTheEventLoopToo() {
		this.runner.run((context) -> {
			try (TestPeer peer = connect(context, "/loop", "Token ada")) {
				peer.sendText("who?").expect("text:ada");
			}
			assertThat(context.getBean(Authenticators.class).threads)
				.allSatisfy((name) -> assertThat(name).startsWith("ws-handler"));
		});
	}

	@Test
	void aForeignPageIsRefusedBeforeItsCredentialsAreLookedAt() {
		this.runner.run((context) -> {
			ExecutionException refusal = catchThrowableOfType(ExecutionException.class, () -> TestPeer
				.connect(port(context), "/who", "Authorization", "Token ada", "Origin", "https://elsewhere.example"));
			assertThat(answer(refusal).statusCode()).isEqualTo(403);
			assertThat(asked(context)).isEmpty();
		});
	}

	@Test
	void whenAuthenticationIsRequiredThenWhomNobodyKnowsIsChallenged() {
		this.runner.withPropertyValues(REQUIRED).run((context) -> {
			HttpResponse<?> answer = refused(context, "/who", "Dance");
			assertThat(answer.statusCode()).isEqualTo(401);
			assertThat(answer.headers().allValues("WWW-Authenticate")).containsExactly("Token realm=\"test\"",
					"Bearer");
			assertThat(refused(context, "/loop", "Dance").statusCode()).isEqualTo(401);
			connect(context, "/who", "Key bob").close();
		});
	}

	@Test
	void whenAuthenticationIsRequiredAndThereIsNoAuthenticatorThenNobodyIsLetIn() {
		this.open.withPropertyValues(REQUIRED).run((context) -> {
			HttpResponse<?> answer = refused(context, "/who", "Token ada");
			assertThat(answer.statusCode()).isEqualTo(401);
			assertThat(answer.headers().allValues("WWW-Authenticate")).containsExactly("Bearer");
		});
	}

	@Test
	void whenAuthenticationIsRequiredThenAnInterceptorMayNameSomebodyToo() {
		this.open.withPropertyValues(REQUIRED)
			.withBean(WsHandshakeInterceptor.class, () -> (handshake) -> handshake.principal(() -> "eve"))
			.run((context) -> {
				try (TestPeer peer = connect(context, "/who", "Dance")) {
					peer.sendText("who?").expect("text:eve");
				}
			});
	}

	@Test
	void aUserHasSoManySessionsAndOneMoreIsAnswered429UntilOneEnds() {
		this.runner.withPropertyValues("ws.limits.max-connections-per-user=2").run((context) -> {
			TestPeer first = connect(context, "/who", "Token ada");
			try (TestPeer second = connect(context, "/loop", "Token ada")) {
				assertThat(refused(context, "/who", "Token ada").statusCode()).isEqualTo(429);
				try (TestPeer bob = connect(context, "/who", "Key bob")) {
					bob.sendText("who?").expect("text:bob");
				}
				first.close();
				await().untilAsserted(() -> connect(context, "/who", "Token ada").close());
				second.sendText("who?").expect("text:ada");
			}
		});
	}

	@Test
	void sessionsOfNobodyAreNotCountedAsOneUsers() {
		this.runner.withPropertyValues("ws.limits.max-connections-per-user=1").run((context) -> {
			try (TestPeer one = connect(context, "/who", "Dance"); TestPeer two = connect(context, "/who", "Dance")) {
				one.sendText("who?").expect("text:nobody");
				two.sendText("who?").expect("text:nobody");
			}
		});
	}

	private static TestPeer connect(AssertableApplicationContext context, String path, String credentials)
			throws Exception {
		return TestPeer.connect(port(context), path, "Authorization", credentials);
	}

	private static HttpResponse<?> refused(AssertableApplicationContext context, String path, String credentials) {
		return answer(catchThrowableOfType(ExecutionException.class, () -> connect(context, path, credentials)));
	}

	private static HttpResponse<?> answer(ExecutionException refusal) {
		assertThat(refusal).cause().isInstanceOf(WebSocketHandshakeException.class);
		return ((WebSocketHandshakeException) refusal.getCause()).getResponse();
	}

	private static List<String> asked(AssertableApplicationContext context) {
		return context.getBean(Authenticators.class).asked;
	}

	private static int port(AssertableApplicationContext context) {
		return context.getEnvironment().getRequiredProperty("local.ws.server.port", Integer.class);
	}

	@WsEndpoint("/who")
	static class WhoEndpoint {

		@OnMessage
		String text(String text, @Nullable Principal principal) {
			return (principal != null) ? principal.getName() : "nobody";
		}

	}

	@WsEndpoint(path = "/loop", execution = Execution.EVENT_LOOP)
	static class LoopEndpoint {

		@OnMessage
		String text(String text, Principal principal) {
			return principal.getName();
		}

	}

	/** Each is declared behind the one that follows it. */
	@Configuration(proxyBeanMethods = false)
	static class Authenticators {

		private final List<String> asked = new CopyOnWriteArrayList<>();

		private final List<String> threads = new CopyOnWriteArrayList<>();

		@Bean
		WsHandshakeInterceptor interceptor() {
			return (handshake) -> {
				Principal principal = handshake.principal();
				this.asked.add("interceptor for " + ((principal != null) ? principal.getName() : "nobody"));
			};
		}

		@Bean
		@Order(2)
		WsHandshakeAuthenticator key() {
			return (handshake) -> {
				this.asked.add("key");
				return named(handshake, "Key ");
			};
		}

		@Bean
		@Order(1)
		WsHandshakeAuthenticator token() {
			return new TokenAuthenticator(this);
		}

		private static @Nullable Principal named(WsHandshake handshake, String scheme) {
			String credentials = handshake.request().fields().get("Authorization");
			return (credentials != null && credentials.startsWith(scheme))
					? () -> credentials.substring(scheme.length()) : null;
		}

	}

	private record TokenAuthenticator(Authenticators log) implements WsHandshakeAuthenticator {

		@Override
		public @Nullable Principal authenticate(WsHandshake handshake) throws HandshakeException {
			this.log.asked.add("token");
			this.log.threads.add(Thread.currentThread().getName());
			Principal principal = Authenticators.named(handshake, "Token ");
			String name = (principal != null) ? principal.getName() : "";
			if (name.equals("stolen")) {
				throw new HandshakeException(403, "This token is not wanted.",
						HttpFields.builder().add("X-Why", name).build());
			}
			if (name.equals("broken")) {
				throw new IllegalStateException("Broken on purpose");
			}
			return principal;
		}

		@Override
		public String challenge() {
			return "Token realm=\"test\"";
		}

	}

}
