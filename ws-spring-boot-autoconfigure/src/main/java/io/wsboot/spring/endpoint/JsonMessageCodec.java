package io.wsboot.spring.endpoint;

import java.lang.reflect.Type;
import java.nio.ByteBuffer;

import tools.jackson.databind.json.JsonMapper;

/**
 * Objects as JSON in text messages, by the application's own mapper. The bytes of a
 * message go into the parser as they are; no {@link String} is made of them. Messages of
 * Protobuf are none of its objects. Its name is {@code json}.
 */
public final class JsonMessageCodec implements WsMessageCodec {

	/** As many bytes as the parser looks at to guess an encoding. */
	private static final int GUESSED_FROM = 4;

	private final JacksonPayloads payloads;

	/**
	 * Reads and writes as a mapper is told to.
	 * @param mapper the mapper, with its modules and features
	 */
	public JsonMessageCodec(JsonMapper mapper) {
		this.payloads = new JacksonPayloads(mapper, "JSON");
	}

	@Override
	public String name() {
		return "json";
	}

	@Override
	public boolean isText() {
		return true;
	}

	@Override
	public boolean canRead(Type type) {
		return !ProtobufTypes.contains(type);
	}

	@Override
	public boolean canWrite(Class<?> type) {
		return !ProtobufTypes.contains(type);
	}

	@Override
	public byte[] encode(Object payload) {
		return this.payloads.encode(payload);
	}

	@Override
	public PayloadDecoder decoder(Type type) {
		PayloadDecoder decoder = this.payloads.decoder(type);
		return (payload) -> {
			requireNoNul(payload);
			return decoder.decode(payload);
		};
	}

	@Override
	public TypeFinder typeFinder(String property) {
		return (payload) -> {
			requireNoNul(payload);
			return this.payloads.find(property, payload);
		};
	}

	/**
	 * The parser takes a NUL at the beginning as a sign of UTF-16 or UTF-32; text
	 * messages are UTF-8 always.
	 */
	private static void requireNoNul(ByteBuffer payload) {
		int end = Math.min(payload.limit(), payload.position() + GUESSED_FROM);
		for (int i = payload.position(); i < end; i++) {
			if (payload.get(i) == 0) {
				throw new PayloadNotDecodableException("The payload holds a NUL, so it is not JSON", null);
			}
		}
	}

}
