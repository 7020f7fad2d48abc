/**
 * Sockets, threads and time for the WebSocket protocol: event loops, sessions, server and
 * client.
 */
module io.wsboot.transport {

	requires transitive io.wsboot.protocol;
	requires static org.jspecify;

	exports io.wsboot.transport;


}
