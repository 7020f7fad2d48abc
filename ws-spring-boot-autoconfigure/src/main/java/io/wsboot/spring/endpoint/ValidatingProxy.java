package io.wsboot.spring.endpoint;

import org.springframework.aop.support.AopUtils;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.validation.annotation.Validated;

/**
 * Knows the beans whose arguments are validated by Spring's method validation, on their
 * way through the proxy.
 */
final class ValidatingProxy {

	private ValidatingProxy() {
	}

	/** Whether the arguments of a bean's methods are validated anyway. */
	static boolean validates(CallbackBean bean) {
		return AopUtils.isAopProxy(bean.bean()) && AnnotatedElementUtils.hasAnnotation(bean.type(), Validated.class);
	}

}
