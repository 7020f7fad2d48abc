package io.wsboot.spring.endpoint;

import java.lang.reflect.Type;

import com.google.protobuf.MessageLiteOrBuilder;

import org.springframework.util.ClassUtils;

/**
 * Tells the classes that Protobuf's compiler has made, whether Protobuf is there or not.
 */
final class ProtobufTypes {

	private static final boolean PRESENT = ClassUtils.isPresent("com.google.protobuf.MessageLiteOrBuilder",
			ProtobufTypes.class.getClassLoader());

	private ProtobufTypes() {
	}

	/** Whether a type is a message of Protobuf, or a builder of one. */
	static boolean contains(Type type) {
		return type instanceof Class<?> known && contains(known);
	}

	/** Whether a class is a message of Protobuf, or a builder of one. */
	static boolean contains(Class<?> type) {
		return PRESENT && MessageLiteOrBuilder.class.isAssignableFrom(type);
	}

}
