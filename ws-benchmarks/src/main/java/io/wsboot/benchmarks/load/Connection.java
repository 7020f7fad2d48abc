package io.wsboot.benchmarks.load;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

import org.jspecify.annotations.Nullable;

/**
 * One connection to the server under load.
 */
final class Connection {

	private enum State {

		CONNECTING, SECURING, SHAKING_HANDS, OPEN, CLOSED

	}

	private final Opening opening;

	private final LoadLoop loop;

	private final Faults faults;

	private final SocketChannel channel;

	private final @Nullable EncryptedBytes encrypted;

	/** The socket, or what encrypts. */
	private final ByteChannel bytes;

	private final SelectionKey key;

	private State state = State.CONNECTING;

	private @Nullable ClientHandshake handshake;

	private @Nullable Exchange exchange;

	private @Nullable ByteBuffer pong;

	private boolean leaving;

	/**
	 * Starts to connect.
	 */
	Connection(Opening opening) throws IOException {
		this.opening = opening;
		this.loop = opening.loop();
		this.faults = opening.faults();
		this.channel = SocketChannel.open();
		this.channel.configureBlocking(false);
		this.channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
		this.encrypted = (opening.target().dialect() == Dialect.TLS)
				? new EncryptedBytes(this.channel, this.loop.encryption()) : null;
		this.bytes = (this.encrypted != null) ? this.encrypted : this.channel;
		this.channel.connect(opening.target().address());
		this.key = this.channel.register(this.loop.selector(), SelectionKey.OP_CONNECT, this);
	}

	/**
	 * Does what the selector says is possible.
	 */
	void ready() {
		try {
			if (this.state == State.CONNECTING) {
				connected();
				return;
			}
			if (this.key.isWritable()) {
				write(System.nanoTime());
			}
			if (this.key.isValid() && this.key.isReadable()) {
				read();
			}
		}
		catch (IOException ex) {
			lost(ex.toString());
		}
	}

	private void connected() throws IOException {
		this.channel.finishConnect();
		this.key.interestOps(SelectionKey.OP_READ);
		if (this.opening.target().raw()) {
			open();
			return;
		}
		if (this.encrypted != null) {
			this.state = State.SECURING;
			this.encrypted.shakeHands();
			return;
		}
		request();
	}

	private void request() throws IOException {
		this.state = State.SHAKING_HANDS;
		this.handshake = new ClientHandshake(this.opening.target().dialect());
		ByteBuffer request = this.opening.target().request();
		this.bytes.write(request);
		if (request.hasRemaining()) {
			lost("the request did not fit into the socket");
		}
	}

	private void open() {
		this.state = State.OPEN;
		this.handshake = null;
		this.opening.opened(this);
	}

	private void read() throws IOException {
		ByteBuffer input = this.loop.input();
		int count = this.bytes.read(input);
		long now = System.nanoTime();
		if (count < 0) {
			lost("the server ended the connection");
			return;
		}
		input.flip();
		if (this.state == State.SECURING) {
			if (this.encrypted != null && this.encrypted.isSecured()) {
				request();
			}
			return;
		}
		if (this.handshake != null && !accepted(this.handshake, input)) {
			return;
		}
		Exchange current = this.exchange;
		if (current != null && input.hasRemaining()) {
			current.received(input, now);
		}
	}

	private boolean accepted(ClientHandshake handshake, ByteBuffer input) {
		String problem = handshake.take(input);
		if (problem == null) {
			open();
			return true;
		}
		if (!problem.isEmpty()) {
			lost(problem);
		}
		return false;
	}

	/**
	 * Sets what this connection sends and expects from now on.
	 */
	void exchange(Exchange exchange) {
		this.exchange = exchange;
	}

	@Nullable Exchange exchange() {
		return this.exchange;
	}

	/**
	 * Writes what is due. The answer to a ping waits until no frame is half written.
	 */
	void write(long now) {
		Exchange current = this.exchange;
		if (current == null || this.state != State.OPEN) {
			return;
		}
		try {
			boolean done = current.write(this.bytes, now);
			if (this.pong != null && current.betweenFrames()) {
				this.bytes.write(this.pong);
				this.pong = null;
			}
			done &= this.encrypted == null || this.encrypted.flush();
			int interest = done ? SelectionKey.OP_READ : SelectionKey.OP_READ | SelectionKey.OP_WRITE;
			if (this.key.interestOps() != interest) {
				this.key.interestOps(interest);
			}
		}
		catch (IOException ex) {
			lost(ex.toString());
		}
	}

	/**
	 * Answers a ping.
	 */
	void pinged(byte[] payload, long now) {
		ByteBuffer frame = ByteBuffer.allocate(6 + payload.length).put((byte) 0x8A);
		this.pong = frame.put((byte) (0x80 | payload.length)).putInt(0).put(payload).flip();
		write(now);
	}

	/**
	 * Ends with a close frame, so that the server has nothing to log.
	 */
	void leave() {
		this.leaving = true;
		Exchange current = this.exchange;
		if (this.state == State.OPEN && !this.opening.target().raw() && (current == null || current.betweenFrames())) {
			try {
				this.bytes.write(ByteBuffer.wrap(new byte[] { (byte) 0x88, (byte) 0x82, 0, 0, 0, 0, 3, (byte) 0xE8 }));
			}
			catch (IOException ex) {
				close();
			}
		}
	}

	/**
	 * Closes at once and leaves no port behind that is waiting.
	 */
	void reset() {
		this.leaving = true;
		try {
			this.channel.setOption(StandardSocketOptions.SO_LINGER, 0);
		}
		catch (IOException ex) {
			// it is closed already
		}
		close();
	}

	Faults faults() {
		return this.faults;
	}

	boolean isOpen() {
		return this.state == State.OPEN;
	}

	/**
	 * The connection has come to an end, which is a fault unless it was asked to.
	 */
	void lost(String reason) {
		if (this.state == State.CLOSED) {
			return;
		}
		if (!this.leaving) {
			this.faults.add("a connection was lost: %s", reason);
		}
		State before = this.state;
		close();
		if (before != State.OPEN) {
			this.opening.failed();
		}
	}

	private void close() {
		this.state = State.CLOSED;
		try {
			this.channel.close();
		}
		catch (IOException ex) {
			this.faults.add("a connection could not be closed: %s", ex);
		}
	}

}
