package io.wsboot.spring.endpoint;

import java.lang.invoke.MethodHandle;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;

import io.wsboot.spring.endpoint.CallbackMethods.Callback;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.support.AopUtils;
import org.springframework.core.MethodParameter;
import org.springframework.util.ClassUtils;

/**
 * Turns the callbacks of one bean into methods that are ready to be called.
 */
final class CallbackPreparation {

	private final CallbackBean bean;

	private final HandshakeBinder handshake;

	private final ParameterBinder parameters;

	private final PayloadTypes payloads;

	private final PayloadValidation validation;

	private final EndpointOutput output;

	CallbackPreparation(CallbackBean bean, HandshakeBinder handshake, EndpointTools tools) {
		this.bean = bean;
		this.handshake = handshake;
		this.parameters = new ParameterBinder(bean, handshake, tools.resolvers());
		this.payloads = new PayloadTypes(bean, tools.output().codec());
		this.validation = new PayloadValidation(bean, tools.validator());
		this.output = tools.output();
	}

	/**
	 * Prepares one method.
	 * @param callback the method
	 * @return the method, ready
	 * @throws InvalidEndpointException if it cannot work
	 */
	Prepared prepare(Callback callback) {
		CallbackSignature signature = signature(callback);
		List<Argument> arguments = new ArrayList<>();
		MethodParameter subject = null;
		for (MethodParameter parameter : signature.getMethodParameters()) {
			Argument argument = this.parameters.bind(callback, parameter);
			if (argument instanceof Argument.Subject) {
				requireSingle(callback, subject, parameter);
				subject = parameter;
			}
			arguments.add(argument);
		}
		this.payloads.requireResult(callback, signature.getReturnType());
		PayloadReader reader = reader(callback, subject);
		EndpointMethod method = new EndpointMethod(
				ClassUtils.getShortName(this.bean.type()) + "." + callback.method().getName(),
				(subject != null) ? subject.getParameterType() : Void.class, form(callback, subject, reader),
				call(callback, arguments), result(callback, signature.getReturnType()));
		return new Prepared(callback, method, reader != null && reader.text());
	}

	private CallbackSignature signature(Callback callback) {
		try {
			return new CallbackSignature(callback.method(), this.bean.type());
		}
		catch (InaccessibleObjectException ex) {
			throw outOfReach(callback);
		}
	}

	private void requireSingle(Callback callback, @Nullable MethodParameter first, MethodParameter second) {
		if (first == null) {
			return;
		}
		String what = (callback.kind() == CallbackKind.ERROR) ? "exception"
				: (callback.kind() == CallbackKind.MESSAGE) ? "payload" : "same value";
		throw this.bean.invalid(callback.method(),
				"Two parameters want the " + what + ": " + CallbackSignature.describe(first) + " and "
						+ CallbackSignature.describe(second) + ".",
				"Keep one of them. " + callback.kind().allowedParameters());
	}

	private @Nullable PayloadReader reader(Callback callback, @Nullable MethodParameter subject) {
		if (subject != null) {
			return switch (callback.kind()) {
				case MESSAGE, PING, PONG -> this.payloads.reader(callback, subject);
				case OPEN, CLOSE, ERROR -> null;
			};
		}
		if (callback.kind().needsSubject()) {
			String what = (callback.kind() == CallbackKind.ERROR) ? "the exception" : "the payload";
			throw this.bean.invalid(callback.method(), "No parameter takes " + what + ".",
					callback.kind().allowedParameters());
		}
		return null;
	}

	private PayloadReader.@Nullable Form form(Callback callback, @Nullable MethodParameter subject,
			@Nullable PayloadReader reader) {
		if (subject == null || reader == null) {
			return null;
		}
		return this.validation.validated(callback, subject, reader.form());
	}

	private MethodHandle call(Callback callback, List<Argument> arguments) {
		try {
			Method invocable = AopUtils.selectInvocableMethod(callback.method(), this.bean.bean().getClass());
			return MethodCalls.prepare(this.bean.bean(), invocable, arguments);
		}
		catch (IllegalStateException ex) {
			throw this.bean.invalid(callback.method(),
					"The bean is behind a proxy of its interfaces, and none of them has this method.",
					"Declare the method in an interface, or use class proxies (spring.aop.proxy-target-class=true,"
							+ " proxyTargetClass = true).");
		}
		catch (IllegalAccessException ex) {
			throw outOfReach(callback);
		}
	}

	private InvalidEndpointException outOfReach(Callback callback) {
		return this.bean.invalid(callback.method(),
				"It cannot be reached: its module does not open the package " + this.bean.type().getPackageName() + ".",
				"Open the package in module-info.java.");
	}

	private MethodResult result(Callback callback, MethodParameter returned) {
		String topic = callback.topic();
		int slot = (topic != null) ? this.handshake.topicSlot(callback, topic) : MethodResult.NO_TOPIC;
		Class<?> type = returned.getParameterType();
		return new MethodResult((type != Object.class) ? ReturnKind.of(type) : null, this.output, slot);
	}

	/**
	 * A method that is ready.
	 *
	 * @param callback where it comes from
	 * @param method the method
	 * @param text whether its payload is text
	 */
	record Prepared(Callback callback, EndpointMethod method, boolean text) {

	}

}
