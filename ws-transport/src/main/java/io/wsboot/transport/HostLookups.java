package io.wsboot.transport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;

import org.jspecify.annotations.Nullable;

/**
 * The look-ups of one client, on a few threads of its own because they block. Those who
 * want the same host at the same time share one look-up. Thread-safe.
 */
final class HostLookups implements AutoCloseable {

	private static final int THREADS = 4;

	/**
	 * Different hosts; whoever wants one of them waits at most for its connect timeout.
	 */
	private static final int MOST_WAITING = 1024;

	private final HostResolver resolver;

	private final ExecutorService threads;

	private final ConcurrentHashMap<String, CompletableFuture<List<InetAddress>>> running = new ConcurrentHashMap<>();

	HostLookups(HostResolver resolver, String threadNamePrefix) {
		this.resolver = resolver;
		this.threads = DaemonPool.of(THREADS, MOST_WAITING, threadNamePrefix + "-dns");
	}

	/**
	 * Finds the addresses of a host.
	 * @param host a name, an IPv4 address, or an IPv6 address in brackets
	 * @return completes with one address or more, at once for an address; fails with an
	 * {@link IOException}
	 */
	CompletableFuture<List<InetAddress>> lookUp(String host) {
		InetAddress address = address(host);
		if (address != null) {
			return CompletableFuture.completedFuture(List.of(address));
		}
		CompletableFuture<List<InetAddress>> found = new CompletableFuture<>();
		CompletableFuture<List<InetAddress>> before = this.running.putIfAbsent(host, found);
		if (before != null) {
			return before;
		}
		try {
			this.threads.execute(() -> lookUp(host, found));
		}
		catch (RejectedExecutionException ex) {
			this.running.remove(host, found);
			found.completeExceptionally(
					new IOException("Host " + host + " cannot be looked up: the client is closed, or looks up "
							+ MOST_WAITING + " others; is the name server answering?"));
		}
		return found;
	}

	@Override
	public void close() {
		this.threads.shutdownNow();
	}

	private void lookUp(String host, CompletableFuture<List<InetAddress>> found) {
		try {
			List<InetAddress> addresses = List.copyOf(this.resolver.resolve(host));
			this.running.remove(host, found);
			if (addresses.isEmpty()) {
				found.completeExceptionally(unknown(host, null));
			}
			found.complete(addresses);
		}
		catch (Throwable failure) {
			this.running.remove(host, found);
			found.completeExceptionally((failure instanceof UnknownHostException) ? unknown(host, failure)
					: new IOException("Host " + host + " cannot be looked up: the resolver failed", failure));
		}
	}

	private static UnknownHostException unknown(String host, @Nullable Throwable cause) {
		UnknownHostException unknown = new UnknownHostException(
				"Host " + host + " is unknown: check the name, and the name server of this machine");
		unknown.initCause(cause);
		return unknown;
	}

	/**
	 * What is an address already, for which nobody has to be asked.
	 * @param host a name or an address
	 * @return the address; {@code null} for a name
	 */
	static @Nullable InetAddress address(String host) {
		try {
			return (host.startsWith("[") || isIpv4(host)) ? InetAddress.getByName(host) : null;
		}
		catch (UnknownHostException ex) {
			return null;
		}
	}

	/** Exactly so; what else consists of digits and dots is left to the resolver. */
	private static boolean isIpv4(String host) {
		String[] parts = host.split("\\.", -1);
		if (parts.length != 4) {
			return false;
		}
		for (String part : parts) {
			boolean digits = !part.isEmpty() && part.length() <= 3
					&& part.chars().allMatch((c) -> c >= '0' && c <= '9');
			if (!digits || Integer.parseInt(part) > 255 || (part.length() > 1 && part.startsWith("0"))) {
				return false;
			}
		}
		return true;
	}

}
