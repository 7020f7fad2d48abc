package io.wsboot.spring.endpoint;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

import io.wsboot.transport.WsSession;
import org.jspecify.annotations.Nullable;

/**
 * The publishers that a session sends from. A peer that asks for ever more of them is
 * served again when some have ended. Thread-safe.
 */
final class OpenStreams {

	/** While so many are open the session's callbacks wait. */
	static final int MOST = 64;

	private final Set<StreamedReplies> open = ConcurrentHashMap.newKeySet();

	/** Completes when there is room. */
	private final AtomicReference<@Nullable CompletableFuture<@Nullable Void>> room = new AtomicReference<>();

	/**
	 * Another one begins. Called within a callback, which lasts until there is room for
	 * more.
	 */
	void begin(StreamedReplies stream, WsSession session, SessionCallbacks callbacks) {
		this.open.add(stream);
		if (this.open.size() >= MOST) {
			CompletableFuture<@Nullable Void> mine = new CompletableFuture<>();
			CompletableFuture<@Nullable Void> present = this.room.compareAndExchange(null, mine);
			callbacks.await(session, (present != null) ? present : mine, (done, failure) -> {
			});
			goOn();
		}
	}

	void end(StreamedReplies stream) {
		this.open.remove(stream);
		goOn();
	}

	/** The session has ended. */
	void cancel() {
		this.open.forEach(StreamedReplies::cancel);
		this.open.clear();
	}

	private void goOn() {
		if (this.open.size() < MOST) {
			CompletableFuture<@Nullable Void> awaited = this.room.getAndSet(null);
			if (awaited != null) {
				awaited.complete(null);
			}
		}
	}

}
