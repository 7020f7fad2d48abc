package io.wsboot.transport;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;

import javax.net.ssl.SSLException;

/**
 * A connection until it is encrypted: the TLS handshake has a time of its own, whatever
 * the peer does. Confined to the loop.
 */
final class TlsHandshakeStage implements Stage {

	private final Connection connection;

	private final TlsChannel channel;

	private final Next next;

	private final long secureBy;

	private boolean over;

	/**
	 * Waits for the handshake to end.
	 * @param connection its stage becomes this one
	 * @param channel its channel
	 * @param nanos how long the handshake may take
	 * @param next what comes then
	 */
	TlsHandshakeStage(Connection connection, TlsChannel channel, long nanos, Next next) {
		this.connection = connection;
		this.channel = channel;
		this.next = next;
		this.secureBy = connection.loop().now() + nanos;
		channel.attach(connection, this);
		connection.wakeBy(this.secureBy);
	}

	/**
	 * The handshake is over; what is read from now on is for another stage.
	 */
	void secured() {
		this.over = true;
		this.next.secured();
	}

	/**
	 * The connection is broken, or the handshake has failed. A peer that was told why has
	 * a moment to read it.
	 * @param failure why
	 */
	void broken(Throwable failure) {
		tell(failure);
		if (failure instanceof SSLException && this.channel.giveUp()) {
			this.connection.linger();
		}
		else {
			this.connection.close();
		}
	}

	@Override
	public void receive(ByteBuffer in) {
		throw new IllegalStateException("Plain bytes before the end of the TLS handshake");
	}

	@Override
	public void streamEnded() {
		end(new IOException("The peer closed the connection during the TLS handshake"));
	}

	@Override
	public long deadline(long now) {
		if (now - this.secureBy < 0) {
			return this.secureBy;
		}
		end(new SocketTimeoutException("The TLS handshake took too long"));
		return Deadlines.NEVER;
	}

	@Override
	public void outputEnded() {
		this.connection.close();
	}

	@Override
	public void closed() {
		tell(new IOException("The connection was closed during the TLS handshake"));
	}

	private void tell(Throwable failure) {
		if (!this.over) {
			this.over = true;
			this.next.failed(failure);
		}
	}

	private void end(IOException cause) {
		tell(cause);
		this.connection.close();
	}

	/**
	 * What comes after the handshake.
	 */
	interface Next {

		/**
		 * The connection is encrypted: another stage begins.
		 */
		void secured();

		/**
		 * The handshake has failed; the connection is about to be closed.
		 * @param failure why
		 */
		void failed(Throwable failure);

	}

}
