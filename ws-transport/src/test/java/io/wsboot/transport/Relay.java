package io.wsboot.transport;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * Stands between a client and a server, passes one connection's bytes on, and can cut it.
 */
final class Relay implements AutoCloseable {

	private final ServerSocket listening;

	private volatile Socket toClient;

	private volatile Socket toServer;

	Relay(int port) throws IOException {
		this.listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
		run(() -> {
			this.toClient = this.listening.accept();
			this.toServer = new Socket(InetAddress.getLoopbackAddress(), port);
			run(() -> pass(this.toClient, this.toServer));
			run(() -> pass(this.toServer, this.toClient));
		});
	}

	int port() {
		return this.listening.getLocalPort();
	}

	/**
	 * Ends the stream to the client, without a word.
	 */
	void cut() throws IOException {
		this.toClient.shutdownOutput();
	}

	private static void pass(Socket from, Socket to) throws IOException {
		InputStream in = from.getInputStream();
		byte[] bytes = new byte[16 * 1024];
		for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
			to.getOutputStream().write(bytes, 0, count);
		}
	}

	private static void run(Step step) {
		Thread thread = new Thread(() -> {
			try {
				step.run();
			}
			catch (IOException ex) {
				// the test has ended
			}
		}, "relay");
		thread.setDaemon(true);
		thread.start();
	}

	@Override
	public void close() throws IOException {
		this.listening.close();
		if (this.toClient != null) {
			this.toClient.close();
		}
		if (this.toServer != null) {
			this.toServer.close();
		}
	}

	private interface Step {

		void run() throws IOException;

	}

}
