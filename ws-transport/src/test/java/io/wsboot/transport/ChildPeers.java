package io.wsboot.transport;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Many peers in a process of their own, so that nothing of theirs counts as the server's:
 * no heap, no descriptor. They read and write only when they are told to.
 */
final class ChildPeers implements AutoCloseable {

	private static final String ECHO = "81 85 00000000 68656c6c6f";

	private static final String ECHOED = "81 05 68656c6c6f";

	private final Process process;

	private final PrintStream orders;

	private final BufferedReader answers;

	private ChildPeers(Process process) {
		this.process = process;
		this.orders = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
		this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
	}

	/**
	 * Starts the process; it opens nothing yet.
	 */
	static ChildPeers start(int port) throws IOException {
		return new ChildPeers(java(ChildPeers.class, List.of("-Xmx128m", "-XX:+UseSerialGC"), Integer.toString(port)));
	}

	/**
	 * Starts a class of the tests in a JVM of its own.
	 */
	static Process java(Class<?> main, List<String> options, String... arguments) throws IOException {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(options);
		command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
		command.addAll(List.of(arguments));
		return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
	}

	/**
	 * Opens sessions and leaves them open.
	 */
	void open(int count) throws Exception {
		order("open " + count);
	}

	/**
	 * Connects and never says a word.
	 */
	void connect(int count) throws Exception {
		order("connect " + count);
	}

	/**
	 * Sends a message through every session and reads what comes back.
	 */
	void echo() throws Exception {
		order("echo");
	}

	/**
	 * Waits until the other side has ended every connection.
	 */
	void expectEnds() throws Exception {
		order("end");
	}

	/**
	 * Stops the process where it stands; its sockets stay open.
	 */
	void suspend() throws Exception {
		signal("STOP");
	}

	@Override
	public void close() throws Exception {
		this.orders.close();
		signal("CONT");
		if (!this.process.waitFor(10, TimeUnit.SECONDS)) {
			this.process.destroyForcibly();
		}
	}

	private void order(String order) throws Exception {
		this.orders.println(order);
		String answer = CompletableFuture.supplyAsync(() -> {
			try {
				return this.answers.readLine();
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
		}).get(60, TimeUnit.SECONDS);
		assertThat(answer).isEqualTo("done " + order);
	}

	private void signal(String name) throws Exception {
		if (this.process.isAlive()) {
			// a command of every shell, even where there is no such program
			new ProcessBuilder("sh", "-c", "kill -" + name + " " + this.process.pid()).inheritIO().start().waitFor();
		}
	}

	/**
	 * What the process does.
	 */
	public static void main(String[] arguments) throws IOException {
		InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(),
				Integer.parseInt(arguments[0]));
		List<SocketChannel> peers = new ArrayList<>();
		BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		for (String order = orders.readLine(); order != null; order = orders.readLine()) {
			String[] words = order.split(" ");
			int count = (words.length > 1) ? Integer.parseInt(words[1]) : 0;
			switch (words[0]) {
				case "open" -> {
					for (int i = 0; i < count; i++) {
						peers.add(upgraded(address));
					}
				}
				case "connect" -> {
					for (int i = 0; i < count; i++) {
						peers.add(SocketChannel.open(address));
					}
				}
				case "echo" -> echo(peers);
				default -> awaitEnds(peers);
			}
			System.out.println("done " + order);
		}
	}

	private static SocketChannel upgraded(InetSocketAddress address) throws IOException {
		SocketChannel peer = SocketChannel.open(address);
		peer.write(ByteBuffer.wrap(RawPeer.UPGRADE.getBytes(StandardCharsets.US_ASCII)));
		ByteBuffer head = ByteBuffer.allocate(1024);
		do {
			if (peer.read(head) < 0) {
				throw new IOException("The upgrade was refused");
			}
		}
		while (!new String(head.array(), 0, head.position(), StandardCharsets.US_ASCII).endsWith("\r\n\r\n"));
		return peer;
	}

	private static void echo(List<SocketChannel> peers) throws IOException {
		for (SocketChannel peer : peers) {
			peer.write(ByteBuffer.wrap(RawPeer.hex(ECHO)));
		}
		byte[] expected = RawPeer.hex(ECHOED);
		for (SocketChannel peer : peers) {
			ByteBuffer answer = ByteBuffer.allocate(expected.length);
			while (answer.hasRemaining()) {
				if (peer.read(answer) < 0) {
					throw new IOException("The session was ended");
				}
			}
			assertThat(answer.array()).isEqualTo(expected);
		}
	}

	private static void awaitEnds(List<SocketChannel> peers) throws IOException {
		ByteBuffer rest = ByteBuffer.allocate(4096);
		for (SocketChannel peer : peers) {
			try (peer) {
				while (peer.read(rest.clear()) >= 0) {
					// until there is no more
				}
			}
		}
		peers.clear();
	}

}
