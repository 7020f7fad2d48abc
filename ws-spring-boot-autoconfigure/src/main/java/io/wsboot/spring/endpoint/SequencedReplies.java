package io.wsboot.spring.endpoint;

import java.util.Iterator;
import java.util.concurrent.CompletionStage;
import java.util.stream.BaseStream;

import io.wsboot.spring.endpoint.MethodResult.Call;
import io.wsboot.transport.WsSession;

/**
 * Sends the elements of a collection or stream, one message each, and waits while the
 * peer does not take them. The callback lasts until the last one was sent.
 */
final class SequencedReplies {

	/** So much may wait to be written. */
	private static final long AHEAD = 64 * 1024;

	private final Call call;

	private final Object source;

	private final Iterator<?> elements;

	SequencedReplies(Call call, Object source) {
		this.call = call;
		this.source = source;
		this.elements = (source instanceof BaseStream<?, ?> stream) ? stream.iterator()
				: ((Iterable<?>) source).iterator();
	}

	/** Within the callback. */
	void begin() throws Throwable {
		boolean waits = false;
		try {
			waits = sendUntilFull();
		}
		finally {
			if (!waits) {
				close();
			}
		}
	}

	/**
	 * Sends what the peer takes.
	 * @return {@code true} if that goes on later
	 */
	private boolean sendUntilFull() {
		WsSession session = this.call.session();
		while (session.isOpen() && this.elements.hasNext()) {
			CompletionStage<?> written = this.call.sendAndTell(this.elements.next());
			if (session.queuedBytes() > AHEAD) {
				this.call.callbacks().await(session, written, (done, failure) -> goOn());
				return true;
			}
		}
		return false;
	}

	private void goOn() {
		try {
			begin();
		}
		catch (Throwable failure) {
			this.call.fail(failure);
		}
	}

	private void close() {
		if (this.source instanceof BaseStream<?, ?> stream) {
			stream.close();
		}
	}

}
