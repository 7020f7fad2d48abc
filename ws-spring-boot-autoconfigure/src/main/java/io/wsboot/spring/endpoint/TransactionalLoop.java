package io.wsboot.spring.endpoint;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.aop.Advisor;
import org.springframework.aop.framework.Advised;

/**
 * Warns of endpoints that would have an event loop wait for a database.
 */
final class TransactionalLoop {

	private static final Log logger = LogFactory.getLog(EndpointScanner.class);

	/** Known by name: transactions need not be there. */
	private static final String TRANSACTIONS = "org.springframework.transaction.interceptor.TransactionInterceptor";

	private TransactionalLoop() {
	}

	/** Looks at an endpoint whose callbacks run on the event loop. */
	static void warn(EndpointBean endpoint) {
		if (endpoint.bean() instanceof Advised proxy && isTransactional(proxy)) {
			logger.warn("Endpoint '" + endpoint.name() + "' (" + endpoint.type().getName()
					+ ") is transactional and runs on the event loop: each transaction holds up all sessions of that"
					+ " loop. Remove execution = EVENT_LOOP from its @WsEndpoint, or @Transactional from the endpoint"
					+ " and call a transactional service on another thread.");
		}
	}

	private static boolean isTransactional(Advised proxy) {
		for (Advisor advisor : proxy.getAdvisors()) {
			if (advisor.getAdvice().getClass().getName().equals(TRANSACTIONS)) {
				return true;
			}
		}
		return false;
	}

}
