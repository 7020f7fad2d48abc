package io.wsboot.transport;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;

/**
 * What the attempts and the sessions of one client have in common. Thread-safe.
 */
final class ClientContext {

	private final TransportContext sessionContext;

	private final TlsClient tls;

	private final HostLookups lookups;

	private final ClientProxy proxy;

	private final ConnectionOptions connections;

	private final @Nullable Executor executor;

	private final Runnable connectionGone = () -> listener().connectionClosed();

	/** Those that may still open a session. */
	private final Set<ConnectAttempt> attempts = ConcurrentHashMap.newKeySet();

	private volatile boolean ending;

	ClientContext(WsClient.Builder settings, SessionRegistry sessions) {
		this.sessionContext = new TransportContext(settings.options(), settings.listener(), new Topics(), sessions);
		this.tls = new TlsClient(settings.tls(), settings.threadNamePrefix());
		this.lookups = new HostLookups(settings.resolver(), settings.threadNamePrefix());
		this.proxy = settings.proxy();
		this.connections = settings.connections();
		this.executor = settings.executor();
	}

	TransportContext sessionContext() {
		return this.sessionContext;
	}

	TransportOptions options() {
		return this.sessionContext.options();
	}

	TransportListener listener() {
		return this.sessionContext.listener();
	}

	/**
	 * Tells the listener of the end of a connection.
	 * @return to be run when the connection is gone
	 */
	Runnable connectionGone() {
		return this.connectionGone;
	}

	TlsClient tls() {
		return this.tls;
	}

	HostLookups lookups() {
		return this.lookups;
	}

	ConnectionOptions connections() {
		return this.connections;
	}

	ClientProxy proxy(WsClient.Request request) {
		return (request.proxy() != null) ? request.proxy() : this.proxy;
	}

	@Nullable Executor executor(WsClient.Request request) {
		return (request.executor() != null) ? request.executor() : this.executor;
	}

	/**
	 * An attempt begins. Called on its loop.
	 * @param attempt the attempt
	 * @return {@code false} if the client is being closed
	 */
	boolean enter(ConnectAttempt attempt) {
		this.attempts.add(attempt);
		if (this.ending) {
			this.attempts.remove(attempt);
			return false;
		}
		return true;
	}

	/**
	 * An attempt has ended, in whatever way.
	 * @param attempt the attempt
	 */
	void leave(ConnectAttempt attempt) {
		this.attempts.remove(attempt);
	}

	int attempts() {
		return this.attempts.size();
	}

	/**
	 * Ends the attempts that are there, and lets none begin.
	 */
	void endAttempts() {
		this.ending = true;
		this.attempts.forEach(ConnectAttempt::cancel);
	}

	void close() {
		this.lookups.close();
		this.tls.close();
		this.sessionContext.compressors().close();
	}

}
