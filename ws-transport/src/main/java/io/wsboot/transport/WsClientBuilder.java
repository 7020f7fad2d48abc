package io.wsboot.transport;

import java.io.IOException;
import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;

/**
 * Describes a client.
 */
public final class WsClientBuilder {

	private TransportOptions options = TransportOptions.CLIENT_DEFAULTS;

	private ClientTls tls = ClientTls.DEFAULTS;

	private ClientProxy proxy = ClientProxy.NONE;

	private HostResolver resolver = HostResolver.SYSTEM;

	private @Nullable Executor executor;

	private TransportListener listener = TransportListener.NONE;

	private @Nullable WsLoops loops;

	private String threadNamePrefix = "ws-client";

	WsClientBuilder() {
	}

	/**
	 * Loops, limits and deadlines. Default: {@link TransportOptions#CLIENT_DEFAULTS}.
	 * @param value the options
	 * @return this
	 */
	public WsClientBuilder options(TransportOptions value) {
		this.options = value;
		return this;
	}

	TransportOptions options() {
		return this.options;
	}

	/**
	 * How to encrypt, and whom to trust, when the scheme is {@code wss}. Default: the
	 * authorities that the JDK trusts.
	 * @param value how to encrypt
	 * @return this
	 */
	public WsClientBuilder tls(ClientTls value) {
		this.tls = value;
		return this;
	}

	ClientTls tls() {
		return this.tls;
	}

	/**
	 * What stands between, unless a request says something else. Default: nothing.
	 * @param value the proxy
	 * @return this
	 */
	public WsClientBuilder proxy(ClientProxy value) {
		this.proxy = value;
		return this;
	}

	ClientProxy proxy() {
		return this.proxy;
	}

	/**
	 * Who finds the addresses of a host. Default: the operating system.
	 * @param value the resolver
	 * @return this
	 */
	public WsClientBuilder resolver(HostResolver value) {
		this.resolver = value;
		return this;
	}

	HostResolver resolver() {
		return this.resolver;
	}

	/**
	 * Runs the callbacks of sessions, those of each one after the other, unless their
	 * request brings an executor. Default: none, they run on the event loop and must not
	 * block.
	 * @param value the executor; it stays the caller's
	 * @return this
	 */
	public WsClientBuilder executor(Executor value) {
		this.executor = value;
		return this;
	}

	@Nullable Executor executor() {
		return this.executor;
	}

	/**
	 * Observes. Default: nobody does.
	 * @param value the listener
	 * @return this
	 */
	public WsClientBuilder listener(TransportListener value) {
		this.listener = value;
		return this;
	}

	TransportListener listener() {
		return this.listener;
	}

	/**
	 * Loops that several clients share, in place of loops of its own: the options' number
	 * of loops and size of receive buffers then mean nothing.
	 * @param value the loops; closing the client leaves them running
	 * @return this
	 */
	public WsClientBuilder loops(WsLoops value) {
		this.loops = value;
		return this;
	}

	@Nullable WsLoops loops() {
		return this.loops;
	}

	/**
	 * How the client's threads are called, before a hyphen and what they do. Default:
	 * {@code ws-client}.
	 * @param value the beginning of the names
	 * @return this
	 */
	public WsClientBuilder threadNamePrefix(String value) {
		this.threadNamePrefix = value;
		return this;
	}

	String threadNamePrefix() {
		return this.threadNamePrefix;
	}

	/**
	 * Opens the client: from now on it can connect.
	 * @return the client
	 * @throws IOException if a selector cannot be opened
	 * @throws IllegalStateException if the shared loops are closed
	 */
	public WsClient build() throws IOException {
		WsClient client = new WsClient(this);
		if (this.loops != null) {
			this.loops.enter(client);
		}
		return client;
	}

}
