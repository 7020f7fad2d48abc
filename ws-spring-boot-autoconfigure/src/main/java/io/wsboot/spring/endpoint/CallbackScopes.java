package io.wsboot.spring.endpoint;

import java.util.List;

import io.wsboot.transport.CallbackScope;
import org.jspecify.annotations.Nullable;

/**
 * Gives each session what surrounds its callbacks on handler threads. Beans of this kind
 * are asked in their order. Thread-safe.
 */
@FunctionalInterface
public interface CallbackScopes {

	/**
	 * Nothing.
	 */
	CallbackScopes NONE = (handshake) -> null;

	/**
	 * What surrounds the callbacks of a session that is about to open. Called behind the
	 * interceptors of its handshake, on their thread.
	 * @param handshake the handshake
	 * @return the same for many sessions, if it can be; {@code null} for nothing
	 */
	@Nullable CallbackScope scope(WsHandshake handshake);

	/**
	 * A handshake has been decided upon: what it has left on the current thread, which
	 * others use next, must go.
	 */
	default void handshakeEnds() {
	}

	/**
	 * Several as one.
	 * @param all each surrounds those behind it
	 * @return all of them
	 */
	static CallbackScopes of(List<CallbackScopes> all) {
		return switch (all.size()) {
			case 0 -> NONE;
			case 1 -> all.get(0);
			default -> new NestedScopes(all);
		};
	}

}
