package io.wsboot.spring.endpoint;

import java.lang.reflect.Type;

import tools.jackson.dataformat.cbor.CBORMapper;

/**
 * Objects as CBOR (RFC 8949) in binary messages, by the application's own mapper.
 * Messages of Protobuf are none of its objects. Its name is {@code cbor}.
 */
public final class CborMessageCodec implements WsMessageCodec {

	private final JacksonPayloads payloads;

	/**
	 * Reads and writes as a mapper is told to.
	 * @param mapper the mapper, with its modules and features
	 */
	public CborMessageCodec(CBORMapper mapper) {
		this.payloads = new JacksonPayloads(mapper, "CBOR");
	}

	@Override
	public String name() {
		return "cbor";
	}

	@Override
	public boolean isText() {
		return false;
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
		return this.payloads.decoder(type);
	}

	@Override
	public TypeFinder typeFinder(String property) {
		return (payload) -> this.payloads.find(property, payload);
	}

}
