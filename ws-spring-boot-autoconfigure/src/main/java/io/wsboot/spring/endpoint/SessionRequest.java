package io.wsboot.spring.endpoint;

import io.wsboot.transport.HandshakeRequest;

/**
 * The request of the opening handshake, kept as long as the session: only where a method
 * other than that for the opening wants it.
 */
record SessionRequest() implements SessionValue {

	@Override
	public HandshakeRequest resolve(HandshakeInput input) {
		return input.request();
	}

	@Override
	public boolean mayBlock() {
		return false;
	}

}
