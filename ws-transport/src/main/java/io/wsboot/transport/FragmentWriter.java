package io.wsboot.transport;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

import io.wsboot.transport.MessageTurn.PieceResult;
import org.jspecify.annotations.Nullable;

/**
 * Sends a message in fragments while it is being written, and waits while two of them
 * wait for the peer. For one thread at a time, except {@link #abort()}.
 */
final class FragmentWriter implements StreamedMessage.Sender {

	/**
	 * The payload of a fragment, before compression and unless the session's frames are
	 * shorter.
	 */
	static final int FRAGMENT = 64 * 1024;

	private static final CompletableFuture<@Nullable Void> OUT = CompletableFuture.completedFuture(null);

	private final Session session;

	private final MessageTurn turn;

	private final StreamedMessage message;

	private final byte[] buffer = new byte[FRAGMENT];

	private int count;

	/** The fragment that was sent last. */
	private CompletableFuture<@Nullable Void> last = OUT;

	/** The one before. */
	private CompletableFuture<@Nullable Void> lastButOne = OUT;

	private volatile boolean closed;

	private FragmentWriter(Session session, boolean text, SendOptions options) {
		this.session = session;
		this.turn = session.gate().turn();
		this.message = new StreamedMessage(text, options.compressible(), this);
	}

	/**
	 * Begins a message.
	 * @param session the session
	 * @param text whether the message is text
	 * @param options how it is sent
	 * @return what sends it
	 * @throws IllegalStateException if another message is being sent piece by piece, or
	 * this is an event loop
	 */
	static FragmentWriter open(Session session, boolean text, SendOptions options) {
		requireNoLoop();
		session.awaitFanOuts();
		FragmentWriter writer = new FragmentWriter(session, text, options);
		boolean begun = writer.turn.begin(writer.message);
		session.gate().flush();
		if (!begun) {
			throw new IllegalStateException(
					"Another message of this session is being sent piece by piece; close it before the next is opened");
		}
		return writer;
	}

	void write(byte[] bytes, int offset, int length) throws IOException {
		requireOpen();
		int from = offset;
		int left = length;
		while (left > 0) {
			if (this.count == FRAGMENT) {
				send(false);
			}
			int now = Math.min(left, FRAGMENT - this.count);
			System.arraycopy(bytes, from, this.buffer, this.count, now);
			this.count += now;
			from += now;
			left -= now;
		}
	}

	/**
	 * Sends what was written so far.
	 * @throws IOException if the session is closing
	 */
	void flush() throws IOException {
		requireOpen();
		if (this.count > 0) {
			send(false);
		}
	}

	/**
	 * Sends the rest, and with it the end of the message. Calling it again has no effect.
	 * @throws IOException if the session is closing
	 */
	void close() throws IOException {
		if (this.closed) {
			return;
		}
		send(true);
		this.closed = true;
		this.session.sent(this.message.isText(), this.message.size());
	}

	/**
	 * Gives the message up.
	 */
	void abort() {
		if (!this.closed) {
			this.closed = true;
			this.turn.abort(this.message);
			this.session.gate().flush();
		}
	}

	boolean isClosed() {
		return this.closed;
	}

	@Override
	public void begun() {
		// it did not have to wait
	}

	@Override
	public void sessionEnded() {
		// the next write finds out
	}

	private void send(boolean end) throws IOException {
		requireNoLoop();
		awaitRoom();
		CompletableFuture<@Nullable Void> out = new CompletableFuture<>();
		PieceResult result = this.turn.send(this.message, ByteBuffer.wrap(this.buffer, 0, this.count), end, out);
		this.session.gate().flush();
		if (result != PieceResult.TAKEN) {
			this.closed = true;
			throw new IOException("The session is closing: the message was cut short");
		}
		this.count = 0;
		this.lastButOne = this.last;
		this.last = out;
	}

	private void awaitRoom() throws IOException {
		try {
			this.lastButOne.get();
		}
		catch (ExecutionException ex) {
			this.closed = true;
			throw new IOException("The session ended: the message was cut short", ex.getCause());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			abort();
			throw new InterruptedIOException("Interrupted while the peer had to read: the message was given up");
		}
	}

	void requireOpen() throws IOException {
		if (this.closed) {
			throw new IOException("The message has been closed or given up");
		}
	}

	private static void requireNoLoop() {
		if (EventLoop.isOnLoop()) {
			throw new IllegalStateException("Sending piece by piece waits for the peer, which an event loop must not:"
					+ " run the handler on an executor, or send a Flow.Publisher");
		}
	}

}
