package io.wsboot.spring.endpoint;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;

import io.wsboot.spring.annotation.Execution;
import io.wsboot.transport.HandshakeRequest;
import io.wsboot.transport.WsSession;
import org.jspecify.annotations.Nullable;

/**
 * The callbacks of a session of which some run on its event loop and some on the
 * executor. Each begins on the loop. One that may block goes on on the executor, with
 * bytes of its own, and whatever follows from it, its reply, its failure, happens there,
 * too; the others wait for it.
 */
final class MixedHandler extends LoopHandler {

	private final Executor executor;

	/**
	 * Whether the callback that runs has gone on on the executor; of who runs the
	 * callbacks, which never overlap.
	 */
	private boolean away;

	MixedHandler(EndpointDefinition endpoint, EndpointCallbacks callbacks, @Nullable Object[] values,
			HandshakeRequest request, Executor executor) {
		super(endpoint, callbacks, values, request);
		this.executor = executor;
	}

	@Override
	boolean isOnLoop() {
		return !this.away;
	}

	@Override
	void call(EndpointMethod method, WsSession session, @Nullable Object subject) {
		if (isHere(method)) {
			super.call(method, session, subject);
		}
		else {
			whereItMayBlock(session, () -> super.call(method, session, subject));
		}
	}

	@Override
	void receive(MessageRoute route, WsSession session, ByteBuffer lent) {
		if (isHere(route)) {
			super.receive(route, session, lent);
		}
		else if (!hasFailed()) {
			goOn(route, session, PayloadReader.copy(lent));
		}
	}

	private void goOn(MessageRoute route, WsSession session, byte[] payload) {
		if (route instanceof EndpointMethod method && method.takesCopy()) {
			call(method, session, payload);
		}
		else {
			whereItMayBlock(session, () -> super.receive(route, session, ByteBuffer.wrap(payload)));
		}
	}

	@Override
	public void failed(Throwable failure, EndpointMethod method, WsSession session) {
		if (isHere(method)) {
			super.failed(failure, method, session);
		}
		else {
			whereItMayBlock(session, () -> super.failed(failure, method, session));
		}
	}

	/** What is suspended on the executor goes on there. */
	@Override
	public <T> void await(WsSession session, CompletionStage<T> stage,
			BiConsumer<? super @Nullable T, ? super @Nullable Throwable> rest) {
		super.await(session, stage, this.away ? (value, failure) -> away(() -> rest.accept(value, failure)) : rest);
	}

	@Override
	void whereItMayBlock(WsSession session, Runnable rest) {
		if (this.away) {
			rest.run();
		}
		else {
			session.continueOn(this.executor, () -> away(rest));
		}
	}

	/**
	 * Whether there is no need to change threads; what may run on a loop may anywhere.
	 */
	private boolean isHere(MessageRoute route) {
		return this.away || route.execution() != Execution.EXECUTOR;
	}

	private void away(Runnable rest) {
		this.away = true;
		try {
			rest.run();
		}
		finally {
			this.away = false;
		}
	}

}
