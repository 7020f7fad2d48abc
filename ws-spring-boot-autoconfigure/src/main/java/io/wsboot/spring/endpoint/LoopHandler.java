package io.wsboot.spring.endpoint;

import java.nio.ByteBuffer;

import io.wsboot.transport.HandshakeRequest;
import io.wsboot.transport.WsSession;
import org.jspecify.annotations.Nullable;

/**
 * The callbacks of a session that run on its event loop, where they must not take long.
 */
final class LoopHandler extends EndpointHandler {

	private final LoopWatch watch;

	LoopHandler(EndpointDefinition endpoint, EndpointCallbacks callbacks, @Nullable Object[] values,
			HandshakeRequest request) {
		super(endpoint, callbacks, values, request);
		this.watch = endpoint.loopWatch();
	}

	@Override
	void call(EndpointMethod method, WsSession session, @Nullable Object subject) {
		long begun = System.nanoTime();
		super.call(method, session, subject);
		this.watch.took(method, System.nanoTime() - begun);
	}

	@Override
	void receive(MessageRoute route, WsSession session, ByteBuffer lent) {
		long begun = System.nanoTime();
		super.receive(route, session, lent);
		this.watch.took(route, System.nanoTime() - begun);
	}

}
