package io.wsboot.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

import io.wsboot.protocol.PreparedMessage;

/**
 * Sends numbered messages in every way there is, as a seed decides, and remembers what it
 * was told of each. For one thread at a time.
 */
final class StressSender {

	private static final String LETTERS = letters(400_000);

	private static final int MOST_OF_AN_OVERFILL = 2000;

	private final int number;

	private final Random random;

	private final WsSession session;

	private final Consumer<PreparedMessage> fanOut;

	/** Whether this sender alone writes messages as streams; otherwise all publish. */
	private final boolean streams;

	private final boolean publishes;

	private final List<Integer> refused = new ArrayList<>();

	private final List<Integer> promised = new ArrayList<>();

	private final List<Told> told = new ArrayList<>();

	private final List<String> pings = new ArrayList<>();

	private int next;

	private int smallest;

	private int mostMessages;

	private int endAt = -1;

	private Runnable ending = () -> {
	};

	StressSender(int number, long seed, WsSession session, Consumer<PreparedMessage> fanOut, boolean streams) {
		this.number = number;
		this.random = new Random(seed * 31 + number);
		this.session = session;
		this.fanOut = fanOut;
		this.streams = streams && number == 0;
		this.publishes = !streams;
	}

	/**
	 * What fills a message, so that no two messages look the same.
	 */
	static String filler(int message, int size) {
		int start = Math.floorMod(message * 7919, 100_000);
		return LETTERS.substring(start, start + size);
	}

	int number() {
		return this.number;
	}

	/**
	 * How many messages it has sent, or tried to.
	 */
	int count() {
		return this.next;
	}

	List<Integer> refused() {
		return this.refused;
	}

	List<String> pings() {
		return this.pings;
	}

	/**
	 * The messages that the operating system took, by what this sender was told.
	 */
	List<Integer> promised() {
		return this.promised;
	}

	/**
	 * Whether every future is done.
	 */
	boolean isSettled() {
		this.told.removeIf((one) -> {
			if (one.future.isDone() && !one.future.isCompletedExceptionally()) {
				this.promised.add(one.message);
			}
			return one.future.isDone();
		});
		return this.told.isEmpty();
	}

	/**
	 * From now on every message has this size at least, and {@link #sendAtLeast(int)}
	 * goes on until one is refused: how much the two kernels take before that is theirs
	 * to decide.
	 */
	void overfill(int size) {
		this.smallest = size;
		this.mostMessages = MOST_OF_AN_OVERFILL;
	}

	/**
	 * Does something in the midst of what it sends.
	 */
	void endAfter(int messages, Runnable action) {
		this.endAt = this.next + messages;
		this.ending = action;
	}

	/**
	 * Sends as a thread that may wait.
	 */
	void sendAtLeast(int messages) {
		send(messages, true);
		for (int i = messages; i < this.mostMessages && this.refused.isEmpty(); i++) {
			send(1, true);
		}
	}

	void send(int messages, boolean mayWait) {
		for (int i = 0; i < messages; i++) {
			hesitate(mayWait);
			sendNext(mayWait);
		}
	}

	private void sendNext(boolean mayWait) {
		int message = this.next++;
		if (message == this.endAt) {
			this.ending.run();
		}
		switch (this.random.nextInt(12)) {
			case 0, 1, 2 -> told(message, this.session.offerText(text(message)));
			case 3, 4 -> sendAndOverwrite(message);
			case 5 -> told(message, this.session.offer(PreparedMessage.binary(bytes(message))));
			case 6, 7 -> told(message, this.session.sendText(text(message), options()));
			case 8 -> told(message, this.session.sendBinary(bytes(message), options()));
			case 9, 10 -> this.fanOut.accept(PreparedMessage.text(text(message)));
			default -> {
				if (this.publishes) {
					told(message, this.session.sendBinary(pieces(message), options()));
				}
				else if (this.streams && mayWait) {
					stream(message);
				}
				else {
					told(message, this.session.offerBinary(bytes(message)));
				}
			}
		}
		if (this.random.nextInt(10) == 0) {
			String ping = this.number + ":" + message;
			this.pings.add(ping);
			this.session.ping(utf8(ping));
		}
	}

	private void sendAndOverwrite(int message) {
		ByteBuffer bytes = bytes(message);
		if (this.random.nextBoolean()) {
			told(message, this.session.offerTextBytes(bytes));
		}
		else {
			told(message, this.session.sendBinary(bytes));
		}
		// it is the sender's again
		Arrays.fill(bytes.array(), (byte) '!');
	}

	private void stream(int message) {
		byte[] bytes = bytes(message).array();
		try (MessageOutputStream out = this.session.openBinary(options())) {
			for (int at = 0; at < bytes.length;) {
				int count = Math.min(bytes.length - at, 1 + this.random.nextInt(30_000));
				out.write(bytes, at, count);
				at += count;
				if (this.random.nextInt(3) == 0) {
					out.flush();
				}
			}
		}
		catch (IOException ex) {
			this.refused.add(message);
		}
	}

	private Flow.Publisher<ByteBuffer> pieces(int message) {
		byte[] bytes = bytes(message).array();
		int piece = Math.max(1, bytes.length / (1 + this.random.nextInt(4)));
		return (subscriber) -> subscriber.onSubscribe(new Flow.Subscription() {

			private int at;

			@Override
			public void request(long count) {
				int from = this.at;
				this.at = Math.min(bytes.length, from + piece);
				if (from < bytes.length) {
					subscriber.onNext(ByteBuffer.wrap(bytes, from, this.at - from));
				}
				else {
					subscriber.onComplete();
				}
			}

			@Override
			public void cancel() {
				this.at = bytes.length;
			}

		});
	}

	private void told(int message, SendResult result) {
		switch (result) {
			case SENT -> this.promised.add(message);
			case REFUSED -> this.refused.add(message);
			case QUEUED -> {
				// of this one nobody says more
			}
		}
	}

	private void told(int message, CompletionStage<Void> stage) {
		this.told.add(new Told(message, stage.toCompletableFuture()));
	}

	/** As threads are: now close together, now not. */
	private void hesitate(boolean mayWait) {
		int how = this.random.nextInt(16);
		if (how == 0) {
			Thread.yield();
		}
		else if (how < 8) {
			for (int i = this.random.nextInt(1000); i > 0; i--) {
				Thread.onSpinWait();
			}
		}
		else if (how == 8 && mayWait) {
			LockSupport.parkNanos(this.random.nextInt(100_000));
		}
	}

	private SendOptions options() {
		return this.random.nextBoolean() ? SendOptions.DEFAULTS : SendOptions.DEFAULTS.uncompressed();
	}

	private String text(int message) {
		int size = this.smallest + switch (this.random.nextInt(100)) {
			case 0 -> 70_000 + this.random.nextInt(100_000);
			case 1, 2 -> 16_000 + this.random.nextInt(10_000);
			default -> this.random.nextInt(200);
		};
		return this.number + ":" + message + ":" + filler(message, size) + ":" + size;
	}

	private ByteBuffer bytes(int message) {
		return utf8(text(message));
	}

	private static ByteBuffer utf8(String text) {
		return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
	}

	private static String letters(int count) {
		StringBuilder letters = new StringBuilder(count);
		Random random = new Random(1);
		for (int i = 0; i < count; i++) {
			letters.append((char) ('a' + random.nextInt(26)));
		}
		return letters.toString();
	}

	/**
	 * What a sender is yet to be told of a message.
	 *
	 * @param message its number
	 * @param future completes when the operating system has taken it
	 */
	private record Told(int message, CompletableFuture<Void> future) {

	}

}
