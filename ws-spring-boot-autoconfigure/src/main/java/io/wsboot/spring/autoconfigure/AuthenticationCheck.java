package io.wsboot.spring.autoconfigure;

import io.wsboot.spring.endpoint.WsHandshakeAuthenticator;
import io.wsboot.spring.endpoint.WsHandshakeInterceptor;
import io.wsboot.spring.server.WsServerStartedEvent;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationListener;

/**
 * Warns of a listener that lets everybody in although the application knows Spring
 * Security, and of one that lets nobody in.
 */
final class AuthenticationCheck implements ApplicationListener<WsServerStartedEvent> {

	private static final Log logger = LogFactory.getLog(AuthenticationCheck.class);

	private final @Nullable Boolean required;

	private final boolean secured;

	private final ObjectProvider<WsHandshakeAuthenticator> authenticators;

	private final ObjectProvider<WsHandshakeInterceptor> interceptors;

	AuthenticationCheck(@Nullable Boolean required, boolean secured,
			ObjectProvider<WsHandshakeAuthenticator> authenticators,
			ObjectProvider<WsHandshakeInterceptor> interceptors) {
		this.required = required;
		this.secured = secured;
		this.authenticators = authenticators;
		this.interceptors = interceptors;
	}

	@Override
	public void onApplicationEvent(WsServerStartedEvent event) {
		if (this.authenticators.stream().findAny().isPresent()) {
			return;
		}
		if (this.required == null && this.secured) {
			logger.warn("Spring Security is on the class path, but it does not protect the WebSocket listener: every"
					+ " handshake is let in. Declare a bean of type WsHandshakeAuthenticator and set"
					+ " ws.security.require-authentication=true; or set it to false if sessions are meant for everybody.");
		}
		else if (Boolean.TRUE.equals(this.required) && this.interceptors.stream().findAny().isEmpty()) {
			logger.warn("ws.security.require-authentication is true, but nothing says who connects: every handshake is"
					+ " refused with 401. Declare a bean of type WsHandshakeAuthenticator.");
		}
	}

}
