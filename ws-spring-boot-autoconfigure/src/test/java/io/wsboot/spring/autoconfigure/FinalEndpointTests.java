package io.wsboot.spring.autoconfigure;

import io.wsboot.spring.annotation.OnMessage;
import io.wsboot.spring.annotation.WsEndpoint;
import org.junit.jupiter.api.Test;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.validation.annotation.Validated;
import org.springframework.validation.beanvalidation.LocalValidatorFactoryBean;
import org.springframework.validation.beanvalidation.MethodValidationPostProcessor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A final class that needs a proxy stops the start with the remedy.
 */
class FinalEndpointTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withUserConfiguration(MethodValidation.class);

	@Test
	void whenTheClassOfAnEndpointIsFinalThenTheRemedyIsNamed() {
		this.runner.withBean("chat", FinalEndpoint.class).run((context) -> {
			FailureAnalysis analysis = new FinalEndpointFailureAnalyzer(context.getSourceApplicationContext())
				.analyze(context.getStartupFailure());
			assertThat(analysis).isNotNull();
			assertThat(analysis.getDescription())
				.isEqualTo("The WebSocket endpoint 'chat' (" + FinalEndpoint.class.getName()
						+ ") needs a proxy, for @Transactional, @Validated or another aspect, but its class is final.");
			assertThat(analysis.getAction()).isEqualTo("Remove 'final' from the class (in Kotlin: add 'open'), or move"
					+ " what needs the proxy into another bean.");
		});
	}

	@Test
	void whenAnotherClassIsFinalThenNothingIsSaid() {
		this.runner.withBean("service", FinalService.class)
			.run((context) -> assertThat(new FinalEndpointFailureAnalyzer(context.getSourceApplicationContext())
				.analyze(context.getStartupFailure())).isNull());
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
