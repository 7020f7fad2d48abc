package io.wsboot.spring.endpoint;

import java.util.List;

import io.wsboot.transport.CallbackScope;
import io.wsboot.transport.WsSession;
import org.jspecify.annotations.Nullable;

/**
 * Several scopes, of which each surrounds those behind it.
 *
 * @param all who gives them
 */
record NestedScopes(List<CallbackScopes> all) implements CallbackScopes {

	@Override
	public @Nullable CallbackScope scope(WsHandshake handshake) {
		CallbackScope nested = null;
		for (int i = this.all.size() - 1; i >= 0; i--) {
			CallbackScope scope = this.all.get(i).scope(handshake);
			nested = (scope == null) ? nested : (nested == null) ? scope : new Nested(scope, nested);
		}
		return nested;
	}

	@Override
	public void handshakeEnds() {
		this.all.forEach(CallbackScopes::handshakeEnds);
	}

	/**
	 * One scope within another.
	 *
	 * @param outer entered first
	 * @param inner left first
	 */
	private record Nested(CallbackScope outer, CallbackScope inner) implements CallbackScope {

		@Override
		public Entered enter(WsSession session, boolean more) {
			Entered first = this.outer.enter(session, more);
			Entered second = this.inner.enter(session, more);
			return () -> {
				second.leave();
				first.leave();
			};
		}

	}

}
