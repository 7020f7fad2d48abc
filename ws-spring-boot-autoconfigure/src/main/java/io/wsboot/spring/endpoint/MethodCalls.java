package io.wsboot.spring.endpoint;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;

import io.wsboot.transport.WsSession;

/**
 * Turns methods with parameters of their own into handles of one form: session, subject
 * and handshake values in, an object out. The way from there to the parameters is part of
 * the handle, so that a call looks nothing up and makes no array.
 */
final class MethodCalls {

	private static final MethodType FORM = MethodType.methodType(Object.class, WsSession.class, Object.class,
			Object[].class);

	private static final int SESSION = 0;

	private static final int SUBJECT = 1;

	private static final int VALUES = 2;

	private static final MethodHandle ELEMENT = MethodHandles.arrayElementGetter(Object[].class);

	private static final MethodHandle RESOLVE = resolve();

	private MethodCalls() {
	}

	/**
	 * Prepares the call of a method.
	 * @param bean what it is called on
	 * @param method the method, accessible
	 * @param arguments where its parameters come from
	 * @return a handle of type {@code (WsSession, Object, Object[])Object}
	 * @throws IllegalAccessException if the method is out of reach
	 */
	static MethodHandle prepare(Object bean, Method method, List<Argument> arguments) throws IllegalAccessException {
		MethodHandle call = MethodHandles.lookup().unreflect(method).bindTo(bean);
		List<Integer> origins = new ArrayList<>();
		for (Argument argument : arguments) {
			Class<?> type = call.type().parameterType(origins.size());
			MethodHandle way = way(argument);
			call = MethodHandles.collectArguments(call, origins.size(), way.asType(way.type().changeReturnType(type)));
			origins.addAll(origins(argument));
		}
		call = call.asType(call.type().changeReturnType(Object.class));
		return MethodHandles.permuteArguments(call, FORM, origins.stream().mapToInt(Integer::intValue).toArray());
	}

	private static List<Integer> origins(Argument argument) {
		if (argument instanceof Argument.Session) {
			return List.of(SESSION);
		}
		if (argument instanceof Argument.Call) {
			return List.of(SESSION, SUBJECT);
		}
		return List.of((argument instanceof Argument.Value) ? VALUES : SUBJECT);
	}

	private static MethodHandle way(Argument argument) {
		if (argument instanceof Argument.Value value) {
			return MethodHandles.insertArguments(ELEMENT, 1, value.slot());
		}
		if (argument instanceof Argument.Call call) {
			return RESOLVE.bindTo(call.value());
		}
		return MethodHandles.identity(FORM.parameterType(origins(argument).get(0)));
	}

	private static MethodHandle resolve() {
		try {
			return MethodHandles.lookup()
				.findVirtual(CallValue.class, "resolve",
						MethodType.methodType(Object.class, WsSession.class, Object.class));
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

}
