package io.wsboot.transport;

/**
 * What the sessions of one server, or of one client, have in common.
 *
 * @param options limits and deadlines
 * @param listener observes
 * @param topics groups of sessions
 * @param sessions the open sessions
 */
record TransportContext(TransportOptions options, TransportListener listener, Topics topics, SessionRegistry sessions) {

}
