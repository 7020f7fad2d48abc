package io.wsboot.transport;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;

/**
 * The end of a connection that has said its last: our stream is ended once it is written,
 * and what still arrives is read and discarded for a moment. Closing with unread input
 * would send a reset, which destroys our Close or our answer at the peer (RFC 6455
 * §7.1.1, RFC 9112 §9.6).
 */
final class LingeringClose implements Stage {

	private static final int MAX_DISCARDED = 256 * 1024;

	private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(2);

	private final Connection connection;

	private int discarded;

	private long closeBy;

	/**
	 * Begins to discard.
	 * @param connection its stage is this one from now on
	 */
	LingeringClose(Connection connection) {
		this(connection, LINGER_NANOS);
	}

	/**
	 * Begins to discard while last bytes are still being written.
	 * @param connection its stage is this one from now on
	 * @param writeNanos how long writing may take
	 */
	LingeringClose(Connection connection, long writeNanos) {
		this.connection = connection;
		closeIn(writeNanos);
	}

	@Override
	public void receive(ByteBuffer in) {
		this.discarded += in.remaining();
		in.position(in.limit());
		if (this.discarded > MAX_DISCARDED) {
			this.connection.close();
		}
	}

	@Override
	public void streamEnded() {
		if (!this.connection.gate().isEnding()) {
			this.connection.close();
		}
	}

	@Override
	public long deadline(long now) {
		if (now - this.closeBy >= 0) {
			this.connection.close();
			return Deadlines.NEVER;
		}
		return this.closeBy;
	}

	@Override
	public void outputEnded() {
		this.connection.shutdownOutput();
		closeIn(LINGER_NANOS);
	}

	@Override
	public void closed() {
		// nothing is held
	}

	private void closeIn(long nanos) {
		this.closeBy = this.connection.loop().now() + nanos;
		this.connection.wakeBy(this.closeBy);
	}

}
