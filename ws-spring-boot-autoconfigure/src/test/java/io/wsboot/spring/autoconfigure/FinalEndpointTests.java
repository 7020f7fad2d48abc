package io.wsboot.spring.autoconfigure;

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
 * What is said of a final class that needs a proxy is said of endpoints only.
 */
class FinalEndpointTests {

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
	static final class FinalService {

	}

}
