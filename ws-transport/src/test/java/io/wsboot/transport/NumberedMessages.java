package io.wsboot.transport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Messages by whose numbers it is seen that they come back in order.
 */
final class NumberedMessages {

	private NumberedMessages() {
	}

	/**
	 * Sends messages and expects each of them back, while the others are on their way.
	 */
	static void exchange(RawPeer peer, int count) throws Exception {
		CompletableFuture<Void> sending = send(peer, count);
		expect(peer, count);
		sending.get(10, TimeUnit.SECONDS);
	}

	/** Sends messages on a thread of its own. */
	static CompletableFuture<Void> send(RawPeer peer, int count) {
		return CompletableFuture.runAsync(() -> {
			try {
				for (int i = 0; i < count; i++) {
					peer.sendText(message(i));
				}
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}, (task) -> new Thread(task, "sender").start());
	}

	static void expect(RawPeer peer, int count) throws Exception {
		for (int i = 0; i < count; i++) {
			peer.expectText(message(i));
		}
	}

	private static String message(int number) {
		return "message " + number;
	}

}
