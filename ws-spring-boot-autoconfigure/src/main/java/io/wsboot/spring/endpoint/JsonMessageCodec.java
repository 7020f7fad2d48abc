package io.wsboot.spring.endpoint;

import java.lang.reflect.Type;
import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.exc.InvalidDefinitionException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.util.ByteBufferBackedInputStream;

/**
 * Objects as JSON in text messages, by the application's own mapper. The bytes of a
 * message go into the parser as they are; no {@link String} is made of them.
 */
public final class JsonMessageCodec implements WsMessageCodec {

	/** As many bytes as the parser looks at to guess an encoding. */
	private static final int GUESSED_FROM = 4;

	private final JsonMapper mapper;

	/**
	 * Reads and writes as a mapper is told to.
	 * @param mapper the mapper, with its modules and features
	 */
	public JsonMessageCodec(JsonMapper mapper) {
		this.mapper = mapper;
	}

	@Override
	public boolean isText() {
		return true;
	}

	@Override
	public byte[] encode(Object payload) {
		return this.mapper.writeValueAsBytes(payload);
	}

	@Override
	public PayloadDecoder decoder(Type type) {
		ObjectReader reader = this.mapper.readerFor(this.mapper.constructType(type));
		return (payload) -> decode(reader, payload);
	}

	private static Object decode(ObjectReader reader, ByteBuffer payload) {
		if (startsWithNul(payload)) {
			throw new PayloadNotDecodableException("The payload holds a NUL, so it is not JSON", null);
		}
		Object value = read(reader, payload);
		if (value == null) {
			throw new PayloadNotDecodableException("The payload is null, but an object is expected", null);
		}
		return value;
	}

	private static @Nullable Object read(ObjectReader reader, ByteBuffer payload) {
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
		catch (JacksonException ex) {
			throw new PayloadNotDecodableException("The payload is not the JSON that is expected", ex);
		}
	}

	/**
	 * The parser takes a NUL at the beginning as a sign of UTF-16 or UTF-32; text
	 * messages are UTF-8 always.
	 */
	private static boolean startsWithNul(ByteBuffer payload) {
		int end = Math.min(payload.limit(), payload.position() + GUESSED_FROM);
		for (int i = payload.position(); i < end; i++) {
			if (payload.get(i) == 0) {
				return true;
			}
		}
		return false;
	}

}
