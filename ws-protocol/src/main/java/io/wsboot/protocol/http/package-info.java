/**
 * HTTP/1.1 heads as values: what the opening handshake of a WebSocket is made of (RFC
 * 9110, RFC 9112).
 * <p>
 * {@link io.wsboot.protocol.http.HeadDecoder} turns bytes into a
 * {@link io.wsboot.protocol.http.RequestHead} or a
 * {@link io.wsboot.protocol.http.ResponseHead}; both encode themselves. What is accepted
 * is exactly what the grammar allows, nothing is repaired, and everything takes time
 * linear in its input. Read {@link io.wsboot.protocol.http.HttpSyntax} first: every rule
 * about characters is a row of its table.
 */
@NullMarked
package io.wsboot.protocol.http;

import org.jspecify.annotations.NullMarked;
