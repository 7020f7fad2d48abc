package io.wsboot.spring.endpoint;

import java.lang.reflect.Method;
import java.util.List;
import java.util.stream.Collectors;

import io.wsboot.spring.annotation.Execution;
import io.wsboot.spring.endpoint.CallbackMethods.Callback;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.aop.Advisor;
import org.springframework.aop.PointcutAdvisor;
import org.springframework.aop.framework.Advised;

/**
 * Warns of methods that would have an event loop wait for a database.
 */
final class TransactionalLoop {

	private static final Log logger = LogFactory.getLog(EndpointScanner.class);

	/** Known by name: transactions need not be there. */
	private static final String TRANSACTIONS = "org.springframework.transaction.interceptor.TransactionInterceptor";

	private TransactionalLoop() {
	}

	/**
	 * Looks at the methods of an endpoint.
	 * @param endpoint the endpoint
	 * @param threads where they run
	 * @param methods all of them
	 */
	static void warn(EndpointBean endpoint, CallbackThreads threads, List<Callback> methods) {
		if (threads == CallbackThreads.EXECUTOR || !(endpoint.bean() instanceof Advised proxy)) {
			return;
		}
		String names = methods.stream()
			// failures are dealt with where they arise, which may be the loop
			.filter((callback) -> callback.execution() != Execution.EXECUTOR)
			.map(Callback::method)
			.filter((method) -> isTransactional(proxy, method, endpoint.type()))
			.map((method) -> method.getName() + "()")
			.distinct()
			.collect(Collectors.joining(", "));
		if (!names.isEmpty()) {
			logger.warn("Endpoint '" + endpoint.name() + "' (" + endpoint.type().getName()
					+ ") has transactional methods on the event loop, where each transaction holds up all sessions of"
					+ " that loop: " + names + ". Give them execution = Execution.EXECUTOR, or remove @Transactional"
					+ " and call a transactional service on another thread.");
		}
	}

	private static boolean isTransactional(Advised proxy, Method method, Class<?> type) {
		for (Advisor advisor : proxy.getAdvisors()) {
			if (advisor.getAdvice().getClass().getName().equals(TRANSACTIONS)
					&& (!(advisor instanceof PointcutAdvisor at)
							|| at.getPointcut().getMethodMatcher().matches(method, type))) {
				return true;
			}
		}
		return false;
	}

}
