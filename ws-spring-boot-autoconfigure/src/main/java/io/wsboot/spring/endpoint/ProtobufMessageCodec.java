package io.wsboot.spring.endpoint;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;

import com.google.protobuf.ExtensionRegistryLite;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ReflectionUtils;

/**
 * Messages of Protobuf, and nothing else, in binary messages. JSON and CBOR leave such
 * classes to it. Its name is {@code protobuf}.
 * <p>
 * Fields that a class does not know are kept, and are there again when it is written.
 */
public final class ProtobufMessageCodec implements WsMessageCodec {

	private final ExtensionRegistryLite extensions;

	/**
	 * Reads messages with extensions.
	 * @param extensions those that are read as what they are; others are fields that the
	 * class does not know
	 */
	public ProtobufMessageCodec(ExtensionRegistryLite extensions) {
		this.extensions = extensions.getUnmodifiable();
	}

	@Override
	public String name() {
		return "protobuf";
	}

	@Override
	public boolean isText() {
		return false;
	}

	@Override
	public boolean canRead(Type type) {
		return ProtobufTypes.contains(type);
	}

	@Override
	public boolean canWrite(Class<?> type) {
		return MessageLite.class.isAssignableFrom(type);
	}

	@Override
	public byte[] encode(Object payload) {
		return ((MessageLite) payload).toByteArray();
	}

	@Override
	public PayloadDecoder decoder(Type type) {
		Parser<?> parser = parser((Class<?>) type);
		return (payload) -> {
			try {
				return parser.parseFrom(payload, this.extensions);
			}
			catch (InvalidProtocolBufferException ex) {
				throw new PayloadNotDecodableException("The payload is not the Protobuf message that is expected", ex);
			}
		};
	}

	private static Parser<?> parser(Class<?> type) {
		Method method = ReflectionUtils.findMethod(type, "parser");
		Object parser = (method != null && Modifier.isStatic(method.getModifiers())) ? parser(method) : null;
		if (parser instanceof Parser<?> known) {
			return known;
		}
		throw new UnreadableTypeException("it is no single type of message, and the bytes do not say which it is.",
				"Take a class that Protobuf's compiler has made, for example com.google.protobuf.Any.");
	}

	private static @Nullable Object parser(Method method) {
		ReflectionUtils.makeAccessible(method);
		return ReflectionUtils.invokeMethod(method, null);
	}

}
