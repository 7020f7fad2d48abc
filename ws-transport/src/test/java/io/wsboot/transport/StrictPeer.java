package io.wsboot.transport;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The other side of a session that is stressed. A thread of its own reads, at a pace that
 * a seed decides, and accepts only what RFC 6455 and RFC 7692 allow and what a
 * {@link StressSender} made; it writes down what that was.
 */
final class StrictPeer implements AutoCloseable {

	private final RawPeer raw;

	/** Whether this side is the server, which ends the stream first. */
	private final boolean server;

	private final @Nullable PeerInflater inflater;

	private final Random pace;

	private final CompletableFuture<Void> end = new CompletableFuture<>();

	private final Map<Integer, List<Integer>> messages = new ConcurrentHashMap<>();

	private final AtomicInteger received = new AtomicInteger();

	private final List<String> pings = new ArrayList<>();

	private final ByteArrayOutputStream message = new ByteArrayOutputStream();

	private boolean open;

	private boolean deflated;

	private volatile CountDownLatch reads = new CountDownLatch(0);

	private volatile boolean mayBreak;

	private volatile int closeCode = -1;

	private volatile String lastPong = "";

	/** Guarded by this. */
	private boolean closeSent;

	StrictPeer(RawPeer raw, boolean server, @Nullable PeerInflater inflater, long seed) {
		this.raw = raw;
		this.server = server;
		this.inflater = inflater;
		this.pace = new Random(seed);
		Thread thread = new Thread(this::readAll, "strict-peer");
		thread.setDaemon(true);
		thread.start();
	}

	/**
	 * The numbers of one sender's messages, in the order in which they came.
	 */
	List<Integer> messagesOf(int sender) {
		List<Integer> numbers = this.messages.getOrDefault(sender, List.of());
		synchronized (numbers) {
			return List.copyOf(numbers);
		}
	}

	int received() {
		return this.received.get();
	}

	int pinged() {
		synchronized (this.pings) {
			return this.pings.size();
		}
	}

	/**
	 * The pings of one sender, in the order in which they came.
	 */
	List<String> pingsOf(int sender) {
		synchronized (this.pings) {
			return this.pings.stream().filter((ping) -> ping.startsWith(sender + ":")).toList();
		}
	}

	/**
	 * The payload of the last pong; empty if none came.
	 */
	String lastPong() {
		return this.lastPong;
	}

	/**
	 * The code of the Close that came; -1 if none did.
	 */
	int closeCode() {
		return this.closeCode;
	}

	/**
	 * Completes when the other side has ended the connection; fails with what it did
	 * wrong.
	 */
	CompletableFuture<Void> end() {
		return this.end;
	}

	void stall() {
		this.reads = new CountDownLatch(1);
	}

	void readOn() {
		this.reads.countDown();
	}

	/**
	 * From now on the connection may break anywhere.
	 */
	void mayBreak() {
		this.mayBreak = true;
	}

	/**
	 * Sends a frame, unless this side has sent a Close or ended the connection.
	 */
	synchronized void send(int firstByte, String payload) {
		if (!this.closeSent) {
			try {
				this.raw.sendFrame(firstByte, payload.getBytes(StandardCharsets.UTF_8));
			}
			catch (IOException ex) {
				// the reader finds out, too
				this.closeSent = true;
			}
		}
	}

	synchronized void sendClose(int code) throws IOException {
		if (!this.closeSent) {
			this.closeSent = true;
			this.raw.sendClose(code);
		}
	}

	synchronized void endStream() throws IOException {
		this.closeSent = true;
		this.raw.halfClose();
	}

	synchronized void reset() throws IOException {
		this.mayBreak = true;
		this.closeSent = true;
		this.raw.reset();
	}

	@Override
	public void close() throws IOException {
		mayBreak();
		readOn();
		this.raw.close();
		if (this.inflater != null) {
			this.end.handle((done, failure) -> {
				this.inflater.close();
				return done;
			});
		}
	}

	private void readAll() {
		try {
			while (readOne()) {
				if (this.pace.nextInt(60) == 0) {
					LockSupport.parkNanos(this.pace.nextInt(200_000));
				}
			}
			this.end.complete(null);
		}
		catch (Throwable failure) {
			if (this.mayBreak && failure instanceof IOException) {
				this.end.complete(null);
			}
			else {
				this.end.completeExceptionally(failure);
			}
		}
	}

	/**
	 * Reads a frame.
	 * @return whether another may follow
	 */
	private boolean readOne() throws IOException, InterruptedException {
		this.reads.await();
		if (isStreamEnded()) {
			return false;
		}
		RawPeer.Frame frame = this.raw.readFrame();
		int opcode = frame.firstByte() & 0x0F;
		assertThat(frame.firstByte() & 0x30).as("RSV2 and RSV3").isZero();
		if (opcode < 8) {
			data(frame, opcode);
			return true;
		}
		assertThat(frame.firstByte() & 0xF0).as("FIN and RSV1 of a control frame").isEqualTo(0x80);
		assertThat(frame.payload().length).as("control frame").isLessThan(126);
		switch (frame.firstByte()) {
			case RawPeer.PING -> {
				synchronized (this.pings) {
					this.pings.add(frame.text());
				}
			}
			case RawPeer.PONG -> this.lastPong = frame.text();
			case RawPeer.CLOSE -> {
				closed(frame);
				return false;
			}
			default -> throw new AssertionError("Opcode " + opcode);
		}
		return true;
	}

	/** Between frames; nothing else may end without a Close. */
	private boolean isStreamEnded() throws IOException {
		return this.raw.isAtEnd();
	}

	private void data(RawPeer.Frame frame, int opcode) throws IOException {
		boolean rsv1 = (frame.firstByte() & 0x40) != 0;
		assertThat(opcode).as("opcode while a message is open: %s", this.open).isBetween(0, 2);
		assertThat(opcode == 0).as("continuation").isEqualTo(this.open);
		if (this.open) {
			assertThat(rsv1).as("RSV1 of a continuation").isFalse();
		}
		else {
			this.deflated = rsv1;
		}
		this.open = (frame.firstByte() & 0x80) == 0;
		this.message.write(frame.payload());
		if (!this.open) {
			byte[] whole = this.message.toByteArray();
			this.message.reset();
			message(this.deflated ? inflate(whole) : whole);
		}
	}

	private byte[] inflate(byte[] bytes) {
		assertThat(this.inflater).as("agreement on compression").isNotNull();
		return this.inflater.inflate(bytes);
	}

	private void message(byte[] bytes) {
		String[] parts = new String(bytes, StandardCharsets.UTF_8).split(":", -1);
		assertThat(parts).hasSize(4);
		int sender = Integer.parseInt(parts[0]);
		int number = Integer.parseInt(parts[1]);
		assertThat(parts[2]).isEqualTo(StressSender.filler(number, Integer.parseInt(parts[3])));
		List<Integer> numbers = this.messages.computeIfAbsent(sender, (any) -> new ArrayList<>());
		synchronized (numbers) {
			if (!numbers.isEmpty()) {
				assertThat(number).as("message of sender %d", sender).isGreaterThan(numbers.get(numbers.size() - 1));
			}
			numbers.add(number);
		}
		this.received.incrementAndGet();
	}

	private void closed(RawPeer.Frame close) throws IOException {
		this.closeCode = close.closeCode();
		try {
			sendClose(this.closeCode);
			if (this.server) {
				this.raw.halfClose();
			}
		}
		catch (IOException ex) {
			// it has failed the connection and does not wait for an answer
		}
		this.raw.expectEnd();
	}

}
