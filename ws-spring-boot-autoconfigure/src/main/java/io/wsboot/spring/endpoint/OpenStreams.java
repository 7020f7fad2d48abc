package io.wsboot.spring.endpoint;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

import io.wsboot.transport.Suspension;
import io.wsboot.transport.WsSession;
import org.jspecify.annotations.Nullable;

/**
 * The publishers that a session sends from. A peer that asks for ever more of them is
 * served again when some have ended. Thread-safe.
 */
final class OpenStreams {

	/** While so many are open the session's callbacks wait. */
	static final int MOST = 64;

	private static final Runnable NOTHING = () -> {
	};

	private final Set<StreamedReplies> open = ConcurrentHashMap.newKeySet();

	private final AtomicReference<@Nullable Suspension> waiting = new AtomicReference<>();

	/**
	 * Another one begins. Called within a callback.
	 */
	void begin(StreamedReplies stream, WsSession session) {
		this.open.add(stream);
		if (this.open.size() >= MOST) {
			this.waiting.set(session.suspend(NOTHING));
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
		if (this.waiting.get() == null || this.open.size() >= MOST) {
			return;
		}
		Suspension suspension = this.waiting.getAndSet(null);
		if (suspension != null) {
			suspension.resume();
		}
	}

}
