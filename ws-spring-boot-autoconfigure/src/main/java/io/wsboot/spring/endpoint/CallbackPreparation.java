package io.wsboot.spring.endpoint;

import java.lang.invoke.MethodHandle;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;

import io.wsboot.spring.annotation.PublishTo;
import io.wsboot.spring.endpoint.CallbackMethods.Callback;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.support.AopUtils;
import org.springframework.core.MethodParameter;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

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

	private final List<MethodParameter> taken = new ArrayList<>();

	CallbackPreparation(CallbackBean bean, HandshakeBinder handshake, EndpointTools tools, PayloadTypes payloads,
			EndpointOutput output) {
		this.bean = bean;
		this.handshake = handshake;
		this.parameters = new ParameterBinder(bean, handshake, tools.resolvers());
		this.payloads = payloads;
		this.validation = new PayloadValidation(bean, tools.validator());
		this.output = output;
	}

	/**
	 * Prepares one method.
	 * @param callback the method
	 * @return the method, ready; once for each kind of message that it takes
	 * @throws InvalidEndpointException if it cannot work
	 */
	List<Prepared> prepare(Callback callback) {
		try {
			return prepareAccessible(callback);
		}
		catch (InaccessibleObjectException | IllegalAccessException ex) {
			throw this.bean.invalid(callback.method(), "It cannot be reached: its module does not open the package "
					+ this.bean.type().getPackageName() + ".", "Open the package in module-info.java.");
		}
	}

	private List<Prepared> prepareAccessible(Callback callback) throws IllegalAccessException {
		CallbackSignature signature = new CallbackSignature(callback.method(), this.bean.type());
		List<Argument> arguments = new ArrayList<>();
		MethodParameter subject = null;
		for (MethodParameter parameter : signature.getMethodParameters()) {
			Argument argument = this.parameters.bind(callback, parameter);
			if (argument instanceof Argument.Subject) {
				requireSingle(callback, subject, parameter);
				subject = parameter;
				argument = validated(callback, parameter, argument);
			}
			arguments.add(argument);
		}
		if (callback.kind() == CallbackKind.MESSAGE && subject != null) {
			this.taken.add(subject);
		}
		this.payloads.requireResult(callback, signature.getReturnType());
		Class<?> type = (subject != null) ? subject.getParameterType() : Void.class;
		MethodTraits traits = new MethodTraits(
				ClassUtils.getShortName(this.bean.type()) + "." + callback.method().getName(), type,
				callback.execution());
		MethodHandle call = call(callback, arguments);
		List<Prepared> prepared = new ArrayList<>();
		for (PayloadReader reader : readers(callback, subject)) {
			MethodResult result = result(callback, signature.getReturnType(), reader);
			prepared.add(new Prepared(callback, new EndpointMethod(traits, reader.form(), call, result), reader));
		}
		return prepared;
	}

	/** The parameters that take the payloads of messages, of all methods so far. */
	List<MethodParameter> payloads() {
		return List.copyOf(this.taken);
	}

	private Argument validated(Callback callback, MethodParameter parameter, Argument payload) {
		CallValue validated = (callback.kind() == CallbackKind.MESSAGE) ? this.validation.validated(callback, parameter)
				: null;
		return (validated != null) ? new Argument.Call(validated) : payload;
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

	private List<PayloadReader> readers(Callback callback, @Nullable MethodParameter subject) {
		if (subject != null) {
			return switch (callback.kind()) {
				case MESSAGE, PING, PONG -> this.payloads.readers(callback, subject);
				case OPEN, CLOSE, ERROR -> List.of(PayloadReader.NOTHING);
			};
		}
		if (callback.kind().needsSubject()) {
			String what = (callback.kind() == CallbackKind.ERROR) ? "the exception" : "the payload";
			throw this.bean.invalid(callback.method(), "No parameter takes " + what + ".",
					callback.kind().allowedParameters());
		}
		return List.of(PayloadReader.NOTHING);
	}

	private MethodHandle call(Callback callback, List<Argument> arguments) throws IllegalAccessException {
		try {
			Method invocable = AopUtils.selectInvocableMethod(callback.method(), this.bean.bean().getClass());
			// that of an interface may be as little public as the endpoint's own
			ReflectionUtils.makeAccessible(invocable);
			return MethodCalls.prepare(this.bean.bean(), invocable, arguments);
		}
		catch (IllegalStateException ex) {
			throw this.bean.invalid(callback.method(),
					"The bean is behind a proxy of its interfaces, and none of them has this method.",
					"Declare the method in an interface, or use class proxies (spring.aop.proxy-target-class=true,"
							+ " proxyTargetClass = true).");
		}
	}

	private MethodResult result(Callback callback, MethodParameter returned, PayloadReader reader) {
		PublishTo publishTo = callback.publishTo();
		int slot = (publishTo != null) ? this.handshake.publicationSlot(callback, publishTo) : MethodResult.TO_PEER;
		Class<?> type = returned.getParameterType();
		return new MethodResult((type != Object.class) ? ReturnKind.of(type) : null,
				this.output.preferring(reader.codec()), slot);
	}

	/**
	 * A method that is ready.
	 *
	 * @param callback where it comes from
	 * @param method the method
	 * @param reader what makes its argument of a payload
	 */
	record Prepared(Callback callback, EndpointMethod method, PayloadReader reader) {

	}

}
