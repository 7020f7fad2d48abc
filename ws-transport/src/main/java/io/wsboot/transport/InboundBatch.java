package io.wsboot.transport;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;

import io.wsboot.protocol.CloseStatus;
import org.jspecify.annotations.Nullable;

/**
 * The events of one pass for one session, in order, on their way to the thread that runs
 * the session's callbacks. Here borrowed bytes are copied, once; there is no object per
 * message. Pooled.
 * <p>
 * First the loop alone appends, then the handler's thread alone reads.
 */
final class InboundBatch {

	private static final int FIRST_CAPACITY = 1024;

	/** A larger buffer is not kept in the pool. */
	private static final int POOLED_CAPACITY = 64 * 1024;

	/** A message from this size on brings its own buffer. */
	private static final int LARGE = 16 * 1024;

	private final ArrayDeque<ByteBuffer> large = new ArrayDeque<>(2);

	/** {@code null} until there is one. */
	private @Nullable ArrayDeque<Runnable> tasks;

	private byte[] bytes = new byte[FIRST_CAPACITY];

	private ByteBuffer window = ByteBuffer.wrap(this.bytes);

	private int[] records = new int[32];

	private int recordCount;

	private int size;

	private int readRecord;

	private int readPosition;

	private int messages;

	/** Whether there is anything but the beginning and the end of the session. */
	private boolean more;

	private @Nullable CloseStatus status;

	/** The batch before this one in the inbox of a {@link SerialExecutor}. */
	private @Nullable InboundBatch link;

	/**
	 * Appends an event with a payload.
	 * @param event what happened
	 * @param payload copied
	 */
	void add(Event event, ByteBuffer payload) {
		int length = payload.remaining();
		record(event, length);
		if (length >= LARGE) {
			this.large.add(Payloads.copy(payload));
			return;
		}
		if (this.bytes.length - this.size < length) {
			this.bytes = Arrays.copyOf(this.bytes, Math.max(this.bytes.length * 2, this.size + length));
			this.window = ByteBuffer.wrap(this.bytes);
		}
		payload.get(payload.position(), this.bytes, this.size, length);
		this.size += length;
	}

	/**
	 * Appends an event without a payload.
	 * @param event what happened
	 */
	void add(Event event) {
		record(event, 0);
	}

	/**
	 * Appends a task.
	 * @param task run among the callbacks
	 */
	void add(Runnable task) {
		if (this.tasks == null) {
			this.tasks = new ArrayDeque<>(2);
		}
		this.tasks.add(task);
		record(Event.TASK, 0);
	}

	/**
	 * Appends the event of a Close.
	 * @param event what happened
	 * @param closeStatus its status
	 */
	void add(Event event, CloseStatus closeStatus) {
		this.status = closeStatus;
		record(event, 0);
	}

	boolean isEmpty() {
		return this.recordCount == 0;
	}

	/**
	 * How many of the events are messages.
	 * @return the count
	 */
	int messages() {
		return this.messages;
	}

	/**
	 * How many events there are.
	 * @return the count
	 */
	int events() {
		return this.recordCount / 2;
	}

	/**
	 * Whether something happens besides the session's opening and its end.
	 * @return {@code true} if the peer has sent something, or there is a task
	 */
	boolean hasMore() {
		return this.more;
	}

	boolean hasNext() {
		return this.readRecord < this.recordCount;
	}

	/**
	 * The next event, which {@link #nextPayload()} passes.
	 * @return the event
	 */
	Event next() {
		return Event.ALL[this.records[this.readRecord]];
	}

	/**
	 * The payload of the next event.
	 * @return its bytes, valid until the batch is reset; empty if it has none
	 */
	ByteBuffer nextPayload() {
		int length = this.records[this.readRecord + 1];
		this.readRecord += 2;
		if (length >= LARGE) {
			return this.large.remove();
		}
		this.window.limit(this.readPosition + length).position(this.readPosition);
		this.readPosition += length;
		return this.window;
	}

	/**
	 * The task of the event that was passed.
	 * @return the task
	 */
	Runnable nextTask() {
		if (this.tasks == null) {
			throw new IllegalStateException("There is no task");
		}
		return this.tasks.remove();
	}

	CloseStatus status() {
		return (this.status != null) ? this.status : CloseStatus.ABNORMAL;
	}

	@Nullable InboundBatch link() {
		return this.link;
	}

	void link(@Nullable InboundBatch batch) {
		this.link = batch;
	}

	/**
	 * Forgets everything.
	 * @return whether the batch is worth keeping
	 */
	boolean reset() {
		this.large.clear();
		this.tasks = null;
		this.recordCount = 0;
		this.size = 0;
		this.readRecord = 0;
		this.readPosition = 0;
		this.messages = 0;
		this.more = false;
		this.status = null;
		this.link = null;
		this.window.clear();
		return this.bytes.length <= POOLED_CAPACITY && this.records.length <= POOLED_CAPACITY / Integer.BYTES;
	}

	private void record(Event event, int length) {
		if (this.recordCount == this.records.length) {
			this.records = Arrays.copyOf(this.records, this.recordCount * 2);
		}
		this.records[this.recordCount++] = event.ordinal();
		this.records[this.recordCount++] = length;
		this.more |= event == Event.TASK || event.isFromPeer();
		if (event.isMessage()) {
			this.messages++;
		}
	}

	/**
	 * What happened to a session.
	 */
	enum Event {

		OPENED, TASK, TEXT, ASCII_TEXT, BINARY, TEXT_CHUNK, LAST_TEXT_CHUNK, BINARY_CHUNK, LAST_BINARY_CHUNK, PING,
		PONG, CLOSE_RECEIVED, VIOLATED, STREAM_ENDED, CLOSED;

		private static final Event[] ALL = values();

		static Event chunk(boolean text, boolean last) {
			if (text) {
				return last ? LAST_TEXT_CHUNK : TEXT_CHUNK;
			}
			return last ? LAST_BINARY_CHUNK : BINARY_CHUNK;
		}

		/**
		 * Whether it is a message, or the end of one.
		 * @return {@code true} for what counts as a message
		 */
		boolean isMessage() {
			return this == TEXT || this == ASCII_TEXT || this == BINARY || this == LAST_TEXT_CHUNK
					|| this == LAST_BINARY_CHUNK;
		}

		/**
		 * Whether it is a message, or a part of one.
		 * @return {@code true} for what handlers are timed with
		 */
		boolean isData() {
			return isMessage() || this == TEXT_CHUNK || this == BINARY_CHUNK;
		}

		/**
		 * Whether the peer can send as many as it likes.
		 * @return {@code true} for what counts in the {@link Backlog}
		 */
		boolean isFromPeer() {
			return isData() || this == PING || this == PONG;
		}

	}

}
