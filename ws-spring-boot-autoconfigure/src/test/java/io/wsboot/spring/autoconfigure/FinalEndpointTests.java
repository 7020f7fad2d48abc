package io.wsboot.spring.autoconfigure;

import io.wsboot.spring.annotation.OnMessage;
import io.wsboot.spring.annotation.WsEndpoint;
import org.junit.jupiter.api.Test;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.validation.annotation.Validated;
import org.springframework.validation.beanvalidation.LocalValidatorFactoryBean;
import org.springframework.validation.beanvalidation.MethodValidationPostProcessor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * A final class that needs a proxy stops the start with the remedy.
 */
class FinalEndpointTests {

	@Test
	void whenTheClassOfAnEndpointIsFinalThenTheRemedyIsNamed() {
		FailureAnalysis analysis = analyze("chat", FinalEndpoint.class);
		assertThat(analysis).isNotNull();
		assertThat(analysis.getDescription())
			.isEqualTo("The WebSocket endpoint 'chat' (" + FinalEndpoint.class.getName()
					+ ") needs a proxy, for @Transactional, @Validated or another aspect, but its class is final.");
		assertThat(analysis.getAction()).isEqualTo("Remove 'final' from the class (in Kotlin: add 'open'), or move what"
				+ " needs the proxy into another bean.");
	}

	@Test
	void whenAnotherClassIsFinalThenNothingIsSaid() {
		assertThat(analyze("service", FinalService.class)).isNull();
	}

	private static <T> FailureAnalysis analyze(String name, Class<T> type) {
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
		context.register(MethodValidation.class);
		context.registerBean(name, type);
		Throwable failure = catchThrowable(context::refresh);
		return new FinalEndpointFailureAnalyzer(context.getDefaultListableBeanFactory()).analyze(failure);
	}

	@Configuration(proxyBeanMethods = false)
	static class MethodValidation {

		@Bean
		static LocalValidatorFactoryBean validator() {
			return new LocalValidatorFactoryBean();
		}

		@Bean
		static MethodValidationPostProcessor methodValidation() {
			MethodValidationPostProcessor processor = new MethodValidationPostProcessor();
			processor.setProxyTargetClass(true);
			return processor;
		}

	}

	@Validated
	@WsEndpoint("/final")
	static final class FinalEndpoint {

		@OnMessage
		void text(String text) {
		}

	}

	@Validated
	static final class FinalService {

	}

}
