package io.wsboot.transport;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Event loops that several clients share, so that many clients do not mean many threads.
 * Thread-safe. The threads are daemons.
 */
public final class WsLoops implements AutoCloseable {

	private final EventLoopGroup group;

	private final Set<WsClient> clients = ConcurrentHashMap.newKeySet();

	/** Guarded by this. */
	private boolean closed;

	/**
	 * Opens and starts the loops.
	 * @param eventLoops how many; 1 or more
	 * @param threadNamePrefix how the threads are called, before a hyphen and a number
	 * @throws IOException if a selector cannot be opened
	 * @throws IllegalArgumentException if there were no loops
	 */
	public WsLoops(int eventLoops, String threadNamePrefix) throws IOException {
		this.group = new EventLoopGroup(threadNamePrefix, true,
				TransportOptions.CLIENT_DEFAULTS.withEventLoops(eventLoops), TransportListener.NONE);
		this.group.start();
	}

	EventLoopGroup group() {
		return this.group;
	}

	synchronized void enter(WsClient client) {
		if (this.closed) {
			throw new IllegalStateException("The shared loops are closed; open others for further clients");
		}
		this.clients.add(client);
	}

	void leave(WsClient client) {
		this.clients.remove(client);
	}

	/**
	 * Closes the clients that still use the loops, then the loops. Waits as
	 * {@link WsClient#close()} does. Does nothing if they are closed.
	 */
	@Override
	public void close() {
		synchronized (this) {
			if (this.closed) {
				return;
			}
			this.closed = true;
		}
		this.group.outsideOfCallbacks(() -> {
			this.clients.forEach(WsClient::close);
			this.group.stop(() -> CompletableFuture.completedFuture(null), 0, new SessionRegistry(this.group.all()),
					() -> {
					});
		});
	}

}
