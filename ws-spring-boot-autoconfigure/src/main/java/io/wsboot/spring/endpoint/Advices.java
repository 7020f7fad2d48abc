package io.wsboot.spring.endpoint;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import io.wsboot.spring.annotation.WsAdvice;

import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.Order;
import org.springframework.core.annotation.OrderUtils;
import org.springframework.util.ClassUtils;

/**
 * The beans with {@link WsAdvice @WsAdvice}, in the order in which they are asked.
 */
final class Advices {

	private final ListableBeanFactory beanFactory;

	private final EndpointTools tools;

	private final List<AdviceBean> beans;

	Advices(ListableBeanFactory beanFactory, EndpointTools tools) {
		this.beanFactory = beanFactory;
		this.tools = tools;
		this.beans = find();
	}

	private List<AdviceBean> find() {
		List<AdviceBean> beans = new ArrayList<>();
		for (String name : this.beanFactory.getBeanNamesForAnnotation(WsAdvice.class)) {
			if (!ScopedProxyUtils.isScopedTarget(name)) {
				beans.add(bean(name));
			}
		}
		beans.sort(Comparator.comparingInt(this::order).thenComparing(AdviceBean::name));
		return beans;
	}

	private AdviceBean bean(String name) {
		Object bean = this.beanFactory.getBean(name);
		Class<?> type = ClassUtils.getUserClass(AopProxyUtils.ultimateTargetClass(bean));
		WsAdvice annotation = AnnotatedElementUtils.findMergedAnnotation(type, WsAdvice.class);
		if (annotation == null) {
			throw InvalidEndpointException.ofAdvice(name, type, null, "Its class does not have @WsAdvice.",
					"Annotate the class of the bean itself.");
		}
		AdviceBean advice = AdviceBean.of(name, bean, type, annotation);
		new CallbackMethods(advice).find();
		return advice;
	}

	private int order(AdviceBean advice) {
		if (advice.bean() instanceof Ordered ordered) {
			return ordered.getOrder();
		}
		Order order = this.beanFactory.findAnnotationOnBean(advice.name(), Order.class);
		return (order != null) ? order.value() : OrderUtils.getOrder(advice.type(), Ordered.LOWEST_PRECEDENCE);
	}

	/**
	 * The methods that deal with the failures of an endpoint, after its own.
	 * @param endpoint the endpoint
	 * @param handshake binds what they want of its handshakes
	 * @param codecs write what they return
	 * @return the methods of each advice, the first to be asked first
	 * @throws InvalidEndpointException if one cannot work for this endpoint
	 */
	List<List<EndpointMethod>> methods(EndpointBean endpoint, HandshakeBinder handshake, CodecChoice codecs) {
		return this.beans.stream()
			.filter((advice) -> advice.isFor(endpoint))
			.map((advice) -> methods(advice, handshake.of(advice), codecs))
			.toList();
	}

	private List<EndpointMethod> methods(AdviceBean advice, HandshakeBinder handshake, CodecChoice codecs) {
		PayloadTypes payloads = new PayloadTypes(advice, codecs, MessageSettings.DEFAULTS.typeProperty());
		CallbackPreparation preparation = new CallbackPreparation(advice, handshake, this.tools, payloads,
				new EndpointOutput(codecs, this.tools.messaging()));
		CallbackTable table = new CallbackTable(advice, payloads);
		new CallbackMethods(advice).find().forEach((callback) -> preparation.prepare(callback).forEach(table::add));
		return table.errors();
	}

}
