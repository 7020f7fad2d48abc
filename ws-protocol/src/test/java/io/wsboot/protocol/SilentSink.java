package io.wsboot.protocol;

import java.nio.ByteBuffer;

/**
 * Hears everything and keeps nothing.
 */
class SilentSink implements MessageSink {

	@Override
	public void text(ByteBuffer utf8, boolean ascii) {
	}

	@Override
	public void binary(ByteBuffer payload) {
	}

	@Override
	public void chunk(boolean text, ByteBuffer bytes, boolean last) {
	}

	@Override
	public void ping(ByteBuffer payload) {
	}

	@Override
	public void pong(ByteBuffer payload) {
	}

	@Override
	public void close(CloseStatus status) {
		throw new AssertionError("unexpected close");
	}

	@Override
	public void violation(Violation violation) {
		throw new AssertionError("unexpected violation");
	}

}
