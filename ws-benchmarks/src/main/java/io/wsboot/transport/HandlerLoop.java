package io.wsboot.transport;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;

import io.wsboot.protocol.CloseStatus;
import io.wsboot.protocol.MessageSink;
import io.wsboot.protocol.ProtocolLimits;
import io.wsboot.protocol.ProtocolSettings;
import io.wsboot.protocol.Role;
import io.wsboot.protocol.WebSocketProtocol;
import io.wsboot.transport.InboundBatch.Event;

/**
 * A session on an event loop of its own, between the decoder and the socket: messages are
 * handled as in a pass, and what the handler sends is encoded, queued and written to a
 * socket that takes everything. There is no kernel in it.
 */
public final class HandlerLoop implements AutoCloseable {

	private final EventLoop loop;

	private final TakingChannel channel;

	private final OutboundGate gate;

	private final HandlerCalls calls;

	/**
	 * Opens a session.
	 * @param handler handles its messages on the loop
	 * @throws IOException if the loop cannot be made
	 */
	public HandlerLoop(WsHandler handler) throws IOException {
		this.loop = new EventLoop("measured", true, 64 * 1024, new AdaptiveSpin(0), TransportListener.NONE);
		this.channel = new TakingChannel();
		TransportOptions options = TransportOptions.DEFAULTS;
		OutboundPolicy policy = new OutboundBudget(options.outboundBudget()).policy(options.outbound());
		// on no loop yet, because it has not been started
		Connection connection = new Connection(this.loop, this.channel, InetSocketAddress.createUnresolved("peer", 1),
				policy, () -> {
				});
		this.gate = connection.gate();
		this.gate.open(new WebSocketProtocol(new ProtocolSettings(Role.SERVER, ProtocolLimits.DEFAULTS, false, null),
				unheard(), this.gate.queue(), this.loop.buffers()), policy);
		this.calls = new HandlerCalls(connection, this.gate, new TransportContext(options, TransportListener.NONE,
				new Topics(), new SessionRegistry(new EventLoop[] { this.loop })), UpgradeDecision.accept(handler));
		this.loop.start();
	}

	/**
	 * Handles a text message again and again, as if reads had brought several each.
	 * @param utf8 the message, ASCII
	 * @param reads how many reads
	 * @param messages how many messages each has brought
	 * @return the bytes of frames written so far
	 */
	public long handle(ByteBuffer utf8, int reads, int messages) {
		CompletableFuture<Long> written = new CompletableFuture<>();
		this.loop.execute(() -> {
			for (int i = 0; i < reads; i++) {
				read(utf8, messages);
			}
			written.complete(this.channel.written);
		});
		return written.join();
	}

	private void read(ByteBuffer utf8, int messages) {
		this.gate.cork();
		for (int i = 0; i < messages; i++) {
			this.calls.handle(Event.ASCII_TEXT, utf8, CloseStatus.ABNORMAL);
		}
		this.gate.uncork();
	}

	/**
	 * Which thread does the work.
	 * @return the loop's thread
	 */
	public Thread thread() {
		CompletableFuture<Thread> thread = new CompletableFuture<>();
		this.loop.execute(() -> thread.complete(Thread.currentThread()));
		return thread.join();
	}

	@Override
	public void close() {
		this.loop.execute(this.gate::abort);
		this.loop.stop();
	}

	/** Nothing is decoded. */
	private static MessageSink unheard() {
		return (MessageSink) Proxy.newProxyInstance(MessageSink.class.getClassLoader(),
				new Class<?>[] { MessageSink.class }, (proxy, method, arguments) -> {
					throw new IllegalStateException("Nothing is decoded");
				});
	}

	/** Takes everything at once. */
	private static final class TakingChannel implements RawChannel {

		/** Registered, never connected. */
		private final SocketChannel socket = SocketChannel.open();

		private long written;

		TakingChannel() throws IOException {
			this.socket.configureBlocking(false);
		}

		@Override
		public SocketChannel socket() {
			return this.socket;
		}

		@Override
		public int read(ByteBuffer in) {
			return 0;
		}

		@Override
		public long write(ByteBuffer[] out, int count) {
			long taken = 0;
			for (int i = 0; i < count; i++) {
				taken += out[i].remaining();
				out[i].position(out[i].limit());
			}
			this.written += taken;
			return taken;
		}

		@Override
		public void shutdownOutput() {
			// nobody reads
		}

		@Override
		public void close() {
			PlainChannel.close(this.socket);
		}

	}

}
