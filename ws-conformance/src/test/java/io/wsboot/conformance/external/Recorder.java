package io.wsboot.conformance.external;

import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.wsboot.protocol.CloseStatus;
import io.wsboot.transport.WsHandler;
import io.wsboot.transport.WsSession;

/**
 * Remembers what a session received, in order.
 */
final class Recorder implements WsHandler {

	private static final long SECONDS = 40;

	private final BlockingQueue<Object> messages = new LinkedBlockingQueue<>();

	private final BlockingQueue<ByteBuffer> pongs = new LinkedBlockingQueue<>();

	private final CompletableFuture<CloseStatus> closed = new CompletableFuture<>();

	/** The next message: a {@code String} or a {@code ByteBuffer}. */
	Object message() throws Exception {
		return next(this.messages, "message");
	}

	/** The payload of the next Pong. */
	ByteBuffer pong() throws Exception {
		return next(this.pongs, "pong");
	}

	/** How the session ended. */
	CloseStatus closed() throws Exception {
		return this.closed.get(SECONDS, TimeUnit.SECONDS);
	}

	private <T> T next(BlockingQueue<T> queue, String what) throws Exception {
		T next = queue.poll(SECONDS, TimeUnit.SECONDS);
		if (next == null) {
			throw new TimeoutException(
					"no " + what + " came within " + SECONDS + " s; closed with " + this.closed.getNow(null));
		}
		return next;
	}

	@Override
	public void onText(WsSession session, String text) {
		this.messages.add(text);
	}

	@Override
	public void onBinary(WsSession session, ByteBuffer data) {
		this.messages.add(copy(data));
	}

	@Override
	public boolean wantsControlFrames() {
		return true;
	}

	@Override
	public void onPong(WsSession session, ByteBuffer payload) {
		this.pongs.add(copy(payload));
	}

	@Override
	public void onClose(WsSession session, CloseStatus status) {
		this.closed.complete(status);
	}

	private static ByteBuffer copy(ByteBuffer borrowed) {
		return ByteBuffer.allocate(borrowed.remaining()).put(borrowed).flip();
	}

}
