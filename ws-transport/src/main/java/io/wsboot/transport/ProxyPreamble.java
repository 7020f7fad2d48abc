package io.wsboot.transport;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/**
 * A socket from a trusted proxy until the PROXY header in front of everything else is
 * read, TLS included. Not a byte behind the header is taken from the socket, so what
 * comes next needs to know nothing of it. Confined to the loop.
 */
final class ProxyPreamble extends Deadlines.Timed implements Channelled {

	private final EventLoop loop;

	private final SocketChannel socket;

	private final SocketAddress proxy;

	private final Next next;

	private final ProxyHeaderDecoder decoder = new ProxyHeaderDecoder();

	private final long readBy;

	private final SelectionKey key;

	private boolean over;

	/**
	 * Waits for the header; to be called on the loop.
	 * @param loop the loop
	 * @param socket non-blocking
	 * @param proxy the address of the peer's end
	 * @param nanos how long the header may take
	 * @param next what comes then
	 * @throws IOException if the socket cannot be registered
	 */
	ProxyPreamble(EventLoop loop, SocketChannel socket, SocketAddress proxy, long nanos, Next next) throws IOException {
		this.loop = loop;
		this.socket = socket;
		this.proxy = proxy;
		this.next = next;
		this.readBy = loop.now() + nanos;
		this.key = socket.register(loop.selector(), SelectionKey.OP_READ, this);
		loop.deadlines().schedule(this, this.readBy);
	}

	@Override
	public void ready(int readyOps) throws IOException {
		while (!this.over) {
			ByteBuffer in = this.loop.receiveBuffer().clear();
			in.limit(Math.min(this.decoder.missing(), in.capacity()));
			int count = this.socket.read(in);
			if (count < 0) {
				throw new ProxyHeaderException("the connection ended before its PROXY header");
			}
			if (count == 0) {
				return;
			}
			if (this.decoder.decode(in.flip())) {
				complete();
			}
		}
	}

	private void complete() {
		this.over = true;
		this.loop.deadlines().cancel(this);
		SocketAddress client = this.decoder.source();
		this.next.introduced((client != null) ? client : this.proxy);
	}

	@Override
	public void failed(Throwable failure) {
		if (!this.over) {
			end();
			this.next.refused(failure);
		}
	}

	@Override
	long deadline(long now) {
		failed(new SocketTimeoutException("the PROXY header took too long"));
		return Deadlines.NEVER;
	}

	@Override
	public void serverEnds() {
		close();
	}

	@Override
	public void close() {
		failed(new IOException("the server ends"));
	}

	private void end() {
		this.over = true;
		this.loop.deadlines().cancel(this);
		this.key.cancel();
		PlainChannel.close(this.socket);
	}

	/**
	 * What comes behind the header.
	 */
	interface Next {

		/**
		 * The header is read; the socket and its key are this one's now.
		 * @param client whose connection it is; the proxy, if it does not say, or if it
		 * is its own
		 */
		void introduced(SocketAddress client);

		/**
		 * There is no header, or none that is right; the socket is closed.
		 * @param failure why
		 */
		void refused(Throwable failure);

	}

}
