/**
 * Sockets, threads and time for the WebSocket protocol.
 * <p>
 * {@link io.wsboot.transport.WsServer} and {@link io.wsboot.transport.WsClient} start
 * here; a {@link io.wsboot.transport.WsHandler} receives the callbacks of its sessions,
 * and a {@link io.wsboot.transport.WsSession} sends. Inside, one
 * {@link io.wsboot.transport.EventLoop} serves many {@link io.wsboot.transport.Connection
 * connections}, each in one {@link io.wsboot.transport.Stage stage} of its life; the
 * inbound half belongs to the loop alone, the outbound half to whoever holds the
 * {@link io.wsboot.transport.OutboundGate gate}.
 */
@NullMarked
package io.wsboot.transport;

import org.jspecify.annotations.NullMarked;
