package io.wsboot.spring.endpoint;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.wsboot.spring.messaging.PayloadEncoders;
import org.jspecify.annotations.Nullable;

/**
 * The codecs of an application. Immutable; thread-safe.
 */
public final class MessageCodecs {

	private final Map<String, WsMessageCodec> byName = new LinkedHashMap<>();

	private final PayloadEncoders encoders;

	/**
	 * Collects codecs.
	 * @param codecs the most preferred first; without any, methods may only take and
	 * return text and bytes
	 * @throws DuplicateCodecNameException if two have the same name
	 */
	public MessageCodecs(List<WsMessageCodec> codecs) {
		for (WsMessageCodec codec : codecs) {
			WsMessageCodec other = this.byName.putIfAbsent(codec.name(), codec);
			if (other != null) {
				throw new DuplicateCodecNameException(codec.name(), other.getClass(), codec.getClass());
			}
		}
		this.encoders = new PayloadEncoders(codecs);
	}

	/**
	 * The writing side of the codecs, for sending to many sessions at once.
	 * @return always the same object
	 */
	public PayloadEncoders encoders() {
		return this.encoders;
	}

	/** The names of the codecs, the most preferred first. */
	List<String> names() {
		return List.copyOf(this.byName.keySet());
	}

	@Nullable WsMessageCodec named(String name) {
		return this.byName.get(name);
	}

	/**
	 * What sessions use that agreed on a subprotocol; {@code null} if no codec serves it.
	 */
	@Nullable CodecChoice serving(String subprotocol) {
		for (WsMessageCodec codec : this.byName.values()) {
			if (codec.serves(subprotocol)) {
				return CodecChoice.agreed(codec);
			}
		}
		return null;
	}

	/** What sessions use that agreed on nothing: the kind of a message decides. */
	CodecChoice byKind() {
		return new CodecChoice(List.copyOf(this.byName.values()), false);
	}

}
