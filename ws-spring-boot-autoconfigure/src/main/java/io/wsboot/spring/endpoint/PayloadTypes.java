package io.wsboot.spring.endpoint;

import java.io.InputStream;
import java.io.Reader;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.security.Principal;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;

import io.wsboot.protocol.CloseStatus;
import io.wsboot.transport.HandshakeRequest;
import io.wsboot.transport.WsSession;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;

/**
 * Judges the types that methods take as payload, and those that they return.
 */
final class PayloadTypes {

	private static final String NO_CODEC = "Take and return String, byte[] or ByteBuffer, or add Jackson"
			+ " (spring-boot-starter-jackson).";

	private static final Class<?>[] NEVER_PAYLOAD = { Throwable.class, CloseStatus.class, HandshakeRequest.class,
			Principal.class, InputStream.class, Reader.class };

	private static final Class<?>[] NEVER_RESULT = { Future.class, Iterator.class, WsSession.class };

	private static final String[] FOREIGN = { "jakarta.websocket.", "javax.websocket.",
			"org.springframework.web.socket.", "org.springframework.messaging." };

	private final CallbackBean bean;

	private final @Nullable WsMessageCodec codec;

	PayloadTypes(CallbackBean bean, @Nullable WsMessageCodec codec) {
		this.bean = bean;
		this.codec = codec;
	}

	/**
	 * How to read the payload that a parameter takes.
	 * @throws InvalidEndpointException if nothing can read that type
	 */
	PayloadReader reader(CallbackMethods.Callback callback, MethodParameter parameter) {
		Class<?> type = parameter.getParameterType();
		if (type == String.class || type == CharSequence.class) {
			return PayloadReader.STRING;
		}
		if (PayloadReader.isBinary(type)) {
			return PayloadReader.binary(type);
		}
		String description = "The " + CallbackSignature.describe(parameter);
		if (isForeign(type)) {
			throw this.bean.invalid(callback.method(),
					description + " is a " + type.getName() + ", which belongs to another programming model.",
					"Take " + WsSession.class.getName() + " for the session, and String, byte[], ByteBuffer or an"
							+ " object for the payload.");
		}
		if (isAny(type, NEVER_PAYLOAD)) {
			throw this.bean.invalid(callback.method(),
					description + " is nothing that this callback could be given, neither as payload nor otherwise.",
					callback.kind().allowedParameters());
		}
		WsMessageCodec codec = this.codec;
		if (codec == null) {
			throw this.bean.invalid(callback.method(), description + " needs a codec, and there is none.", NO_CODEC);
		}
		try {
			return PayloadReader.decoded(codec, codec.decoder(CallbackSignature.genericType(parameter)));
		}
		catch (IllegalArgumentException ex) {
			throw this.bean.invalid(callback.method(), description + " cannot be read by the codec: " + ex.getMessage(),
					"Take another type.");
		}
	}

	/**
	 * Judges what a method returns.
	 * @throws InvalidEndpointException if nothing could be done with it
	 */
	void requireResult(CallbackMethods.Callback callback, MethodParameter returned) {
		Class<?> type = ReturnKind.element(ResolvableType.forMethodParameter(returned)).resolve(Object.class);
		Method method = callback.method();
		boolean nothing = type == void.class || type == Void.class;
		if (callback.topic() != null && nothing) {
			throw this.bean.invalid(method, "It has @PublishTo, but returns nothing that could be published.",
					"Return the message, or remove @PublishTo.");
		}
		if (nothing) {
			return;
		}
		if (callback.kind() == CallbackKind.CLOSE && callback.topic() == null) {
			throw this.bean.invalid(method,
					"It returns " + type.getSimpleName() + ", but nothing can be sent when the session has closed.",
					"Return void, or publish the value with @PublishTo.");
		}
		if (isForeign(type) || isAny(type, NEVER_RESULT) || ReturnKind.of(type) != ReturnKind.VALUE) {
			throw this.bean.invalid(method, "It returns " + describe(returned, type) + ", which cannot be sent.",
					"Return void, String, byte[], ByteBuffer or an object that the codec can write; or one of those in"
							+ " an Optional, CompletionStage, Collection, Stream or Publisher.");
		}
		if (this.codec == null && needsCodec(type)) {
			throw this.bean.invalid(method,
					"It returns " + type.getSimpleName() + ", which needs a codec, and there is none.", NO_CODEC);
		}
	}

	private static boolean needsCodec(Class<?> type) {
		return type != Object.class && !CharSequence.class.isAssignableFrom(type) && type != byte[].class
				&& !ByteBuffer.class.isAssignableFrom(type);
	}

	private static boolean isForeign(Class<?> type) {
		for (String prefix : FOREIGN) {
			if (type.getName().startsWith(prefix)) {
				return true;
			}
		}
		return false;
	}

	private static boolean isAny(Class<?> type, Class<?>[] kinds) {
		for (Class<?> kind : kinds) {
			if (kind.isAssignableFrom(type)) {
				return true;
			}
		}
		return false;
	}

	private static String describe(MethodParameter returned, Class<?> element) {
		Class<?> type = returned.getParameterType();
		return (type == element) ? type.getSimpleName() : type.getSimpleName() + "<" + element.getSimpleName() + ">";
	}

}
