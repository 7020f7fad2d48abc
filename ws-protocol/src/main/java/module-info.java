/**
 * The WebSocket protocol as a value machine (RFC 6455): bytes go in, messages and bytes
 * come out.
 */
module io.wsboot.protocol {

	requires static org.jspecify;

	exports io.wsboot.protocol;
	exports io.wsboot.protocol.handshake;
	exports io.wsboot.protocol.http;

}
