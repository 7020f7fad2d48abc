package io.wsboot.conformance.interop;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/**
 * Stands between a client and a server, passes on every byte of one connection, and sees
 * what neither of them has to admit: what was offered, what was answered, and how many
 * bytes it took.
 */
final class Tap implements AutoCloseable {

	private final ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());

	private final int port;

	private final Pipe up = new Pipe();

	private final Pipe down = new Pipe();

	Tap(int port) throws IOException {
		this.port = port;
		start("tap", this::connect);
	}

	int port() {
		return this.listening.getLocalPort();
	}

	/**
	 * The extensions of the request.
	 */
	String offered() {
		return this.up.extensions();
	}

	/**
	 * The extensions of the answer; empty if there are none.
	 */
	String answered() {
		return this.down.extensions();
	}

	/**
	 * The bytes that have gone to the server.
	 */
	long sent() {
		return this.up.bytes.get();
	}

	/**
	 * The bytes that have come from the server.
	 */
	long received() {
		return this.down.bytes.get();
	}

	@Override
	public void close() throws IOException {
		this.listening.close();
	}

	private void connect() throws IOException {
		try (Socket client = this.listening.accept();
				Socket server = new Socket(InetAddress.getLoopbackAddress(), this.port)) {
			client.setTcpNoDelay(true);
			server.setTcpNoDelay(true);
			Thread other = start("tap-up", () -> this.up.pass(client, server));
			this.down.pass(server, client);
			other.join();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static Thread start(String name, Passing passing) {
		Thread thread = new Thread(() -> {
			try {
				passing.run();
			}
			catch (IOException ex) {
				// the connection has ended one way or the other; both ends know
			}
		}, name);
		thread.setDaemon(true);
		thread.start();
		return thread;
	}

	private interface Passing {

		void run() throws IOException;

	}

	private static final class Pipe {

		private static final int HEAD = 8 * 1024;

		private final ByteArrayOutputStream head = new ByteArrayOutputStream();

		private final AtomicLong bytes = new AtomicLong();

		void pass(Socket from, Socket to) throws IOException {
			byte[] buffer = new byte[64 * 1024];
			InputStream in = from.getInputStream();
			OutputStream out = to.getOutputStream();
			for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
				keep(buffer, length);
				this.bytes.addAndGet(length);
				out.write(buffer, 0, length);
			}
			to.shutdownOutput();
		}

		private synchronized void keep(byte[] buffer, int length) {
			this.head.write(buffer, 0, Math.min(length, HEAD - this.head.size()));
		}

		private synchronized String extensions() {
			String text = this.head.toString(StandardCharsets.ISO_8859_1);
			return text.substring(0, text.indexOf("\r\n\r\n"))
				.lines()
				.filter((line) -> line.toLowerCase(Locale.ROOT).startsWith("sec-websocket-extensions:"))
				.map((line) -> line.substring(line.indexOf(':') + 1).strip())
				.collect(Collectors.joining(", "));
		}

	}

}
