package io.wsboot.spring.endpoint;

import java.security.Principal;
import java.util.ArrayList;
import java.util.List;

import io.wsboot.protocol.handshake.HandshakeException;
import io.wsboot.protocol.http.HttpFields;

/**
 * The authenticators of an application, and whether somebody has to be known.
 * Authenticators come first, so that interceptors know who it is; interceptors may name
 * somebody, too, so what nobody has named is refused last.
 */
public final class HandshakeAuthentication {

	private final List<WsHandshakeAuthenticator> authenticators;

	private final boolean required;

	/**
	 * Authenticates handshakes.
	 * @param authenticators in the order in which they are asked
	 * @param required whether a handshake for which nobody is named is refused with 401
	 */
	public HandshakeAuthentication(List<WsHandshakeAuthenticator> authenticators, boolean required) {
		this.authenticators = List.copyOf(authenticators);
		this.required = required;
	}

	/**
	 * What handshakes pass.
	 * @param interceptors the application's own
	 * @return these, with what is needed before and behind them
	 */
	public List<WsHandshakeInterceptor> around(List<WsHandshakeInterceptor> interceptors) {
		List<WsHandshakeInterceptor> all = new ArrayList<>(interceptors);
		if (!this.authenticators.isEmpty()) {
			all.add(0, this::authenticate);
		}
		if (this.required) {
			all.add(this::requirePrincipal);
		}
		return all;
	}

	private void authenticate(WsHandshake handshake) throws HandshakeException {
		for (WsHandshakeAuthenticator authenticator : this.authenticators) {
			Principal principal = authenticator.authenticate(handshake);
			if (principal != null) {
				handshake.principal(principal);
				return;
			}
		}
	}

	private void requirePrincipal(WsHandshake handshake) throws HandshakeException {
		if (handshake.principal() == null) {
			throw new HandshakeException(401, "This endpoint wants to know who connects.", challenges());
		}
	}

	private HttpFields challenges() {
		HttpFields.Builder fields = HttpFields.builder();
		if (this.authenticators.isEmpty()) {
			return fields.add("WWW-Authenticate", "Bearer").build();
		}
		this.authenticators.stream()
			.map(WsHandshakeAuthenticator::challenge)
			.distinct()
			.forEach((challenge) -> fields.add("WWW-Authenticate", challenge));
		return fields.build();
	}

}
