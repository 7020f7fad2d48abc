package io.wsboot.transport;

/**
 * What waits at a moment for the peers of a server that read too slowly: those for which
 * the operating system takes no more, or for which 64 KiB wait. What is sent to others is
 * on its way at once and does not count.
 *
 * @param slowSessions sessions of such peers
 * @param waitingMessages their messages that are not encoded yet
 * @param bytes that wait for them, as they count against high-water marks
 * @param budget what these bytes may come to before the worst of the sessions loses some
 */
public record OutboundUsage(int slowSessions, int waitingMessages, long bytes, long budget) {

}
