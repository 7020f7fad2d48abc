/**
 * Sockets, threads and time for the WebSocket protocol.
 */
@NullMarked
package io.wsboot.transport;

import org.jspecify.annotations.NullMarked;
