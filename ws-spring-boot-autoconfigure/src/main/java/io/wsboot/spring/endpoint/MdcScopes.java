package io.wsboot.spring.endpoint;

import java.security.Principal;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.wsboot.transport.CallbackScope;
import io.wsboot.transport.CallbackScope.Entered;
import io.wsboot.transport.WsSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Lets each line that is logged within a callback say of which session, endpoint and user
 * it is, through the diagnostic context of SLF4J. The keys are set once for a batch of
 * messages, and removed behind it.
 */
public final class MdcScopes implements CallbackScopes {

	/**
	 * The key of the session's identifier.
	 */
	public static final String SESSION = "ws.session";

	/**
	 * The key of the endpoint's path, as a template.
	 */
	public static final String ENDPOINT = "ws.endpoint";

	/**
	 * The key of the user's name; not set for sessions without one.
	 */
	public static final String USER = "ws.user";

	private final Map<EndpointDefinition, CallbackScope> anonymous = new ConcurrentHashMap<>();

	/**
	 * No sessions yet.
	 */
	public MdcScopes() {
	}

	@Override
	public CallbackScope scope(WsHandshake handshake) {
		EndpointDefinition endpoint = handshake.endpoint();
		Principal principal = handshake.principal();
		return (principal != null) ? new Keys(endpoint, principal.getName())
				: this.anonymous.computeIfAbsent(endpoint, (key) -> new Keys(key, null));
	}

	/**
	 * The keys of sessions.
	 *
	 * @param endpoint their endpoint
	 * @param user their user, {@code null} for nobody
	 */
	private record Keys(EndpointDefinition endpoint, @Nullable String user) implements CallbackScope, Entered {

		/** An identifier is not made for sessions that nobody hears of. */
		@Override
		public Entered enter(WsSession session, boolean more) {
			if (!more && !this.endpoint.hearsEnds()) {
				return NOTHING;
			}
			String id = session.id();
			if (id.equals(MDC.get(SESSION))) {
				return NOTHING;
			}
			MDC.put(SESSION, id);
			MDC.put(ENDPOINT, this.endpoint.path());
			if (this.user != null) {
				MDC.put(USER, this.user);
			}
			return this;
		}

		@Override
		public void leave() {
			MDC.remove(SESSION);
			MDC.remove(ENDPOINT);
			if (this.user != null) {
				MDC.remove(USER);
			}
		}

	}

}
