package io.wsboot.spring.autoconfigure;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;

import io.wsboot.transport.WsClient;
import io.wsboot.transport.WsHandler;
import io.wsboot.transport.WsSession;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sessions of a client in a process of its own, so that nothing of it counts as the
 * server's heap.
 */
final class IdlePeers implements AutoCloseable {

	private final Process process;

	private final PrintStream orders;

	private final BufferedReader answers;

	private IdlePeers(Process process) {
		this.process = process;
		this.orders = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
		this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
	}

	/**
	 * Starts the process; it opens nothing yet.
	 */
	static IdlePeers start(int port) throws IOException {
		return new IdlePeers(new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-Xmx256m", "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"), IdlePeers.class.getName(),
				"ws://127.0.0.1:" + port + "/idle")
			.redirectError(ProcessBuilder.Redirect.INHERIT)
			.start());
	}

	/**
	 * Opens sessions and leaves them open.
	 */
	void open(int count) throws Exception {
		order(Integer.toString(count));
	}

	/**
	 * Sends a message through every session and awaits what comes back.
	 */
	void echo() throws Exception {
		order("echo");
	}

	@Override
	public void close() throws Exception {
		this.orders.close();
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

	/**
	 * What the process does.
	 */
	public static void main(String[] arguments) throws Exception {
		List<WsSession> sessions = new ArrayList<>();
		SynchronousQueue<String> replies = new SynchronousQueue<>();
		WsHandler handler = new WsHandler() {

			@Override
			public void onText(WsSession session, String text) throws InterruptedException {
				replies.put(text);
			}

		};
		BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		try (WsClient client = WsClient.builder().build()) {
			for (String order = orders.readLine(); order != null; order = orders.readLine()) {
				if (order.equals("echo")) {
					for (WsSession session : sessions) {
						session.sendText("hello");
						assertThat(replies.poll(10, TimeUnit.SECONDS)).isEqualTo("hello");
					}
				}
				else {
					for (int left = Integer.parseInt(order); left > 0; left--) {
						sessions
							.add(client.connect(arguments[0], handler).toCompletableFuture().get(10, TimeUnit.SECONDS));
					}
				}
				System.out.println("done " + order);
			}
		}
	}

}
