package io.wsboot.spring.annotation;

import java.io.InputStream;
import java.io.Reader;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.security.Principal;
import java.util.List;

import io.wsboot.protocol.CloseStatus;
import io.wsboot.transport.HandshakeRequest;
import io.wsboot.transport.WsSession;

import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.ExecutableMode;
import org.springframework.aot.hint.ReflectionHints;
import org.springframework.aot.hint.annotation.ReflectiveProcessor;
import org.springframework.core.ResolvableType;
import org.springframework.web.bind.annotation.CookieValue;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * Tells a native image what the callbacks of an endpoint need: the methods, which are
 * called by reflection, and the objects that codecs read and write for them. Of a sealed
 * type every permitted class is one of those.
 */
final class CallbackHints implements ReflectiveProcessor {

	private static final List<Class<?>> NEVER_PAYLOAD = List.of(WsSession.class, HandshakeRequest.class,
			CloseStatus.class, Principal.class, Throwable.class, InputStream.class, Reader.class);

	private final BindingReflectionHintsRegistrar bindings = new BindingReflectionHintsRegistrar();

	@Override
	public void registerReflectionHints(ReflectionHints hints, AnnotatedElement element) {
		if (!(element instanceof Method method)) {
			return;
		}
		hints.registerMethod(method, ExecutableMode.INVOKE);
		for (int i = 0; i < method.getParameterCount(); i++) {
			if (mayBePayload(method.getParameters()[i])) {
				registerPayload(hints, ResolvableType.forMethodParameter(method, i));
			}
		}
		registerPayload(hints, ResolvableType.forMethodReturnType(method));
	}

	private static boolean mayBePayload(Parameter parameter) {
		boolean fromHandshake = parameter.isAnnotationPresent(PathVariable.class)
				|| parameter.isAnnotationPresent(RequestParam.class)
				|| parameter.isAnnotationPresent(RequestHeader.class)
				|| parameter.isAnnotationPresent(CookieValue.class) || parameter.isAnnotationPresent(Attribute.class);
		return !fromHandshake && NEVER_PAYLOAD.stream().noneMatch((type) -> type.isAssignableFrom(parameter.getType()));
	}

	/** What is in a list, a publisher or an array is a payload, too. */
	private void registerPayload(ReflectionHints hints, ResolvableType type) {
		if (type.isArray()) {
			registerPayload(hints, type.getComponentType());
			return;
		}
		for (ResolvableType generic : type.getGenerics()) {
			registerPayload(hints, generic);
		}
		Class<?> payload = type.toClass();
		if (payload.isPrimitive() || payload.getName().startsWith("java.")) {
			return;
		}
		this.bindings.registerReflectionHints(hints, type.getType());
		if (payload.isSealed()) {
			for (Class<?> permitted : payload.getPermittedSubclasses()) {
				registerPayload(hints, ResolvableType.forClass(permitted));
			}
		}
	}

}
