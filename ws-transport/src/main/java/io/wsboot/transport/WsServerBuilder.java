package io.wsboot.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Describes a server.
 */
public final class WsServerBuilder {

	private final List<ListenOptions> listening = new ArrayList<>();

	private TransportOptions options = TransportOptions.DEFAULTS;

	private @Nullable UpgradeHandler upgradeHandler;

	private HttpExchangeHandler exchangeHandler = (request) -> UpgradeDecision.refuse(426,
			"This port speaks WebSocket.");

	private TransportListener listener = TransportListener.NONE;

	private Topics topics = new Topics();

	private String threadNamePrefix = "ws-loop";

	WsServerBuilder() {
	}

	/**
	 * Where the first listener listens. Default: every address, any free port.
	 * @param value a port of an address, port 0 for any free one; or the path of a Unix
	 * domain socket
	 * @return this
	 */
	public WsServerBuilder address(SocketAddress value) {
		return first(first().withAddress(value));
	}

	/**
	 * Where the first listener will listen.
	 * @return the address
	 */
	public SocketAddress address() {
		return first().address();
	}

	/**
	 * Listens at one more place. {@link #address} and {@link #tls} are the short form for
	 * the first of them, which this adds if there is none yet.
	 * @param value where and how
	 * @return this
	 */
	public WsServerBuilder listen(ListenOptions value) {
		this.listening.add(value);
		return this;
	}

	/**
	 * Listens at these places, and at no other.
	 * @param value where and how; the first of them is the one that {@link #address} and
	 * {@link #tls} are about
	 * @return this
	 */
	public WsServerBuilder listening(List<ListenOptions> value) {
		this.listening.clear();
		this.listening.addAll(value);
		return this;
	}

	/**
	 * All places where the server will listen.
	 * @return where and how, in the order in which they were added
	 */
	public List<ListenOptions> listening() {
		return this.listening.isEmpty() ? List.of(first()) : List.copyOf(this.listening);
	}

	/**
	 * Loops, limits and deadlines.
	 * @param value the options
	 * @return this
	 */
	public WsServerBuilder options(TransportOptions value) {
		this.options = value;
		return this;
	}

	/**
	 * Loops, limits and deadlines.
	 * @return the options
	 */
	public TransportOptions options() {
		return this.options;
	}

	/**
	 * Who decides on upgrade requests. Required.
	 * @param value the handler
	 * @return this
	 */
	public WsServerBuilder upgradeHandler(UpgradeHandler value) {
		this.upgradeHandler = value;
		return this;
	}

	/**
	 * Who answers requests that ask for no upgrade. Default: 426.
	 * @param value the handler
	 * @return this
	 */
	public WsServerBuilder httpExchangeHandler(HttpExchangeHandler value) {
		this.exchangeHandler = value;
		return this;
	}

	/**
	 * Who observes. Default: nobody.
	 * @param value the listener
	 * @return this
	 */
	public WsServerBuilder listener(TransportListener value) {
		this.listener = value;
		return this;
	}

	/**
	 * The topics that sessions join. Default: topics of this server's own.
	 * @param value the topics
	 * @return this
	 */
	public WsServerBuilder topics(Topics value) {
		this.topics = value;
		return this;
	}

	/**
	 * How connections of the first listener are encrypted. Default: not at all. What is
	 * no TLS handshake is then closed without an answer.
	 * @param value how to encrypt, {@code null} for not at all
	 * @return this
	 */
	public WsServerBuilder tls(@Nullable ServerTls value) {
		return first(first().withTls(value));
	}

	/**
	 * How connections of the first listener are encrypted.
	 * @return how, {@code null} if they are not
	 */
	public @Nullable ServerTls tls() {
		return first().tls();
	}

	/**
	 * How the loops' threads are called. Default: {@code ws-loop}.
	 * @param value the prefix, before a hyphen and a number
	 * @return this
	 */
	public WsServerBuilder threadNamePrefix(String value) {
		this.threadNamePrefix = value;
		return this;
	}

	/**
	 * Makes the server; it does not listen yet.
	 * @return the server
	 * @throws IOException if a selector cannot be opened
	 * @throws IllegalStateException if there is no upgrade handler
	 */
	public WsServer build() throws IOException {
		upgradeHandler();
		return new WsServer(copy());
	}

	private ListenOptions first() {
		return this.listening.isEmpty() ? ListenOptions.at(new InetSocketAddress(0)) : this.listening.get(0);
	}

	private WsServerBuilder first(ListenOptions value) {
		if (this.listening.isEmpty()) {
			this.listening.add(value);
		}
		else {
			this.listening.set(0, value);
		}
		return this;
	}

	UpgradeHandler upgradeHandler() {
		if (this.upgradeHandler == null) {
			throw new IllegalStateException("A server needs an upgradeHandler that decides on requests");
		}
		return this.upgradeHandler;
	}

	HttpExchangeHandler exchangeHandler() {
		return this.exchangeHandler;
	}

	TransportListener listener() {
		return this.listener;
	}

	Topics topics() {
		return this.topics;
	}

	String threadNamePrefix() {
		return this.threadNamePrefix;
	}

	private WsServerBuilder copy() {
		WsServerBuilder copy = new WsServerBuilder();
		copy.listening.addAll(this.listening);
		copy.options = this.options;
		copy.upgradeHandler = this.upgradeHandler;
		copy.exchangeHandler = this.exchangeHandler;
		copy.listener = this.listener;
		copy.topics = this.topics;
		copy.threadNamePrefix = this.threadNamePrefix;
		return copy;
	}

}
