package io.wsboot.spring.endpoint;

import java.util.Map;
import java.util.concurrent.Executor;

import io.wsboot.transport.HandshakeRequest;
import io.wsboot.transport.WsHandler;
import org.jspecify.annotations.Nullable;

/**
 * The callbacks of one endpoint for each subprotocol that brings a codec of its own.
 *
 * @param threads where they run
 * @param otherwise for all other sessions
 * @param bySubprotocol for sessions that agreed on a subprotocol with a codec
 */
record SubprotocolCallbacks(CallbackThreads threads, EndpointCallbacks otherwise,
		Map<String, EndpointCallbacks> bySubprotocol) implements SessionHandlers {

	/** How methods take messages does not depend on the subprotocol. */
	@Override
	public boolean takeChunks() {
		return this.otherwise.areStreaming();
	}

	/** Nor does what they are there for. */
	@Override
	public boolean hearEnds() {
		return this.otherwise.open() != null || this.otherwise.close() != null;
	}

	@Override
	public WsHandler handler(EndpointDefinition endpoint, @Nullable String subprotocol, @Nullable Object[] values,
			HandshakeRequest request, EndpointRuntime runtime) {
		EndpointCallbacks callbacks = of(subprotocol);
		Executor executor = runtime.executor(endpoint);
		if (executor == null) {
			return new LoopHandler(endpoint, callbacks, values, request);
		}
		if (endpoint.isConcurrent()) {
			return new ConcurrentHandler(endpoint, callbacks, values, request, executor);
		}
		EndpointHandler handler = (this.threads == CallbackThreads.BOTH)
				? new MixedHandler(endpoint, callbacks, values, request, executor)
				: new EndpointHandler(endpoint, callbacks, values, request);
		return callbacks.areStreaming()
				? new ChunkedHandler(handler, runtime.streams(endpoint), runtime.maxWholeMessage()) : handler;
	}

	private EndpointCallbacks of(@Nullable String subprotocol) {
		return (subprotocol != null) ? this.bySubprotocol.getOrDefault(subprotocol, this.otherwise) : this.otherwise;
	}

}
