package io.wsboot.spring.autoconfigure;

import io.wsboot.spring.endpoint.CallbackScopes;
import io.wsboot.spring.endpoint.HandlerObserver;
import io.wsboot.spring.endpoint.HandshakeObserver;

import org.springframework.beans.factory.ObjectProvider;

/**
 * Who wants to know what endpoints do. Where nobody does, nobody pays for it.
 *
 * @param listeners observe sessions
 * @param handshakes observe the decisions on upgrade requests
 * @param handlers observe messages in the hands of endpoints
 * @param scopes surround callbacks on handler threads
 */
record EndpointObservers(ObjectProvider<EndpointListeners> listeners, ObjectProvider<HandshakeObserver> handshakes,
		ObjectProvider<HandlerObserver> handlers, ObjectProvider<CallbackScopes> scopes) {

}
