package io.wsboot.spring.endpoint;

import java.lang.reflect.Type;
import java.nio.ByteBuffer;

import io.wsboot.spring.messaging.PayloadEncoder;
import org.jspecify.annotations.Nullable;

/**
 * Reads objects from the payloads of messages, and writes them. Thread-safe.
 * <p>
 * Every bean of this type is one more format that endpoints speak. A session uses the
 * codec that serves its subprotocol, else the one its endpoint names, else the first for
 * the kind of the message; first is what {@code @Order} puts first, and beans of the
 * application come before JSON, CBOR and Protobuf.
 */
public interface WsMessageCodec extends PayloadEncoder {

	/**
	 * What endpoints call the codec, for example {@code json}.
	 * @return a name that no other codec has; the same value for every call
	 */
	String name();

	/**
	 * Whether sessions with a subprotocol use this codec.
	 * @param subprotocol what the opening handshake agreed on
	 * @return unless overridden, whether the last part of the subprotocol is the
	 * {@link #name()}: {@code json} serves {@code json}, {@code v1.chat.json} and
	 * {@code chat+json}; the same value for every call
	 */
	default boolean serves(String subprotocol) {
		int last = Math.max(subprotocol.lastIndexOf('.'), subprotocol.lastIndexOf('+'));
		return subprotocol.substring(last + 1).equals(name());
	}

	/**
	 * Whether a type can be read; of several codecs the first that can is taken.
	 * @param type the type, with its type arguments
	 * @return {@code true} unless overridden
	 */
	default boolean canRead(Type type) {
		return true;
	}

	/**
	 * Prepares to read a type; called when the application starts, at least once for each
	 * method that takes an object.
	 * @param type the type, with its type arguments
	 * @return reads payloads of the messages that {@link #isText()} tells
	 * @throws UnreadableTypeException if the type can never be read, and the remedy is
	 * known
	 * @throws IllegalArgumentException if the type can never be read; the message says
	 * why
	 */
	PayloadDecoder decoder(Type type);

	/**
	 * Prepares to find the type that messages name themselves, which chooses among
	 * methods with {@code @OnMessage(type = "…")}.
	 * @param property the name of the field that holds the type
	 * @return finds it; {@code null} unless overridden: such methods are then refused
	 */
	default @Nullable TypeFinder typeFinder(String property) {
		return null;
	}

	/**
	 * Reads one type. Thread-safe.
	 */
	@FunctionalInterface
	interface PayloadDecoder {

		/**
		 * Reads an object.
		 * @param payload the bytes between position and limit, valid UTF-8 when they are
		 * text; borrowed until the method returns
		 * @return the object
		 * @throws PayloadNotDecodableException if the bytes are not what they should be
		 * @throws UnmatchedMessageException if the bytes are well-formed, but of a type
		 * that nobody expects
		 */
		Object decode(ByteBuffer payload);

	}

	/**
	 * Finds what type a message says it is of. Thread-safe.
	 */
	@FunctionalInterface
	interface TypeFinder {

		/**
		 * Looks for the type, no further than needed.
		 * @param payload the bytes between position and limit, valid UTF-8 when they are
		 * text; borrowed until the method returns, position and limit left as they are
		 * @return the type, {@code null} if the message names none
		 * @throws PayloadNotDecodableException if the bytes are not what they should be
		 */
		@Nullable String find(ByteBuffer payload);

	}

}
