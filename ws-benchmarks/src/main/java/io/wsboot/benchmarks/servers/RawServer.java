package io.wsboot.benchmarks.servers;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Returns bytes as they come, without any protocol, on one JDK selector: the most that a
 * server on this selector can reach. In broadcast mode everybody gets the bytes.
 */
public final class RawServer implements Closeable {

	private static final int INPUT_BYTES = 512 << 10;

	private static final int BACKLOG = 1024;

	private final boolean broadcast;

	private final Selector selector = Selector.open();

	private final ServerSocketChannel listener = ServerSocketChannel.open();

	private final ByteBuffer input = ByteBuffer.allocateDirect(INPUT_BYTES);

	private final Consumer<SelectionKey> ready = this::ready;

	private RawServer(int port, boolean broadcast) throws IOException {
		this.broadcast = broadcast;
		this.listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
		this.listener.configureBlocking(false);
		this.listener.register(this.selector, SelectionKey.OP_ACCEPT);
	}

	/**
	 * Starts a server that returns what it reads.
	 * @param arguments {@code --port=N}
	 * @return the server, which runs until it is closed
	 * @throws IOException if it cannot listen
	 * @throws IllegalArgumentException if the arguments are wrong
	 */
	public static RawServer echo(List<String> arguments) throws IOException {
		return start(ServerOptions.parse(arguments), false);
	}

	/**
	 * Starts a server that sends what it reads to everybody.
	 * @param arguments {@code --port=N}
	 * @return the server, which runs until it is closed
	 * @throws IOException if it cannot listen
	 * @throws IllegalArgumentException if the arguments are wrong
	 */
	public static RawServer broadcast(List<String> arguments) throws IOException {
		return start(ServerOptions.parse(arguments), true);
	}

	private static RawServer start(ServerOptions options, boolean broadcast) throws IOException {
		RawServer server = new RawServer(options.port(), broadcast);
		new Thread(server::run, "raw-server").start();
		System.out.println("Listening on port " + server.port());
		return server;
	}

	/**
	 * Returns where it listens.
	 * @return the port
	 */
	public int port() {
		return this.listener.socket().getLocalPort();
	}

	private void run() {
		try (ServerSocketChannel server = this.listener) {
			while (this.selector.isOpen()) {
				this.selector.select(this.ready);
			}
		}
		catch (IOException | ClosedSelectorException ex) {
			// it was closed
		}
	}

	@Override
	public void close() throws IOException {
		for (SelectionKey key : this.selector.keys()) {
			key.channel().close();
		}
		this.selector.close();
	}

	private void ready(SelectionKey key) {
		try {
			if (key.isAcceptable()) {
				accept();
			}
			else if (key.isWritable()) {
				writeKept(key);
			}
			else {
				read(key);
			}
		}
		catch (IOException ex) {
			close(key);
		}
	}

	private void accept() throws IOException {
		for (SocketChannel channel = this.listener.accept(); channel != null; channel = this.listener.accept()) {
			channel.configureBlocking(false);
			channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
			channel.register(this.selector, SelectionKey.OP_READ);
		}
	}

	private void read(SelectionKey key) throws IOException {
		ByteBuffer bytes = this.input.clear();
		if (((SocketChannel) key.channel()).read(bytes) < 0) {
			close(key);
			return;
		}
		bytes.flip();
		if (!this.broadcast) {
			write(key, bytes);
			return;
		}
		for (SelectionKey each : this.selector.keys()) {
			if (each.channel() != this.listener && each.isValid()) {
				send(each, bytes.duplicate());
			}
		}
	}

	private void send(SelectionKey key, ByteBuffer bytes) {
		try {
			write(key, bytes);
		}
		catch (IOException ex) {
			close(key);
		}
	}

	/**
	 * Writes, and keeps what the socket does not take. While something is kept, nothing
	 * is read from this connection.
	 */
	private static void write(SelectionKey key, ByteBuffer bytes) throws IOException {
		ByteBuffer kept = (ByteBuffer) key.attachment();
		if (kept == null) {
			((SocketChannel) key.channel()).write(bytes);
		}
		if (bytes.hasRemaining()) {
			key.attach(joined(kept, bytes));
			key.interestOps(SelectionKey.OP_WRITE);
		}
	}

	private static void writeKept(SelectionKey key) throws IOException {
		ByteBuffer kept = (ByteBuffer) key.attachment();
		((SocketChannel) key.channel()).write(kept);
		if (!kept.hasRemaining()) {
			key.attach(null);
			key.interestOps(SelectionKey.OP_READ);
		}
	}

	private static ByteBuffer joined(@Nullable ByteBuffer first, ByteBuffer second) {
		int before = (first != null) ? first.remaining() : 0;
		ByteBuffer joined = ByteBuffer.allocateDirect(before + second.remaining());
		if (first != null) {
			joined.put(first);
		}
		return joined.put(second).flip();
	}

	private static void close(SelectionKey key) {
		try {
			key.channel().close();
		}
		catch (IOException ex) {
			// nobody is there to be told
		}
	}

}
