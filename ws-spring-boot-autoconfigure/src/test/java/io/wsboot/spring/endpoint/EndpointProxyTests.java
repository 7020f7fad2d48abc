package io.wsboot.spring.endpoint;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.wsboot.spring.annotation.OnMessage;
import io.wsboot.spring.annotation.WsEndpoint;
import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.Test;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.validation.annotation.Validated;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Endpoints behind proxies, as AOP makes them: calls go through the proxy, and what a
 * proxy could not pass on is refused.
 */
class EndpointProxyTests {

	private final List<String> intercepted = new ArrayList<>();

	private final FakeSession session = new FakeSession();

	@Test
	void whenTheBeanHasAClassProxyThenCallsGoThroughIt() throws Exception {
		EndpointRegistry registry = scan(true, PlainEndpoint.class);
		assertThat(registry.endpoints().get(0).type()).isEqualTo(PlainEndpoint.class);
		receive(registry, "/plain");
		assertThat(this.intercepted).containsExactly("text");
		assertThat(this.session.sent).containsExactly("text:hello x");
	}

	@Test
	void whenTheBeanHasAnInterfaceProxyThenItsInterfaceIsCalled() throws Exception {
		receive(scan(false, ContractEndpoint.class), "/contract");
		assertThat(this.intercepted).containsExactly("text");
		assertThat(this.session.sent).containsExactly("text:contract x");
	}

	@Test
	void whenAMethodIsFinalWithoutAProxyThenItIsCalled() throws Exception {
		receive(Scans.scan(FinalMethodEndpoint.class), "/final");
		assertThat(this.session.sent).containsExactly("text:final x");
	}

	@Test
	void whenAValidatingProxyIsThereThenConstraintsAreAllowed() throws Exception {
		receive(scan(true, ValidatedEndpoint.class), "/validated");
		assertThat(this.session.sent).containsExactly("text:valid x");
	}

	private EndpointRegistry scan(boolean proxyTargetClass, Class<?> type) {
		DefaultListableBeanFactory beans = Scans.beans(type);
		beans.addBeanPostProcessor(new BeanPostProcessor() {

			@Override
			public Object postProcessAfterInitialization(Object bean, String beanName) {
				ProxyFactory proxies = new ProxyFactory(bean);
				proxies.setProxyTargetClass(proxyTargetClass);
				proxies.addAdvice((MethodInterceptor) (invocation) -> {
					EndpointProxyTests.this.intercepted.add(invocation.getMethod().getName());
					return invocation.proceed();
				});
				return proxies.getProxy();
			}

		});
		return Scans.scan(beans, null);
	}

	private void receive(EndpointRegistry registry, String path) throws Exception {
		Scans.open(registry, path)
			.onTextBytes(this.session, ByteBuffer.wrap("x".getBytes(StandardCharsets.UTF_8)), true);
	}

	@WsEndpoint("/plain")
	static class PlainEndpoint {

		private final String greeting;

		PlainEndpoint() {
			this.greeting = "hello ";
		}

		@OnMessage
		String text(String text) {
			return this.greeting + text;
		}

	}

	interface Contract {

		String text(String text);

	}

	@WsEndpoint("/contract")
	static class ContractEndpoint implements Contract {

		@Override
		@OnMessage
		public String text(String text) {
			return "contract " + text;
		}

	}

	@WsEndpoint("/final")
	static class FinalMethodEndpoint {

		@OnMessage
		final String text(String text) {
			return "final " + text;
		}

	}

	@Validated
	@WsEndpoint("/validated")
	static class ValidatedEndpoint {

		@OnMessage
		String text(@Validated String text) {
			return "valid " + text;
		}

	}

}
