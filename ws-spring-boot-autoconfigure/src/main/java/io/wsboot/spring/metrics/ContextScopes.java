package io.wsboot.spring.metrics;

import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import io.micrometer.context.ThreadLocalAccessor;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import io.wsboot.spring.endpoint.CallbackScopes;
import io.wsboot.spring.endpoint.WsHandshake;
import io.wsboot.transport.CallbackScope;
import io.wsboot.transport.WsSession;
import org.jspecify.annotations.Nullable;

/**
 * Takes what interceptors of an opening handshake leave in thread-local variables, as far
 * as Micrometer's context propagation knows them, along to the callbacks of the session.
 * <p>
 * The observation of the handshake stays behind: it has ended when the first callback
 * begins.
 */
public final class ContextScopes implements CallbackScopes {

	private final ContextRegistry registry;

	private final ContextSnapshotFactory snapshots;

	/**
	 * Propagates what a registry knows.
	 * @param registry knows the variables
	 */
	public ContextScopes(ContextRegistry registry) {
		this.registry = registry;
		this.snapshots = ContextSnapshotFactory.builder()
			.contextRegistry(registry)
			.captureKeyPredicate(ContextScopes::isTakenAlong)
			.build();
	}

	@Override
	public @Nullable CallbackScope scope(WsHandshake handshake) {
		boolean empty = this.registry.getThreadLocalAccessors().stream().noneMatch(ContextScopes::isSet);
		return empty ? null : new Restored(this.snapshots.captureAll());
	}

	@Override
	public void handshakeEnds() {
		this.registry.getThreadLocalAccessors()
			.stream()
			.filter(ContextScopes::isSet)
			.forEach(ThreadLocalAccessor::setValue);
	}

	private static boolean isSet(ThreadLocalAccessor<?> variable) {
		return isTakenAlong(variable.key()) && variable.getValue() != null;
	}

	private static boolean isTakenAlong(Object key) {
		return !ObservationThreadLocalAccessor.KEY.equals(key);
	}

	/**
	 * What was there when the session was accepted.
	 *
	 * @param snapshot its values
	 */
	private record Restored(ContextSnapshot snapshot) implements CallbackScope {

		@Override
		public Entered enter(WsSession session, boolean more) {
			return this.snapshot.setThreadLocals()::close;
		}

	}

}
