package io.wsboot.transport;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * One place where a server listens: its sockets, one or one for each loop, and what
 * belongs to them.
 */
final class Listening {

	private final ListenOptions options;

	private final List<Acceptor> acceptors = new ArrayList<>();

	private final @Nullable TlsServer tls;

	private @Nullable UnixSocketFile file;

	private SocketAddress address;

	private Listening(ListenOptions options, @Nullable TlsServer tls) {
		this.options = options;
		this.address = options.address();
		this.tls = tls;
	}

	/**
	 * Binds the sockets of one place; they accept once {@link #start()} is called.
	 * @param options where and how
	 * @param loops serve the connections
	 * @param server what all connections have in common
	 * @param threadNamePrefix how threads are called
	 * @return the place
	 * @throws ListenException if it cannot be had; nothing stays bound
	 */
	static Listening bind(ListenOptions options, EventLoopGroup loops, ServerContext server, String threadNamePrefix)
			throws ListenException {
		ServerTls encryption = options.tls();
		TlsServer tls = (encryption != null) ? new TlsServer(encryption, threadNamePrefix) : null;
		Listening listening = new Listening(options, tls);
		boolean bound = false;
		try {
			listening.bind(loops, new Admission(options, tls, server));
			bound = true;
			return listening;
		}
		catch (IOException ex) {
			throw new ListenException(options.address(), reason(ex), remedy(options.address(), ex), ex);
		}
		finally {
			if (!bound) {
				listening.acceptors.forEach(Acceptor::close);
				listening.end();
			}
		}
	}

	private void bind(EventLoopGroup loops, Admission admission) throws IOException {
		if (this.address instanceof InetSocketAddress named && named.isUnresolved()) {
			throw new BindException("no address is known for that name");
		}
		if (!this.options.reusePort()) {
			add(loops.first(), loops::next, admission);
			return;
		}
		for (EventLoop loop : loops.all()) {
			// the first of them finds the port, if any free one will do
			add(loop, () -> loop, admission);
		}
	}

	private void add(EventLoop loop, Supplier<EventLoop> targets, Admission admission) throws IOException {
		ServerSocketChannel socket = open();
		boolean bound = false;
		try {
			setOptions(socket);
			socket.configureBlocking(false);
			socket.bind(this.address, this.options.backlog());
			this.address = socket.getLocalAddress();
			if (this.address instanceof UnixDomainSocketAddress path) {
				this.file = UnixSocketFile.bound(path);
			}
			bound = true;
		}
		finally {
			if (!bound) {
				socket.close();
			}
		}
		this.acceptors.add(new Acceptor(loop, socket, targets, admission));
	}

	private ServerSocketChannel open() throws IOException {
		if (!(this.address instanceof UnixDomainSocketAddress path)) {
			return ServerSocketChannel.open();
		}
		try {
			UnixSocketFile.clear(path);
			return ServerSocketChannel.open(StandardProtocolFamily.UNIX);
		}
		catch (UnsupportedOperationException ex) {
			throw new SocketException("this platform has no Unix domain sockets");
		}
	}

	private void setOptions(ServerSocketChannel socket) throws IOException {
		if (this.address instanceof InetSocketAddress) {
			socket.setOption(StandardSocketOptions.SO_REUSEADDR, true);
		}
		if (this.options.reusePort()) {
			if (!socket.supportedOptions().contains(StandardSocketOptions.SO_REUSEPORT)) {
				throw new SocketException("reusePort is set, but this platform has no SO_REUSEPORT");
			}
			socket.setOption(StandardSocketOptions.SO_REUSEPORT, true);
		}
		int receiveBufferSize = this.options.connections().receiveBufferSize();
		if (receiveBufferSize > 0) {
			// inherited, and early enough for TCP to agree on a window of that size
			socket.setOption(StandardSocketOptions.SO_RCVBUF, receiveBufferSize);
		}
	}

	/**
	 * Where this is.
	 * @return the address with the real port
	 */
	SocketAddress address() {
		return this.address;
	}

	/**
	 * What encrypts the connections.
	 * @return {@code null} if nothing does
	 */
	@Nullable TlsServer tls() {
		return this.tls;
	}

	List<Acceptor> acceptors() {
		return this.acceptors;
	}

	/**
	 * Begins to accept. Called before the loops run.
	 * @throws IOException if a loop is closed
	 */
	void start() throws IOException {
		for (Acceptor acceptor : this.acceptors) {
			acceptor.start();
		}
	}

	/**
	 * Gives back what is not a socket. Called when no connection is left.
	 */
	void end() {
		if (this.tls != null) {
			this.tls.close();
		}
	}

	/**
	 * Takes the file away that led here, if there is one.
	 */
	void removeFile() {
		if (this.file != null) {
			this.file.remove();
		}
	}

	private static String reason(IOException failure) {
		String message = failure.getMessage();
		return (message != null) ? message : failure.toString();
	}

	private static String remedy(SocketAddress address, IOException failure) {
		String reason = reason(failure);
		if (reason.contains("reusePort")) {
			return "Leave reusePort off.";
		}
		if (address instanceof UnixDomainSocketAddress) {
			return "Choose another path in a directory that this process may write to, or end the process that has it.";
		}
		if (reason.contains("in use")) {
			return "Choose another port (0 takes any free one), or end the process that has it.";
		}
		if (reason.contains("ermission")) {
			return "Choose a port from 1024 on, or give the process the right to use lower ones.";
		}
		return "Choose an address of this machine, or none to listen on all of them.";
	}

}
