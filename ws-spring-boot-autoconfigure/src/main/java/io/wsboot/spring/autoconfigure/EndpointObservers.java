package io.wsboot.spring.autoconfigure;

import io.wsboot.spring.endpoint.HandshakeObserver;

import org.springframework.beans.factory.ObjectProvider;

/**
 * Who wants to know what endpoints do. Where nobody does, nobody pays for it.
 *
 * @param listeners observe sessions
 * @param handshakes observe the decisions on upgrade requests
 */
record EndpointObservers(ObjectProvider<EndpointListeners> listeners, ObjectProvider<HandshakeObserver> handshakes) {

}
