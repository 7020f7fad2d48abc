package io.wsboot.spring.endpoint;

import io.wsboot.spring.messaging.PayloadEncoders;
import io.wsboot.transport.WsSession;

/**
 * The one codec that sessions of an endpoint and subprotocol use. Told to those who send
 * to many sessions at once while the session is open.
 *
 * @param codec the codec
 * @param encoders knows who uses what
 */
record AgreedCodec(WsMessageCodec codec, PayloadEncoders encoders) {

	void opened(WsSession session) {
		this.encoders.agree(InterceptedSession.unwrap(session), this.codec);
	}

	void closed(WsSession session) {
		this.encoders.forget(InterceptedSession.unwrap(session));
	}

}
