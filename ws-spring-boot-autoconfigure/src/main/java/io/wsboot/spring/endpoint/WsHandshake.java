package io.wsboot.spring.endpoint;

import java.security.Principal;
import java.util.HashMap;
import java.util.Map;

import io.wsboot.transport.HandshakeRequest;
import org.jspecify.annotations.Nullable;

/**
 * An opening handshake on its way through interceptors. Used by one thread at a time.
 */
public final class WsHandshake {

	private final HandshakeRequest request;

	private final EndpointDefinition endpoint;

	private final Map<String, String> pathVariables;

	private final Map<String, Object> attributes = new HashMap<>();

	private @Nullable Principal principal;

	WsHandshake(HandshakeRequest request, EndpointDefinition endpoint, Map<String, String> pathVariables) {
		this.request = request;
		this.endpoint = endpoint;
		this.pathVariables = Map.copyOf(pathVariables);
	}

	/**
	 * What the client sent.
	 * @return the request
	 */
	public HandshakeRequest request() {
		return this.request;
	}

	/**
	 * Where the session is to open.
	 * @return the endpoint, which has a name and a path
	 */
	public EndpointDefinition endpoint() {
		return this.endpoint;
	}

	/**
	 * The variables of the path.
	 * @return decoded values by name
	 */
	public Map<String, String> pathVariables() {
		return this.pathVariables;
	}

	/**
	 * The first attributes of the session, there before its first callback.
	 * @return a map to put them into
	 */
	public Map<String, Object> attributes() {
		return this.attributes;
	}

	/**
	 * Who opens the session.
	 * @return the principal, {@code null} if nobody has named one
	 */
	public @Nullable Principal principal() {
		return this.principal;
	}

	/**
	 * Names who opens the session. Methods take it as {@link Principal}, and the session
	 * counts among those of the user of that name.
	 * @param principal the principal; {@code null} for nobody
	 */
	public void principal(@Nullable Principal principal) {
		this.principal = principal;
	}

}
