package io.wsboot.transport;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;

/**
 * A connection until its {@link Preamble} is over. The preamble has a deadline of its
 * own, which single bytes do not renew; what was read behind it goes to the channel that
 * encrypts, or to the next stage. Confined to the loop.
 */
final class PreambleStage implements Stage {

	private final Connection connection;

	private final Preamble preamble;

	private final long overBy;

	private final Next next;

	private boolean over;

	/**
	 * Waits for the preamble to end; {@link #begin()} must follow.
	 * @param connection its stage becomes this one
	 * @param preamble what is said
	 * @param overBy when it must be over
	 * @param next what comes then
	 */
	PreambleStage(Connection connection, Preamble preamble, long overBy, Next next) {
		this.connection = connection;
		this.preamble = preamble;
		this.overBy = overBy;
		this.next = next;
		connection.wakeBy(overBy);
	}

	/**
	 * The connection stands.
	 */
	void begin() {
		if (this.connection.channel() instanceof TlsChannel encrypted) {
			encrypted.beginInPlain();
		}
		say(this.preamble.begin());
	}

	@Override
	public void receive(ByteBuffer in) {
		try {
			if (this.preamble.receive(in, this::say)) {
				if (this.connection.channel() instanceof TlsChannel encrypted) {
					encrypted.endPlain(in);
				}
				this.over = true;
				this.next.passed(this.connection);
			}
		}
		catch (IOException ex) {
			end(ex);
		}
	}

	@Override
	public void streamEnded() {
		end(new EOFException("The peer closed the connection within the preamble"));
	}

	@Override
	public long deadline(long now) {
		if (now - this.overBy < 0) {
			return this.overBy;
		}
		end(new SocketTimeoutException("The preamble took too long"));
		return Deadlines.NEVER;
	}

	@Override
	public void outputEnded() {
		this.connection.close();
	}

	@Override
	public void failed(Throwable cause) {
		if (!this.over) {
			this.over = true;
			this.next.notPassed(cause);
		}
	}

	@Override
	public void closed() {
		failed(new IOException("The connection was closed within the preamble"));
	}

	private void say(ByteBuffer bytes) {
		this.connection.gate().writeRaw(bytes, false);
	}

	private void end(IOException cause) {
		failed(cause);
		this.connection.close();
	}

	/**
	 * What comes behind a preamble.
	 */
	interface Next {

		/**
		 * The preamble is over: another stage begins.
		 * @param connection the connection
		 */
		void passed(Connection connection);

		/**
		 * The preamble has failed; the connection is about to be closed.
		 * @param cause how: an {@link EOFException} if the peer has left, a
		 * {@link SocketTimeoutException} if the time is over
		 */
		void notPassed(Throwable cause);

	}

}
