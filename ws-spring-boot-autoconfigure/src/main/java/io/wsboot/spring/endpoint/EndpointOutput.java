package io.wsboot.spring.endpoint;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;

import io.wsboot.spring.messaging.WsMessaging;
import io.wsboot.transport.WsSession;
import org.jspecify.annotations.Nullable;

/**
 * Where the values go that methods return.
 *
 * @param codecs write objects
 * @param messaging publishes
 */
record EndpointOutput(CodecChoice codecs, WsMessaging messaging) {

	/**
	 * For the values of a method whose payload a codec has read; it is answered alike.
	 */
	EndpointOutput preferring(@Nullable WsMessageCodec codec) {
		return (codec != null) ? new EndpointOutput(this.codecs.preferring(codec), this.messaging) : this;
	}

	/** Sends a value to the peer; a session that is closing drops it. */
	void reply(WsSession session, Object value) {
		if (value instanceof CharSequence text) {
			session.offerText(text);
		}
		else if (value instanceof byte[] bytes) {
			session.offerBinary(ByteBuffer.wrap(bytes));
		}
		else if (value instanceof ByteBuffer buffer) {
			session.offerBinary(buffer);
		}
		else {
			replyEncoded(session, value);
		}
	}

	/**
	 * Sends a value to the peer.
	 * @return completes when it has been written, exceptionally if it never will be
	 */
	CompletionStage<?> send(WsSession session, Object value) {
		if (value instanceof CharSequence text) {
			return session.sendText(text);
		}
		if (value instanceof byte[] bytes) {
			return session.sendBinary(ByteBuffer.wrap(bytes));
		}
		if (value instanceof ByteBuffer buffer) {
			return session.sendBinary(buffer);
		}
		WsMessageCodec codec = codec(value);
		ByteBuffer bytes = ByteBuffer.wrap(codec.encode(value));
		return codec.isText() ? session.sendTextBytes(bytes) : session.sendBinary(bytes);
	}

	private WsMessageCodec codec(Object value) {
		WsMessageCodec known = this.codecs.writer(value.getClass());
		if (known == null) {
			throw new IllegalStateException(
					"Nothing can write a " + value.getClass().getName() + " as a message: there is no codec for it");
		}
		return known;
	}

	private void replyEncoded(WsSession session, Object value) {
		WsMessageCodec codec = codec(value);
		ByteBuffer bytes = ByteBuffer.wrap(codec.encode(value));
		if (codec.isText()) {
			session.offerTextBytes(bytes);
		}
		else {
			session.offerBinary(bytes);
		}
	}

	/** Sends a value to the members of a topic. */
	void publish(Publication publication, Object value) {
		this.messaging.toTopic(publication.topic()).delivery(publication.delivery()).send(value);
	}

}
