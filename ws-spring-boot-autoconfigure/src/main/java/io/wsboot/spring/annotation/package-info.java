/**
 * The annotations that turn a bean into a WebSocket endpoint.
 * <p>
 * {@link io.wsboot.spring.annotation.WsEndpoint} marks the class and names its path; the
 * others mark the methods that are called in the life of a session, in the order in which
 * they happen: {@link io.wsboot.spring.annotation.OnOpen},
 * {@link io.wsboot.spring.annotation.OnMessage} and, between messages,
 * {@link io.wsboot.spring.annotation.OnPing} and
 * {@link io.wsboot.spring.annotation.OnPong}, then
 * {@link io.wsboot.spring.annotation.OnClose};
 * {@link io.wsboot.spring.annotation.OnError} takes what the others throw. What comes
 * from the opening handshake is asked for with spring-web's own annotations, for the
 * handshake is an HTTP request.
 */
@NullMarked
package io.wsboot.spring.annotation;

import org.jspecify.annotations.NullMarked;
