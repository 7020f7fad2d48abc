package io.wsboot.spring.endpoint;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

import io.wsboot.protocol.CloseStatus;
import io.wsboot.transport.CloseReason;
import io.wsboot.transport.Suspension;
import io.wsboot.transport.WsHandler;
import io.wsboot.transport.WsSession;
import org.jspecify.annotations.Nullable;

/**
 * The callbacks of a session whose endpoint reads messages as streams. Messages arrive
 * piece by piece: for a method that reads a stream they are passed on as they come, while
 * the method runs on a thread of its own; for others they are gathered. To the session
 * such a method is a callback like any other: none begins before it has returned.
 */
final class ChunkedHandler implements WsHandler {

	private static final String CUT_SHORT = "The session ended before the message was complete";

	private final EndpointHandler handler;

	/** Runs methods that read streams, and nothing that they wait for. */
	private final Executor streams;

	private final long maxGathered;

	/** The message that is being read. */
	private @Nullable Reading reading;

	/** The message that is being gathered. */
	private @Nullable ByteArrayOutputStream gathered;

	/**
	 * Passes messages on piece by piece.
	 * @param handler the callbacks
	 * @param streams runs methods that read streams
	 * @param maxGathered the longest message for other methods, in bytes
	 */
	ChunkedHandler(EndpointHandler handler, Executor streams, long maxGathered) {
		this.handler = handler;
		this.streams = streams;
		this.maxGathered = maxGathered;
	}

	@Override
	public boolean wantsChunks() {
		return true;
	}

	@Override
	public void onOpen(WsSession session) {
		this.handler.onOpen(session);
	}

	@Override
	public void onChunk(WsSession session, boolean text, ByteBuffer bytes, boolean last) throws Exception {
		if (this.handler.hasFailed()) {
			return;
		}
		if (this.reading == null && this.gathered == null) {
			EndpointMethod method = this.handler.streaming(text);
			if (method == null) {
				gather(session, text, bytes, last);
				return;
			}
			this.reading = begin(method, session);
		}
		if (this.reading != null) {
			passOn(this.reading, session, bytes, last);
		}
		else {
			gather(session, text, bytes, last);
		}
	}

	@Override
	public void onClose(WsSession session, CloseStatus status) {
		Reading cut = this.reading;
		if (cut == null) {
			this.handler.onClose(session, status);
			return;
		}
		cut.pipe.fail(CUT_SHORT);
		this.handler.await(session, cut.returned, (value, failure) -> this.handler.whereItMayBlock(session, () -> {
			this.handler.returned(cut.method, session, value, failure);
			this.handler.onClose(session, status);
		}));
	}

	private Reading begin(EndpointMethod method, WsSession session) {
		Reading begun = new Reading(method, new PayloadPipe(), new CompletableFuture<>());
		try {
			this.streams.execute(() -> session.runInScope(() -> run(begun, session)));
		}
		catch (RejectedExecutionException ex) {
			begun.end(null, null);
			this.handler.fail(session, CloseReason.EXECUTOR_FULL.status());
		}
		return begun;
	}

	private void run(Reading begun, WsSession session) {
		Object value = null;
		Throwable failure = null;
		try {
			value = this.handler.invoke(begun.method, session, begun.method.reading(begun.pipe.stream()));
		}
		catch (Throwable ex) {
			failure = ex;
		}
		begun.end(value, failure);
	}

	private void passOn(Reading current, WsSession session, ByteBuffer bytes, boolean last) {
		PayloadPipe pipe = current.pipe;
		pipe.add(bytes, last);
		if (last) {
			this.handler.await(session, current.returned, (value, failure) -> {
				this.reading = null;
				this.handler.whereItMayBlock(session,
						() -> this.handler.returned(current.method, session, value, failure));
			});
		}
		else if (pipe.isFull()) {
			Suspension suspension = session.suspend(() -> pipe.fail(CUT_SHORT));
			pipe.whenThereIsRoom(suspension::resume);
		}
	}

	private void gather(WsSession session, boolean text, ByteBuffer bytes, boolean last) throws Exception {
		if (bytes.remaining() + ((this.gathered != null) ? this.gathered.size() : 0) > this.maxGathered) {
			this.gathered = null;
			this.handler.fail(session, CloseReason.MESSAGE_TOO_BIG.status());
			return;
		}
		if (last && this.gathered == null) {
			receive(session, text, bytes);
			return;
		}
		if (this.gathered == null) {
			this.gathered = new ByteArrayOutputStream();
		}
		this.gathered.writeBytes(PayloadReader.copy(bytes));
		if (last) {
			ByteBuffer whole = ByteBuffer.wrap(this.gathered.toByteArray());
			this.gathered = null;
			receive(session, text, whole);
		}
	}

	private void receive(WsSession session, boolean text, ByteBuffer whole) throws Exception {
		if (text) {
			this.handler.onTextBytes(session, whole, false);
		}
		else {
			this.handler.onBinary(session, whole);
		}
	}

	/**
	 * A message that a method reads.
	 *
	 * @param method the method
	 * @param pipe what it reads from
	 * @param returned what the method returns
	 */
	private record Reading(EndpointMethod method, PayloadPipe pipe, CompletableFuture<@Nullable Object> returned) {

		private void end(@Nullable Object value, @Nullable Throwable failure) {
			this.pipe.close();
			if (failure != null) {
				this.returned.completeExceptionally(failure);
			}
			else {
				this.returned.complete(value);
			}
		}

	}

}
