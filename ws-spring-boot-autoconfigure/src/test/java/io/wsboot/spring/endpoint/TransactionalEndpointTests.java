package io.wsboot.spring.endpoint;

import io.wsboot.spring.annotation.Execution;
import io.wsboot.spring.annotation.OnError;
import io.wsboot.spring.annotation.OnMessage;
import io.wsboot.spring.annotation.WsEndpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

	@ParameterizedTest
	@ValueSource(classes = { LoopEndpoint.class, LoopMethodEndpoint.class })
	void aTransactionalMethodOnTheEventLoopIsWarnedOf(Class<?> type, CapturedOutput output) {
		scan(type);
		assertThat(output).containsOnlyOnce("Endpoint 'transactionalEndpointTests." + type.getSimpleName() + "' ("
				+ type.getName() + ") has transactional methods on the event loop, where each transaction holds up all"
				+ " sessions of that loop: text(). Give them execution = Execution.EXECUTOR, or remove @Transactional"
				+ " and call a transactional service on another thread.");
	}

	@Test
	void aMethodForFailuresMayRunOnTheLoopToo(CapturedOutput output) {
		scan(FailureEndpoint.class);
		assertThat(output).contains("that loop: failed(). Give");
	}

	@Test
	void aTransactionalMethodOnTheExecutorIsFine(CapturedOutput output) {
		scan(ExecutorEndpoint.class);
		scan(ExecutorMethodEndpoint.class);
		assertThat(output).doesNotContain("transactional methods");
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

	@WsEndpoint("/loop-method")
	static class LoopMethodEndpoint {

		@OnMessage(execution = Execution.EVENT_LOOP)
		@Transactional
		String text(String text) {
			return text;
		}

		@OnMessage
		@Transactional
		String binary(byte[] data) {
			return "";
		}

	}

	@WsEndpoint(path = "/failure", execution = Execution.EVENT_LOOP)
	static class FailureEndpoint {

		@OnMessage
		String text(String text) {
			return text;
		}

		@OnError
		@Transactional
		void failed(Exception ex) {
		}

	}

	@WsEndpoint(path = "/executor-method", execution = Execution.EVENT_LOOP)
	static class ExecutorMethodEndpoint {

		@OnMessage
		String text(String text) {
			return text;
		}

		@OnMessage(execution = Execution.EXECUTOR)
		@Transactional
		String binary(byte[] data) {
			return "";
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
