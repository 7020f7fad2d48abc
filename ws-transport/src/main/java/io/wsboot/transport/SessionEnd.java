package io.wsboot.transport;

import io.wsboot.protocol.CloseStatus;

/**
 * How a session ended.
 *
 * @param status what the application is told
 * @param reason why
 * @param initiatedLocally whether this side began the closing handshake or ended the
 * connection
 * @param openNanos how long it was open
 */
public record SessionEnd(CloseStatus status, CloseReason reason, boolean initiatedLocally, long openNanos) {

}
