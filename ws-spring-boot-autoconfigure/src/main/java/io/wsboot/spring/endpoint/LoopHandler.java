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

	/** What the session's loop is calling; {@code null} until the first callback. */
	private @Nullable LoopCall loop;

	LoopHandler(EndpointDefinition endpoint, EndpointCallbacks callbacks, @Nullable Object[] values,
			HandshakeRequest request) {
		super(endpoint, callbacks, values, request);
		this.watch = endpoint.loopWatch();
	}

	@Override
	void call(EndpointMethod method, WsSession session, @Nullable Object subject) {
		if (!isOnLoop()) {
			super.call(method, session, subject);
			return;
		}
		LoopCall present = loop();
		present.begins(method);
		super.call(method, session, subject);
		present.ends();
	}

	@Override
	void receive(MessageRoute route, WsSession session, ByteBuffer lent) {
		if (!isOnLoop()) {
			super.receive(route, session, lent);
			return;
		}
		LoopCall present = loop();
		present.begins(route);
		super.receive(route, session, lent);
		present.ends();
	}

	/** Whether the callback that runs holds the loop. */
	boolean isOnLoop() {
		return true;
	}

	private LoopCall loop() {
		LoopCall known = this.loop;
		if (known == null) {
			known = this.watch.ofCurrentLoop();
			this.loop = known;
		}
		return known;
	}

}
