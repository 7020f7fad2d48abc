package io.wsboot.transport;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

import io.wsboot.protocol.handshake.WebSocketUri;

/**
 * Asks a proxy of SOCKS version 5 for a connection to a server (RFC 1928), if need be
 * with a user's name and password (RFC 1929). Each answer is judged at its first wrong
 * byte.
 */
final class Socks5 implements Preamble {

	private static final byte VERSION = 5;

	private static final byte PASSWORD_VERSION = 1;

	private static final int NO_AUTHENTICATION = 0;

	private static final int PASSWORD = 2;

	private static final int NO_METHOD = 0xFF;

	private static final byte CONNECT = 1;

	private static final byte IPV4 = 1;

	private static final byte NAME = 3;

	private static final byte IPV6 = 4;

	private static final int LONGEST_NAME = 255;

	private static final String[] REPLIES = { "", "general failure", "connections to it are not allowed",
			"its network is unreachable", "the host is unreachable", "the host refuses the connection",
			"the time to live has expired", "the proxy does not know CONNECT",
			"the proxy does not know this type of address" };

	private final ClientProxy.Via proxy;

	private final WebSocketUri server;

	/** What is waited for. */
	private Answer expected = Answer.METHOD;

	/** The answer so far. */
	private final ByteBuffer answer = ByteBuffer.allocate(4 + 1 + LONGEST_NAME + 2);

	/**
	 * Asks for one connection.
	 * @param proxy whom to ask
	 * @param server where to
	 * @throws IllegalArgumentException if the server's name is longer than a SOCKS
	 * request has room for
	 */
	Socks5(ClientProxy.Via proxy, WebSocketUri server) {
		if (server.host().length() > LONGEST_NAME) {
			throw new IllegalArgumentException(
					"A host behind a SOCKS proxy has at most " + LONGEST_NAME + " characters (RFC 1928 §5)");
		}
		this.proxy = proxy;
		this.server = server;
	}

	@Override
	public ByteBuffer begin() {
		return ByteBuffer
			.wrap((this.proxy.credentials() != null) ? new byte[] { VERSION, 2, NO_AUTHENTICATION, PASSWORD }
					: new byte[] { VERSION, 1, NO_AUTHENTICATION });
	}

	@Override
	public boolean receive(ByteBuffer in, Consumer<ByteBuffer> out) throws IOException {
		while (in.hasRemaining() && this.expected != Answer.NOTHING) {
			this.answer.put(in.get());
			switch (this.expected) {
				case METHOD -> readMethod(out);
				case PASSWORD -> readVerdict(out);
				default -> readReply();
			}
		}
		return this.expected == Answer.NOTHING;
	}

	private void readMethod(Consumer<ByteBuffer> out) throws ProxyException {
		requireVersion(VERSION);
		if (this.answer.position() < 2) {
			return;
		}
		int method = this.answer.get(1) & 0xFF;
		ClientProxy.Credentials credentials = this.proxy.credentials();
		if (method == NO_METHOD) {
			throw new ProxyException("The proxy " + this.proxy.name()
					+ ((credentials != null)
							? " takes neither a password nor a client without one: ask whoever runs it what it takes"
							: " wants credentials: give them with ClientProxy.Via.withCredentials"),
					0, true);
		}
		if (method == NO_AUTHENTICATION) {
			expect(Answer.REPLY);
			out.accept(request());
		}
		else if (method == PASSWORD && credentials != null) {
			expect(Answer.PASSWORD);
			out.accept(password(credentials));
		}
		else {
			throw new ProxyException("The proxy " + this.proxy.name() + " chose authentication method " + method
					+ ", which it was not offered");
		}
	}

	private void readVerdict(Consumer<ByteBuffer> out) throws ProxyException {
		requireVersion(PASSWORD_VERSION);
		if (this.answer.position() < 2) {
			return;
		}
		if (this.answer.get(1) != 0) {
			throw new ProxyException(
					"The proxy " + this.proxy.name()
							+ " refuses the credentials that it was given: check the user's name and password",
					0, true);
		}
		expect(Answer.REPLY);
		out.accept(request());
	}

	private void readReply() throws ProxyException {
		requireVersion(VERSION);
		int length = this.answer.position();
		if (length == 2) {
			requireSuccess(this.answer.get(1) & 0xFF);
		}
		if (length == 3 && this.answer.get(2) != 0) {
			throw new ProxyException("The proxy " + this.proxy.name() + " sent a malformed reply: its reserved byte is "
					+ (this.answer.get(2) & 0xFF) + " instead of 0");
		}
		// the address that the proxy has bound means nothing here
		if (length > 4 && length == 4 + addressLength() + Short.BYTES) {
			expect(Answer.NOTHING);
		}
	}

	private int addressLength() throws ProxyException {
		return switch (this.answer.get(3)) {
			case IPV4 -> 4;
			case IPV6 -> 16;
			case NAME -> 1 + (this.answer.get(4) & 0xFF);
			default -> throw new ProxyException("The proxy " + this.proxy.name()
					+ " sent a malformed reply: no address has the type " + (this.answer.get(3) & 0xFF));
		};
	}

	private void requireSuccess(int reply) throws ProxyException {
		if (reply != 0) {
			String reason = (reply < REPLIES.length) ? REPLIES[reply] : "a code that RFC 1928 does not know";
			throw new ProxyException("The proxy " + this.proxy.name() + " does not connect to " + this.server.host()
					+ ":" + this.server.port() + ": " + reason + " (reply " + reply + ")", reply, false);
		}
	}

	private void requireVersion(byte version) throws ProxyException {
		if (this.answer.get(0) != version) {
			throw new ProxyException("The proxy " + this.proxy.name() + " answered with version "
					+ (this.answer.get(0) & 0xFF) + " instead of " + version + "; is it a SOCKS5 proxy?");
		}
	}

	private void expect(Answer next) {
		this.expected = next;
		this.answer.clear();
	}

	private static ByteBuffer password(ClientProxy.Credentials credentials) {
		byte[] user = credentials.user().getBytes(StandardCharsets.UTF_8);
		byte[] password = credentials.password().getBytes(StandardCharsets.UTF_8);
		return ByteBuffer.allocate(3 + user.length + password.length)
			.put(PASSWORD_VERSION)
			.put((byte) user.length)
			.put(user)
			.put((byte) password.length)
			.put(password)
			.flip();
	}

	private ByteBuffer request() {
		ByteBuffer request = ByteBuffer.allocate(4 + 1 + LONGEST_NAME + Short.BYTES)
			.put(VERSION)
			.put(CONNECT)
			.put((byte) 0);
		InetAddress address = HostLookups.address(this.server.host());
		if (address == null) {
			byte[] name = this.server.host().getBytes(StandardCharsets.US_ASCII);
			request.put(NAME).put((byte) name.length).put(name);
		}
		else {
			byte[] bytes = address.getAddress();
			request.put((bytes.length == 4) ? IPV4 : IPV6).put(bytes);
		}
		return request.putShort((short) this.server.port()).flip();
	}

	/** What the proxy says next. */
	private enum Answer {

		METHOD, PASSWORD, REPLY, NOTHING

	}

}
