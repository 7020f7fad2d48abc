package io.wsboot.transport;

import java.io.IOException;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

/**
 * All places where a server listens. Either all of them are bound, or none is.
 */
final class Listeners {

	private final List<Listening> places = new ArrayList<>();

	/**
	 * Binds every place and begins to accept as soon as the loops run.
	 * @param all where and how
	 * @param loops serve the connections; not started yet
	 * @param server what all connections have in common
	 * @param threadNamePrefix how threads are called
	 * @return the places
	 * @throws IOException if one of them cannot be had; then nothing stays bound
	 */
	static Listeners bind(List<ListenOptions> all, EventLoopGroup loops, ServerContext server, String threadNamePrefix)
			throws IOException {
		Listeners listeners = new Listeners();
		boolean bound = false;
		try {
			for (ListenOptions options : all) {
				listeners.places.add(Listening.bind(options, loops, server, threadNamePrefix));
			}
			for (Listening place : listeners.places) {
				place.start();
			}
			bound = true;
			return listeners;
		}
		finally {
			if (!bound) {
				listeners.unbind();
			}
		}
	}

	/**
	 * Where the server listens.
	 * @return the addresses with their real ports, in the order in which they were given
	 */
	List<SocketAddress> addresses() {
		return this.places.stream().map(Listening::address).toList();
	}

	/**
	 * What encrypts the connections of the first place that encrypts.
	 * @return {@code null} if none does
	 */
	@Nullable TlsServer tls() {
		return this.places.stream().map(Listening::tls).filter((tls) -> tls != null).findFirst().orElse(null);
	}

	/**
	 * Stops listening; each acceptor on its own loop.
	 * @return completes when nothing is accepted any more
	 */
	CompletableFuture<?> close() {
		this.places.forEach(Listening::removeFile);
		return CompletableFuture.allOf(this.places.stream()
			.flatMap((place) -> place.acceptors().stream())
			.map((acceptor) -> acceptor.loop().submit(acceptor::closeBehindLast))
			.toArray(CompletableFuture<?>[]::new));
	}

	/**
	 * Gives back what is left when all connections have ended.
	 */
	void end() {
		this.places.forEach(Listening::end);
	}

	private void unbind() {
		for (Listening place : this.places) {
			place.removeFile();
			place.acceptors().forEach(Acceptor::close);
			place.end();
		}
	}

}
