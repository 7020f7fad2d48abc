package io.wsboot.spring.endpoint;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

import io.wsboot.spring.annotation.Execution;
import io.wsboot.spring.annotation.PublishTo;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.support.AopUtils;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;

/**
 * Finds the methods of a bean that are marked as callbacks, and judges whether they can
 * be called at all.
 */
final class CallbackMethods {

	private final CallbackBean bean;

	CallbackMethods(CallbackBean bean) {
		this.bean = bean;
	}

	/**
	 * The callbacks of the bean.
	 * @return at least one, in an order that does not depend on the virtual machine
	 * @throws InvalidEndpointException if there is none, or one cannot be called
	 */
	List<Callback> find() {
		List<Callback> callbacks = MethodIntrospector
			.selectMethods(this.bean.type(), (MethodIntrospector.MetadataLookup<Callback>) this::callback)
			.values()
			.stream()
			.sorted(Comparator.comparing(Callback::kind).thenComparing((callback) -> callback.method().toString()))
			.toList();
		if (callbacks.isEmpty()) {
			String labels = this.bean.mayHave(CallbackKind.MESSAGE)
					? "@OnOpen, @OnMessage, @OnPing, @OnPong or @OnClose" : "@OnError";
			throw this.bean.invalid(null, "It has no method that would ever be called.",
					"Mark one with " + labels + " from io.wsboot.spring.annotation.");
		}
		return callbacks;
	}

	private @Nullable Callback callback(Method method) {
		MergedAnnotations annotations = MergedAnnotations.from(method, SearchStrategy.TYPE_HIERARCHY);
		refuseForeign(method, annotations);
		List<CallbackKind> kinds = new ArrayList<>();
		for (CallbackKind kind : CallbackKind.values()) {
			if (annotations.isPresent(kind.annotation())) {
				kinds.add(kind);
			}
		}
		PublishTo publishTo = annotations.get(PublishTo.class).synthesize(MergedAnnotation::isPresent).orElse(null);
		if (kinds.isEmpty()) {
			refuseLonely(method, publishTo);
			return null;
		}
		if (kinds.size() > 1) {
			String labels = kinds.stream().map(CallbackKind::label).collect(Collectors.joining(" and "));
			throw this.bean.invalid(method, "It is marked with " + labels + ".", "Keep one of them for each method.");
		}
		if (!this.bean.mayHave(kinds.get(0))) {
			throw this.bean.invalid(method,
					"It is marked with " + kinds.get(0).label() + ", but an advice is only asked when endpoints fail.",
					"Move the method into the endpoint; an advice has methods with @OnError.");
		}
		requireCallable(method);
		return new Callback(method, kinds.get(0), publishTo, execution(kinds.get(0), annotations));
	}

	private Execution execution(CallbackKind kind, MergedAnnotations annotations) {
		Execution own = annotations.get(kind.annotation())
			.getValue("execution", Execution.class)
			.orElse(Execution.DEFAULT);
		boolean asEndpoint = own == Execution.DEFAULT && kind != CallbackKind.ERROR;
		return (asEndpoint && this.bean instanceof EndpointBean endpoint) ? endpoint.execution() : own;
	}

	private void refuseForeign(Method method, MergedAnnotations annotations) {
		for (MergedAnnotation<?> annotation : annotations) {
			String name = annotation.getType().getName();
			String remedy = ForeignAnnotations.remedy(name);
			if (remedy != null) {
				throw this.bean.invalid(method, "The annotation " + name + " means nothing here.", remedy);
			}
		}
	}

	private void refuseLonely(Method method, @Nullable PublishTo publishTo) {
		if (publishTo != null) {
			throw this.bean.invalid(method, "@PublishTo stands on a method that is never called.",
					"Add the annotation of the callback, for example @OnMessage.");
		}
	}

	private void requireCallable(Method method) {
		int modifiers = method.getModifiers();
		if (Modifier.isPrivate(modifiers)) {
			throw this.bean.invalid(method, "It is private, so that a proxy of the bean cannot pass calls on to it.",
					"Remove 'private'; package-private is enough.");
		}
		if (Modifier.isStatic(modifiers)) {
			throw this.bean.invalid(method, "It is static, but callbacks are called on the bean.", "Remove 'static'.");
		}
		if (Modifier.isFinal(modifiers) && AopUtils.isCglibProxy(this.bean.bean())) {
			throw this.bean.invalid(method, "It is final, so that the proxy of the bean cannot pass calls on to it.",
					"Remove 'final' from the method.");
		}
	}

	/**
	 * A method that is marked as a callback.
	 *
	 * @param method the method
	 * @param kind when it is called
	 * @param publishTo where its value is published; {@code null} if it goes to the peer
	 * @param execution where it runs; {@link Execution#DEFAULT} if that is where the
	 * failure arises that it deals with
	 */
	record Callback(Method method, CallbackKind kind, @Nullable PublishTo publishTo, Execution execution) {

	}

}
