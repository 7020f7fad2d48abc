/**
 * The WebSocket protocol of RFC 6455 as a value machine: frames, messages and the closing
 * handshake, for both roles.
 * <p>
 * Bytes go in, messages and bytes come out. Nothing here owns a socket, a thread, a clock
 * or a log. Read {@link io.wsboot.protocol.FrameDecoder}, then
 * {@link io.wsboot.protocol.MessageDecoder}, which extends it,
 * {@link io.wsboot.protocol.ClosingHandshake} and, last,
 * {@link io.wsboot.protocol.WebSocketProtocol}, which puts them together.
 */
@NullMarked
package io.wsboot.protocol;

import org.jspecify.annotations.NullMarked;
