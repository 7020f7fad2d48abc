package io.wsboot.sample;

import java.nio.ByteBuffer;

import io.wsboot.spring.annotation.Execution;
import io.wsboot.spring.annotation.OnMessage;
import io.wsboot.spring.annotation.WsEndpoint;

/**
 * Returns every message unchanged. Its limits are wider than those of the other
 * endpoints, and its messages are compressed with peers that offer it: see
 * {@code ws.endpoints.echo} in the configuration. Nothing here can block, so it runs on
 * the event loop.
 */
@WsEndpoint(path = "/echo", name = "echo", execution = Execution.EVENT_LOOP)
final class EchoEndpoint {

	@OnMessage
	String text(String text) {
		return text;
	}

	@OnMessage
	ByteBuffer binary(ByteBuffer data) {
		return data;
	}

}
