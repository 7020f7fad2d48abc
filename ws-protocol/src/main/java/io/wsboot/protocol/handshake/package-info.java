/**
 * The opening handshake (RFC 6455 §4): an exchange of two HTTP heads that turns a
 * connection into a WebSocket.
 * <p>
 * {@link io.wsboot.protocol.handshake.ServerHandshake} judges a request and builds the
 * answer, {@link io.wsboot.protocol.handshake.ClientHandshake} builds a request and
 * judges the answer. A refusal is a
 * {@link io.wsboot.protocol.handshake.HandshakeException} with the status that the peer
 * is told, and a sentence that repeats nothing of what the peer sent.
 */
@NullMarked
package io.wsboot.protocol.handshake;

import org.jspecify.annotations.NullMarked;
