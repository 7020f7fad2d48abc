package io.wsboot.spring.endpoint;

import java.nio.ByteBuffer;

import io.wsboot.transport.HandshakeRequest;
import io.wsboot.transport.WsSession;
import org.jspecify.annotations.Nullable;

/**
 * The callbacks of a session that run on its event loop, where they must not take long.
 */
sealed class LoopHandler extends EndpointHandler permits MixedHandler {

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
		took(method, begun);
	}

	@Override
	void receive(MessageRoute route, WsSession session, ByteBuffer lent) {
		long begun = System.nanoTime();
		super.receive(route, session, lent);
		took(route, begun);
	}

	/** Whether the callback that runs holds the loop. */
	boolean isOnLoop() {
		return true;
	}

	private void took(MessageRoute route, long begun) {
		if (isOnLoop()) {
			this.watch.took(route, System.nanoTime() - begun);
		}
	}

}
