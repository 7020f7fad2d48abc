package io.wsboot.spring.autoconfigure;

import java.lang.reflect.Modifier;

import io.wsboot.spring.annotation.WsEndpoint;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.AopConfigException;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.annotation.AnnotatedElementUtils;

/**
 * Explains that an endpoint needs a proxy, but its class is final.
 */
final class FinalEndpointFailureAnalyzer extends AbstractFailureAnalyzer<AopConfigException> {

	private final BeanFactory beanFactory;

	FinalEndpointFailureAnalyzer(BeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, AopConfigException cause) {
		String name = beanName(rootFailure);
		Class<?> type = (name != null) ? this.beanFactory.getType(name) : null;
		if (type == null || !Modifier.isFinal(type.getModifiers())
				|| !AnnotatedElementUtils.hasAnnotation(type, WsEndpoint.class)) {
			return null;
		}
		return new FailureAnalysis(
				"The WebSocket endpoint '" + name + "' (" + type.getName()
						+ ") needs a proxy, for @Transactional, @Validated or another aspect, but its class is final.",
				"Remove 'final' from the class (in Kotlin: add 'open'), or move what needs the proxy into another bean.",
				cause);
	}

	/** The bean that could not be made, not one that only depends on it. */
	private static @Nullable String beanName(Throwable failure) {
		String name = null;
		for (Throwable each = failure; each != null; each = each.getCause()) {
			if (each instanceof BeanCreationException creation && creation.getBeanName() != null) {
				name = creation.getBeanName();
			}
		}
		return name;
	}

}
