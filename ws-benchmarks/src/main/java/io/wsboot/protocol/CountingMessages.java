package io.wsboot.protocol;

import java.nio.ByteBuffer;

/**
 * Counts messages; what a peer in order does not send is an error.
 */
final class CountingMessages implements MessageSink {

	private final Tally tally;

	CountingMessages(Tally tally) {
		this.tally = tally;
	}

	@Override
	public void text(ByteBuffer utf8, boolean ascii) {
		this.tally.add(utf8.remaining());
	}

	@Override
	public void binary(ByteBuffer payload) {
		this.tally.add(payload.remaining());
	}

	@Override
	public void chunk(boolean text, ByteBuffer bytes, boolean last) {
		throw new IllegalStateException("Messages are to arrive as a whole");
	}

	@Override
	public void ping(ByteBuffer payload) {
		throw new IllegalStateException("No ping is in the sample");
	}

	@Override
	public void pong(ByteBuffer payload) {
		throw new IllegalStateException("No pong is in the sample");
	}

	@Override
	public void close(CloseStatus status) {
		throw new IllegalStateException("No Close is in the sample");
	}

	@Override
	public void violation(Violation violation) {
		throw new IllegalStateException("The sample is a violation: " + violation);
	}

}
