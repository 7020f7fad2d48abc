package io.wsboot.spring.endpoint;

import java.io.InputStream;
import java.io.Reader;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.security.Principal;
import java.util.Iterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;

import io.wsboot.protocol.CloseStatus;
import io.wsboot.spring.endpoint.CallbackPreparation.Prepared;
import io.wsboot.transport.HandshakeRequest;
import io.wsboot.transport.WsSession;

import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;

/**
 * Judges the types that methods take as payload, and those that they return.
 */
final class PayloadTypes {

	private static final String NO_CODEC = "Take and return String, byte[] or ByteBuffer, or add Jackson"
			+ " (spring-boot-starter-jackson).";

	private static final Class<?>[] NEVER_PAYLOAD = { Throwable.class, CloseStatus.class, HandshakeRequest.class,
			Principal.class };

	private static final Class<?>[] NEVER_RESULT = { Future.class, Iterator.class, WsSession.class };

	private static final String[] FOREIGN = { "jakarta.websocket.", "javax.websocket.",
			"org.springframework.web.socket.", "org.springframework.messaging." };

	private final CallbackBean bean;

	private final CodecChoice codecs;

	private final String typeProperty;

	PayloadTypes(CallbackBean bean, CodecChoice codecs, String typeProperty) {
		this.bean = bean;
		this.codecs = codecs;
		this.typeProperty = typeProperty;
	}

	/**
	 * How to read the payload that a parameter takes.
	 * @return a reader for each kind of message that can hold it, text first
	 * @throws InvalidEndpointException if nothing can read that type
	 */
	List<PayloadReader> readers(CallbackMethods.Callback callback, MethodParameter parameter) {
		Class<?> type = parameter.getParameterType();
		if (type == String.class || type == CharSequence.class) {
			return List.of(PayloadReader.STRING);
		}
		if (PayloadReader.isBinary(type)) {
			return List.of(PayloadReader.binary(type));
		}
		if (callback.kind() == CallbackKind.MESSAGE && (type == InputStream.class || type == Reader.class)) {
			return List.of((type == Reader.class) ? PayloadReader.CHARACTERS : PayloadReader.STREAM);
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
		if (this.codecs.isEmpty()) {
			throw this.bean.invalid(callback.method(), description + " needs a codec, and there is none.", NO_CODEC);
		}
		return decoding(callback, CallbackSignature.genericType(parameter), description);
	}

	private List<PayloadReader> decoding(CallbackMethods.Callback callback, Type type, String description) {
		List<PayloadReader> readers = new ArrayList<>();
		for (boolean text : new boolean[] { true, false }) {
			WsMessageCodec codec = this.codecs.reader(text, type);
			if (codec != null) {
				readers.add(PayloadReader.decoded(codec, decoder(callback, codec, type, description)));
			}
		}
		if (readers.isEmpty()) {
			throw this.bean.invalid(callback.method(),
					description + " cannot be read by " + this.codecs.describe() + ".",
					"Take another type, or add a WsMessageCodec for it.");
		}
		return readers;
	}

	private WsMessageCodec.PayloadDecoder decoder(CallbackMethods.Callback callback, WsMessageCodec codec, Type type,
			String description) {
		String problem = description + " cannot be read by the codec '" + codec.name() + "': ";
		try {
			return codec.decoder(type);
		}
		catch (UnreadableTypeException ex) {
			throw this.bean.invalid(callback.method(), problem + ex.getMessage(), ex.remedy());
		}
		catch (IllegalArgumentException ex) {
			throw this.bean.invalid(callback.method(), problem + ex.getMessage(), "Take another type.");
		}
	}

	/**
	 * How to read the sealed type above the types that several methods take.
	 * @throws InvalidEndpointException if nothing can read it
	 */
	PayloadReader.Form subtypeReader(Prepared method, Class<?> root) {
		CallbackMethods.Callback callback = method.callback();
		String description = "Methods are told apart by subtypes of " + root.getSimpleName() + ", which";
		WsMessageCodec codec = this.codecs.reader(method.reader().text(), root);
		if (codec == null) {
			throw this.bean.invalid(callback.method(),
					description + " cannot be read by " + this.codecs.describe() + ".", "Add a WsMessageCodec for it.");
		}
		return decoder(callback, codec, root, description)::decode;
	}

	/** Whether the type of messages of a kind can be found. */
	boolean findsType(boolean text) {
		return this.codecs.typeFinder(text, this.typeProperty) != null;
	}

	/**
	 * What finds the type of messages that a method takes by their type.
	 * @throws InvalidEndpointException if nothing does
	 */
	WsMessageCodec.TypeFinder typeFinder(Prepared method) {
		boolean text = method.reader().text();
		WsMessageCodec codec = method.reader().codec();
		WsMessageCodec.TypeFinder finder = (codec != null) ? codec.typeFinder(this.typeProperty)
				: this.codecs.typeFinder(text, this.typeProperty);
		if (finder == null) {
			String able = ((codec != null) ? CodecChoice.agreed(codec) : this.codecs).describe();
			throw this.bean.invalid(method.callback().method(),
					"It takes " + (text ? "text" : "binary") + " messages by their type, but "
							+ (this.codecs.isEmpty() ? "there is no codec that could find it."
									: "finding it is more than " + able + " can."),
					this.codecs.isEmpty() ? "Add Jackson (spring-boot-starter-jackson)."
							: "Override WsMessageCodec.typeFinder, or remove the type from @OnMessage.");
		}
		return finder;
	}

	/**
	 * Judges what a method returns.
	 * @throws InvalidEndpointException if nothing could be done with it
	 */
	void requireResult(CallbackMethods.Callback callback, MethodParameter returned) {
		Class<?> type = ReturnKind.element(ResolvableType.forMethodParameter(returned)).resolve(Object.class);
		Method method = callback.method();
		boolean nothing = type == void.class || type == Void.class;
		if (callback.publishTo() != null && nothing) {
			throw this.bean.invalid(method, "It has @PublishTo, but returns nothing that could be published.",
					"Return the message, or remove @PublishTo.");
		}
		if (nothing) {
			return;
		}
		if (callback.kind() == CallbackKind.CLOSE && callback.publishTo() == null) {
			throw this.bean.invalid(method,
					"It returns " + type.getSimpleName() + ", but nothing can be sent when the session has closed.",
					"Return void, or publish the value with @PublishTo.");
		}
		if (isForeign(type) || isAny(type, NEVER_RESULT) || ReturnKind.of(type) != ReturnKind.VALUE) {
			throw this.bean.invalid(method, "It returns " + describe(returned, type) + ", which cannot be sent.",
					"Return void, String, byte[], ByteBuffer or an object that the codec can write; or one of those in"
							+ " an Optional, CompletionStage, Collection, Stream or Publisher.");
		}
		if (this.codecs.isEmpty() && needsCodec(type)) {
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
