package io.wsboot.transport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.awaitility.core.ConditionTimeoutException;

import static io.wsboot.transport.TestServer.eventually;

/**
 * A port that does not answer: its backlog is full, so that the operating system drops
 * what asks for a connection.
 */
final class DeafListener implements AutoCloseable {

	private static final int MOST = 64;

	private final ServerSocket listening;

	private final List<SocketChannel> filling = new ArrayList<>();

	DeafListener() throws IOException {
		this.listening = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] { 127, 0, 0, 2 }));
		boolean full = false;
		while (!full && this.filling.size() < MOST) {
			SocketChannel next = SocketChannel.open();
			next.configureBlocking(false);
			this.filling.add(next);
			full = !next.connect(new InetSocketAddress(address(), port())) && !isConnectedSoon(next);
		}
		if (!full) {
			throw new IllegalStateException("The backlog has no end");
		}
	}

	private static boolean isConnectedSoon(SocketChannel next) throws IOException {
		try {
			eventually().atMost(Duration.ofMillis(100)).until(next::finishConnect);
			return true;
		}
		catch (ConditionTimeoutException ex) {
			return false;
		}
	}

	InetAddress address() {
		return this.listening.getInetAddress();
	}

	int port() {
		return this.listening.getLocalPort();
	}

	@Override
	public void close() throws IOException {
		for (SocketChannel one : this.filling) {
			one.close();
		}
		this.listening.close();
	}

}
