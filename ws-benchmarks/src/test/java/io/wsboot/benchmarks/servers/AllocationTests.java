package io.wsboot.benchmarks.servers;

import java.io.DataInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.sun.management.ThreadMXBean;
import io.wsboot.transport.WsServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a message costs in garbage once a server is warm: on the event loop nothing, in an
 * endpoint its argument, the bytes of its answer and little else. All threads of the
 * server count.
 */
@Timeout(300)
class AllocationTests {

	private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private static final List<String> ANY_PORT = List.of("--port=0");

	/** How many messages leave in one write. */
	private static final int BATCH = 64;

	private static final int SHORT_ROUND = 150;

	private static final int LONG_ROUND = 1_600;

	private static final int MAX_SHORT_ROUNDS = 60;

	private static final int LONG_ROUNDS = 3;

	/** An object's header and fields, rounded up. */
	private static final int STRING = 24;

	private static final int ARRAY_HEADER = 16;

	/** What an endpoint may take besides its argument, which is also its answer. */
	private static final int REST = 64;

	@ParameterizedTest
	@CsvSource({ "0x81, 20", "0x82, 20", "0x81, 1024", "0x82, 1024" })
	void aMessageOnTheEventLoopAllocatesNothing(String firstByte, int length) throws Exception {
		try (WsServer server = LoopServer.echo(ANY_PORT)) {
			int port = ((InetSocketAddress) server.localAddress()).getPort();
			assertThat(allocated(port, Integer.decode(firstByte), length, 1)).isLessThan(1);
		}
	}

	@Test
	void aTextInAnEndpointAllocatesItsArgumentAndLittleElse() throws Exception {
		int length = 20;
		int bytes = (ARRAY_HEADER + length + 7) / 8 * 8;
		int bound = STRING + bytes + REST;
		try (ConfigurableApplicationContext application = EndpointServer.echo(ANY_PORT)) {
			int port = application.getEnvironment().getRequiredProperty("local.ws.server.port", Integer.class);
			assertThat(allocated(port, 0x81, length, bound)).isLessThanOrEqualTo(bound);
		}
	}

	/**
	 * The bytes that a server allocates for a message: the least of some long rounds,
	 * after as many short ones as it takes to be compiled.
	 */
	private static double allocated(int port, int firstByte, int length, double expected) throws IOException {
		try (Peer peer = new Peer(port, firstByte, length)) {
			double least = Double.MAX_VALUE;
			for (int round = 0; round < MAX_SHORT_ROUNDS && least > expected; round++) {
				least = peer.round(SHORT_ROUND);
			}
			least = Double.MAX_VALUE;
			for (int round = 0; round < LONG_ROUNDS && least > expected; round++) {
				least = Math.min(least, peer.round(LONG_ROUND));
			}
			return least;
		}
	}

	/** Sends the same messages again and again and waits for the echoes of each batch. */
	private static final class Peer implements AutoCloseable {

		private final Socket socket;

		private final DataInputStream in;

		private final byte[] frames;

		private final byte[] expected;

		private final byte[] echoes;

		Peer(int port, int firstByte, int length) throws IOException {
			this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
			this.socket.setTcpNoDelay(true);
			this.socket.setSoTimeout(10_000);
			this.in = new DataInputStream(this.socket.getInputStream());
			byte[] payload = "x".repeat(length).getBytes(StandardCharsets.US_ASCII);
			this.frames = batch(firstByte, payload, true);
			this.expected = batch(firstByte, payload, false);
			this.echoes = new byte[this.expected.length];
			open();
		}

		/** Masked with zeros, or not masked. */
		private static byte[] batch(int firstByte, byte[] payload, boolean masked) {
			ByteBuffer frames = ByteBuffer.allocate(BATCH * (8 + payload.length));
			int mask = masked ? 0x80 : 0;
			for (int i = 0; i < BATCH; i++) {
				frames.put((byte) firstByte);
				if (payload.length < 126) {
					frames.put((byte) (mask | payload.length));
				}
				else {
					frames.put((byte) (mask | 126)).putShort((short) payload.length);
				}
				frames.put(masked ? new byte[4] : new byte[0]).put(payload);
			}
			byte[] bytes = new byte[frames.position()];
			frames.flip().get(bytes);
			return bytes;
		}

		private void open() throws IOException {
			this.socket.getOutputStream()
				.write(("GET /ws HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
						+ "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n")
					.getBytes(StandardCharsets.US_ASCII));
			StringBuilder head = new StringBuilder();
			while (head.indexOf("\r\n\r\n") < 0) {
				head.append((char) this.in.readUnsignedByte());
			}
			assertThat(head).startsWith("HTTP/1.1 101 ");
		}

		/**
		 * What the threads of the server allocate for a message.
		 */
		double round(int batches) throws IOException {
			Map<Long, Long> before = others();
			for (int i = 0; i < batches; i++) {
				this.socket.getOutputStream().write(this.frames);
				this.in.readFully(this.echoes);
			}
			assertThat(this.echoes).isEqualTo(this.expected);
			long sum = 0;
			for (Map.Entry<Long, Long> thread : others().entrySet()) {
				sum += thread.getValue() - before.getOrDefault(thread.getKey(), 0L);
			}
			return (double) sum / (batches * BATCH);
		}

		/**
		 * What all threads but this one have allocated so far.
		 */
		private static Map<Long, Long> others() {
			long[] threads = THREADS.getAllThreadIds();
			long[] bytes = THREADS.getThreadAllocatedBytes(threads);
			Map<Long, Long> others = new HashMap<>();
			for (int i = 0; i < threads.length; i++) {
				// a thread that has ended meanwhile has no figure
				if (threads[i] != Thread.currentThread().getId() && bytes[i] >= 0) {
					others.put(threads[i], bytes[i]);
				}
			}
			return others;
		}

		@Override
		public void close() throws IOException {
			this.socket.close();
		}

	}

}
