package io.wsboot.spring.endpoint;

import io.wsboot.spring.annotation.Execution;
import io.wsboot.spring.annotation.OnMessage;
import io.wsboot.spring.annotation.WsEndpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Transactions belong where callbacks may block.
 */
@ExtendWith(OutputCaptureExtension.class)
class TransactionalEndpointTests {

	@Test
	void aTransactionalEndpointOnTheEventLoopIsWarnedOf(CapturedOutput output) {
		scan(LoopEndpoint.class);
		assertThat(output).containsOnlyOnce("Endpoint 'transactionalEndpointTests.LoopEndpoint' ("
				+ LoopEndpoint.class.getName()
				+ ") is transactional and runs on the event loop: each transaction holds up all sessions of that loop."
				+ " Remove execution = EVENT_LOOP from its @WsEndpoint, or @Transactional from the endpoint and call a"
				+ " transactional service on another thread.");
	}

	@Test
	void aTransactionalEndpointOnTheExecutorIsFine(CapturedOutput output) {
		scan(ExecutorEndpoint.class);
		assertThat(output).doesNotContain("is transactional");
	}

	private static void scan(Class<?> type) {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(Transactions.class,
				type)) {
			assertThat(Scans.scan(context.getDefaultListableBeanFactory(), null).endpoints()).hasSize(1);
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableTransactionManagement(proxyTargetClass = true)
	static class Transactions {

		@Bean
		PlatformTransactionManager transactionManager() {
			return new AbstractPlatformTransactionManager() {

				@Override
				protected Object doGetTransaction() {
					return new Object();
				}

				@Override
				protected void doBegin(Object transaction, TransactionDefinition definition) {
				}

				@Override
				protected void doCommit(DefaultTransactionStatus status) {
				}

				@Override
				protected void doRollback(DefaultTransactionStatus status) {
				}

			};
		}

	}

	@WsEndpoint(path = "/loop", execution = Execution.EVENT_LOOP)
	static class LoopEndpoint {

		@OnMessage
		@Transactional
		String text(String text) {
			return text;
		}

	}

	@WsEndpoint("/executor")
	static class ExecutorEndpoint {

		@OnMessage
		@Transactional
		String text(String text) {
			return text;
		}

	}

}
