package io.wsboot.spring.autoconfigure;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of what surrounds callbacks on handler threads.
 *
 * @param mdc Whether lines logged within callbacks have the session, its endpoint and its
 * user in their diagnostic context, as 'ws.session', 'ws.endpoint' and 'ws.user'.
 * @param propagation Whether thread-local variables that Micrometer's context propagation
 * knows are taken along from interceptors of the handshake to the callbacks.
 */
@ConfigurationProperties("ws.context")
public record WsContextProperties(@DefaultValue("true") boolean mdc, @DefaultValue("true") boolean propagation) {

}
