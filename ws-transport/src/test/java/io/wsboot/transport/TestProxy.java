package io.wsboot.transport;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A proxy on loopback: what it says to a client is in a test's hands, and if that opens
 * the way it passes bytes on to whatever server the test names.
 */
final class TestProxy implements AutoCloseable {

	private final ServerSocket listening = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());

	private final List<Socket> sockets = new ArrayList<>();

	/** What clients asked for, as far as the conversation wrote it down. */
	private final BlockingQueue<String> asked = new LinkedBlockingQueue<>();

	TestProxy(Conversation conversation, int serverPort) throws IOException {
		run(() -> {
			while (true) {
				Socket client = kept(this.listening.accept());
				run(() -> serve(client, conversation, serverPort));
			}
		});
	}

	int port() {
		return this.listening.getLocalPort();
	}

	/**
	 * Awaits what a client asks for.
	 */
	String asked() throws InterruptedException {
		return this.asked.poll(10, TimeUnit.SECONDS);
	}

	private void serve(Socket client, Conversation conversation, int serverPort) throws IOException {
		client.setTcpNoDelay(true);
		Talk talk = new Talk(client, this.asked);
		if (!conversation.hold(talk)) {
			client.close();
			return;
		}
		Socket server = kept(new Socket(InetAddress.getLoopbackAddress(), serverPort));
		run(() -> pass(server, client));
		pass(client, server);
	}

	private synchronized Socket kept(Socket socket) {
		this.sockets.add(socket);
		return socket;
	}

	private static void pass(Socket from, Socket to) throws IOException {
		from.getInputStream().transferTo(to.getOutputStream());
		to.shutdownOutput();
	}

	private static void run(Step step) {
		Thread thread = new Thread(() -> {
			try {
				step.run();
			}
			catch (IOException ex) {
				// the test has ended, or the client has left
			}
		}, "test-proxy");
		thread.setDaemon(true);
		thread.start();
	}

	@Override
	public synchronized void close() throws IOException {
		this.listening.close();
		for (Socket socket : this.sockets) {
			socket.close();
		}
	}

	/**
	 * An HTTP proxy that answers every request with the same bytes, and opens the way if
	 * they are a success.
	 */
	static Conversation http(String answer) {
		return (talk) -> {
			talk.note(talk.readHead());
			talk.say(answer.getBytes(StandardCharsets.ISO_8859_1));
			return answer.contains(" 200 ");
		};
	}

	/**
	 * A SOCKS proxy that says a number of things, each in hexadecimal behind what the
	 * client says meanwhile, and opens the way then.
	 * @param expected the lengths of what the client says
	 */
	static Conversation socks(List<String> answers, int... expected) {
		return (talk) -> {
			for (int i = 0; i < answers.size(); i++) {
				talk.note(talk.readHex(expected[i]));
				talk.say(RawPeer.hex(answers.get(i)));
			}
			return true;
		};
	}

	/**
	 * What is said before bytes are passed on.
	 */
	interface Conversation {

		/**
		 * Talks to a client.
		 * @return whether bytes are passed on from here
		 */
		boolean hold(Talk talk) throws IOException;

	}

	private interface Step {

		void run() throws IOException;

	}

	/**
	 * The client's end of a conversation.
	 */
	static final class Talk {

		private final Socket client;

		private final BlockingQueue<String> asked;

		private boolean dribbling;

		private Talk(Socket client, BlockingQueue<String> asked) {
			this.client = client;
			this.asked = asked;
		}

		void note(String what) {
			this.asked.add(what);
		}

		void dribbleFromNowOn() {
			this.dribbling = true;
		}

		String readHead() throws IOException {
			InputStream in = this.client.getInputStream();
			StringBuilder head = new StringBuilder();
			while (!head.toString().endsWith("\r\n\r\n")) {
				int next = in.read();
				if (next < 0) {
					throw new IOException("The client has left");
				}
				head.append((char) next);
			}
			return head.toString();
		}

		String readHex(int length) throws IOException {
			byte[] bytes = new byte[length];
			new DataInputStream(this.client.getInputStream()).readFully(bytes);
			return HexFormat.of().formatHex(bytes);
		}

		void say(byte[] bytes) throws IOException {
			if (!this.dribbling) {
				this.client.getOutputStream().write(bytes);
				return;
			}
			for (byte next : bytes) {
				this.client.getOutputStream().write(next);
			}
		}

		/**
		 * Says nothing until the client has left.
		 */
		void awaitEnd() throws IOException {
			this.client.getInputStream().transferTo(OutputStream.nullOutputStream());
		}

		void reset() throws IOException {
			this.client.setSoLinger(true, 0);
			this.client.close();
		}

	}

}
