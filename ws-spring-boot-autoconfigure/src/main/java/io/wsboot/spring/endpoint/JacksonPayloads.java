package io.wsboot.spring.endpoint;

import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.exc.InvalidDefinitionException;
import tools.jackson.databind.exc.InvalidTypeIdException;
import tools.jackson.databind.util.ByteBufferBackedInputStream;

import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;

/**
 * Objects as one of Jackson's formats, by a mapper of the application. The bytes of a
 * message go into the parser as they are.
 */
final class JacksonPayloads {

	private final ObjectMapper mapper;

	private final String format;

	JacksonPayloads(ObjectMapper mapper, String format) {
		this.mapper = mapper;
		this.format = format;
	}

	byte[] encode(Object payload) {
		return this.mapper.writeValueAsBytes(payload);
	}

	WsMessageCodec.PayloadDecoder decoder(Type type) {
		JavaType javaType = this.mapper.constructType(type);
		ObjectReader reader = this.mapper.readerFor(javaType);
		requireSubtypesToldApart(javaType.getRawClass(), reader);
		return (payload) -> decode(reader, javaType.getRawClass(), payload);
	}

	/**
	 * A sealed type without type information would fail with the first message. Modules
	 * and mix-ins may help it in ways that no annotation shows, so reading is tried.
	 */
	private void requireSubtypesToldApart(Class<?> type, ObjectReader reader) {
		if (!type.isSealed() || !Modifier.isAbstract(type.getModifiers()) || isTyped(type)) {
			return;
		}
		byte[] empty = encode(Map.of());
		try {
			reader.readValue(empty);
		}
		catch (InvalidDefinitionException ex) {
			throw new UnreadableTypeException("it is sealed, but nothing tells its subtypes apart.", "Add this line to "
					+ type.getSimpleName() + ": @JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = \"type\")");
		}
		catch (JacksonException ex) {
			// only an empty object is no value of it
		}
	}

	private static boolean isTyped(Class<?> type) {
		return MergedAnnotations.from(type, SearchStrategy.TYPE_HIERARCHY).isPresent(JsonTypeInfo.class);
	}

	private Object decode(ObjectReader reader, Class<?> type, ByteBuffer payload) {
		Object value = read(reader, type, payload);
		if (value == null) {
			throw new PayloadNotDecodableException("The payload is null, but an object is expected", null);
		}
		return value;
	}

	private @Nullable Object read(ObjectReader reader, Class<?> type, ByteBuffer payload) {
		try {
			if (payload.hasArray()) {
				return reader.readValue(payload.array(), payload.arrayOffset() + payload.position(),
						payload.remaining());
			}
			return reader.readValue(new ByteBufferBackedInputStream(payload.duplicate()));
		}
		catch (InvalidDefinitionException ex) {
			// the type cannot be read at all: that is no fault of the peer
			throw ex;
		}
		catch (InvalidTypeIdException ex) {
			if (ex.getPath().isEmpty() && ex.getBaseType().hasRawClass(type)) {
				throw UnmatchedMessageException.ofType(ex.getTypeId());
			}
			throw undecodable(ex);
		}
		catch (JacksonException ex) {
			throw undecodable(ex);
		}
	}

	/** Looks at the fields of the outermost object until the one that is wanted. */
	@Nullable String find(String property, ByteBuffer payload) {
		try (JsonParser parser = parser(payload)) {
			JsonToken first = parser.nextToken();
			if (first == null) {
				throw new PayloadNotDecodableException("The payload is empty, so it is not " + this.format, null);
			}
			if (first != JsonToken.START_OBJECT) {
				return null;
			}
			for (String name = parser.nextName(); name != null; name = parser.nextName()) {
				JsonToken value = parser.nextToken();
				if (name.equals(property)) {
					return (value == JsonToken.VALUE_STRING || value == JsonToken.VALUE_NUMBER_INT) ? parser.getString()
							: null;
				}
				parser.skipChildren();
			}
			return null;
		}
		catch (JacksonException ex) {
			throw undecodable(ex);
		}
	}

	private JsonParser parser(ByteBuffer payload) {
		if (payload.hasArray()) {
			return this.mapper.createParser(payload.array(), payload.arrayOffset() + payload.position(),
					payload.remaining());
		}
		return this.mapper.createParser(new ByteBufferBackedInputStream(payload.duplicate()));
	}

	private PayloadNotDecodableException undecodable(JacksonException cause) {
		return new PayloadNotDecodableException("The payload is not the " + this.format + " that is expected", cause);
	}

}
