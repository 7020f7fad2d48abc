package io.wsboot.transport;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Flow;

import io.wsboot.protocol.CloseCode;
import io.wsboot.protocol.CloseStatus;
import io.wsboot.protocol.PreparedMessage;
import io.wsboot.protocol.Role;
import org.jspecify.annotations.Nullable;

/**
 * A connection as any thread sees it.
 */
final class Session implements WsSession {

	private static final SecureRandom RANDOM = new SecureRandom();

	private static final int MAX_PING = 125;

	private static final CompletionStage<@Nullable Void> SENT = CompletableFuture.completedStage(null);

	private final long idHigh;

	private final long idLow;

	private final Connection connection;

	private final Role role;

	private final Topics topics;

	private final TransportListener listener;

	private final @Nullable String subprotocol;

	private volatile @Nullable Map<String, Object> attributes;

	/** Guarded by this; {@code null} until the first is joined. */
	private @Nullable Set<String> joined;

	/** Guarded by this. */
	private boolean ended;

	/** Awaits the end of this session; set when it opens. */
	private @Nullable SessionRegistry registry;

	/** The place in {@link LoopSessions}. */
	private int index;

	/** Of a callback that goes on elsewhere; of who runs the callbacks. */
	private @Nullable HandlerSuspension suspension;

	Session(Connection connection, Role role, Topics topics, TransportListener listener, @Nullable String subprotocol) {
		this.idHigh = RANDOM.nextLong();
		this.idLow = RANDOM.nextLong();
		this.connection = connection;
		this.role = role;
		this.topics = topics;
		this.listener = listener;
		this.subprotocol = subprotocol;
	}

	@Override
	public String id() {
		return hex(this.idHigh) + hex(this.idLow);
	}

	@Override
	public boolean isOpen() {
		return gate().isOpen();
	}

	@Override
	public boolean isClosedLocally() {
		return gate().isClosedByUs();
	}

	@Override
	public @Nullable String subprotocol() {
		return this.subprotocol;
	}

	@Override
	public SocketAddress peerAddress() {
		return this.connection.peerAddress();
	}

	@Override
	public Map<String, Object> attributes() {
		Map<String, Object> map = this.attributes;
		if (map == null) {
			synchronized (this) {
				map = this.attributes;
				if (map == null) {
					map = new ConcurrentHashMap<>();
					this.attributes = map;
				}
			}
		}
		return map;
	}

	@Override
	public CompletionStage<@Nullable Void> sendText(CharSequence text, SendOptions options) {
		return send(true, Payloads.utf8(text), true, options.compressible());
	}

	@Override
	public CompletionStage<@Nullable Void> sendTextBytes(ByteBuffer utf8) {
		return send(true, utf8, false, true);
	}

	@Override
	public CompletionStage<@Nullable Void> sendBinary(ByteBuffer data, SendOptions options) {
		return send(false, data, false, options.compressible());
	}

	@Override
	public CompletionStage<@Nullable Void> sendBinary(Flow.Publisher<ByteBuffer> pieces, SendOptions options) {
		return PublishedMessage.publish(this, pieces, options);
	}

	@Override
	public MessageOutputStream openBinary(SendOptions options) {
		return new MessageOutputStream(FragmentWriter.open(this, false, options));
	}

	@Override
	public MessageWriter openText(SendOptions options) {
		return new MessageWriter(FragmentWriter.open(this, true, options));
	}

	@Override
	public SendResult offerText(CharSequence text) {
		return offer(true, Payloads.utf8(text), true);
	}

	@Override
	public SendResult offerTextBytes(ByteBuffer utf8) {
		return offer(true, utf8, false);
	}

	@Override
	public SendResult offerBinary(ByteBuffer data) {
		return offer(false, data, false);
	}

	@Override
	public SendResult offer(PreparedMessage message) {
		if (isBehindFanOut()) {
			return behindFanOut(() -> offerNow(message));
		}
		return offerNow(message);
	}

	@Override
	public void ping(ByteBuffer payload) {
		if (payload.remaining() > MAX_PING) {
			throw new IllegalArgumentException(
					"A ping carries at most " + MAX_PING + " bytes, not " + payload.remaining());
		}
		gate().ping(payload);
	}

	@Override
	public void close(CloseStatus status) {
		if (!CloseCode.maySend(status.code(), this.role)) {
			throw new IllegalArgumentException("Close code " + status.code() + " may not be sent");
		}
		OutboundGate gate = gate();
		if (!isBehindFanOut()) {
			gate.close(status);
		}
		else if (gate.announceClose(status)) {
			loop().fanOut(gate::beginClose);
		}
	}

	@Override
	public Suspension suspend(Runnable ended) {
		if (this.suspension != null) {
			throw new IllegalStateException("The callback has been suspended before");
		}
		HandlerSuspension begun = new HandlerSuspension(loop(), ended);
		this.suspension = begun;
		return begun;
	}

	@Override
	public void execute(Runnable task) {
		loop().execute(() -> this.connection.execute(task));
	}

	@Override
	public void pauseReading() {
		loop().executeNow(this.connection::pauseReading);
	}

	@Override
	public void resumeReading() {
		loop().execute(() -> this.connection.resume(Connection.PAUSED_BY_APPLICATION));
	}

	@Override
	public synchronized boolean join(String topic) {
		if (this.ended) {
			return false;
		}
		if (this.joined == null) {
			this.joined = new HashSet<>(4);
		}
		if (!this.joined.add(topic)) {
			return false;
		}
		this.topics.join(topic, this);
		return true;
	}

	@Override
	public synchronized boolean leave(String topic) {
		if (this.joined == null || !this.joined.remove(topic)) {
			return false;
		}
		this.topics.leave(topic, this);
		return true;
	}

	@Override
	public synchronized Set<String> topics() {
		return (this.joined != null) ? Set.copyOf(this.joined) : Set.of();
	}

	@Override
	public long queuedBytes() {
		return gate().queuedBytes();
	}

	@Override
	public String toString() {
		return "session " + id();
	}

	/**
	 * Leaves every topic, for good.
	 */
	synchronized void end() {
		this.ended = true;
		if (this.joined != null) {
			this.joined.forEach((topic) -> this.topics.leave(topic, this));
			this.joined = null;
		}
	}

	void opened(SessionRegistry in) {
		this.registry = in;
	}

	/**
	 * The handler has been told of the end: nothing follows.
	 */
	void toldOfEnd() {
		if (this.registry != null) {
			this.registry.toldOfEnd();
		}
	}

	@Nullable HandlerSuspension suspension() {
		return this.suspension;
	}

	void suspension(@Nullable HandlerSuspension present) {
		this.suspension = present;
	}

	Connection connection() {
		return this.connection;
	}

	EventLoop loop() {
		return this.connection.loop();
	}

	OutboundGate gate() {
		return this.connection.gate();
	}

	int index() {
		return this.index;
	}

	void index(int place) {
		this.index = place;
	}

	private CompletionStage<@Nullable Void> send(boolean text, ByteBuffer payload, boolean handedOver,
			boolean compressible) {
		if (isBehindFanOut()) {
			CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
			ByteBuffer own = handedOver ? payload : Payloads.copy(payload);
			SendResult result = behindFanOut(() -> follow(offerNow(text, own, true, compressible), done));
			return (result == SendResult.REFUSED) ? follow(result, done) : done;
		}
		SendResult result = offerNow(text, payload, handedOver, compressible);
		return (result == SendResult.SENT) ? SENT : follow(result, new CompletableFuture<>());
	}

	private CompletionStage<@Nullable Void> follow(SendResult result, CompletableFuture<@Nullable Void> done) {
		switch (result) {
			case SENT -> done.complete(null);
			case QUEUED -> gate().whenFlushed(done);
			case REFUSED -> done.completeExceptionally(new IOException("The session is closing: nothing can be sent"));
		}
		return done;
	}

	private SendResult offer(boolean text, ByteBuffer payload, boolean handedOver) {
		if (isBehindFanOut()) {
			ByteBuffer own = handedOver ? payload : Payloads.copy(payload);
			return behindFanOut(() -> offerNow(text, own, true, true));
		}
		return offerNow(text, payload, handedOver, true);
	}

	private SendResult offerNow(boolean text, ByteBuffer payload, boolean handedOver, boolean compressible) {
		int size = payload.remaining();
		return counted(gate().send(text, payload, handedOver, compressible), text, size);
	}

	private SendResult offerNow(PreparedMessage message) {
		return counted(gate().send(message), message.isText(), message.size());
	}

	private SendResult counted(SendResult result, boolean text, int size) {
		if (result != SendResult.REFUSED) {
			sent(text, size);
		}
		return result;
	}

	/**
	 * A message was taken for sending.
	 * @param text whether it is text
	 * @param size its payload
	 */
	void sent(boolean text, long size) {
		this.listener.messageSent(text, size);
	}

	/**
	 * Waits until what this thread published is on its way. Not to be called on a loop.
	 */
	void awaitFanOuts() {
		if (isBehindFanOut()) {
			CompletableFuture<@Nullable Void> reached = new CompletableFuture<>();
			if (loop().fanOut(() -> reached.complete(null))) {
				reached.join();
			}
		}
	}

	/**
	 * Has a message begin when its turn has come, behind what this thread published.
	 * @param message the message
	 */
	void begin(StreamedMessage message) {
		if (!isBehindFanOut()) {
			gate().begin(message);
		}
		else if (!loop().fanOut(() -> gate().begin(message))) {
			message.sessionEnded();
		}
	}

	/** What is sent directly must not overtake what this thread published before. */
	private boolean isBehindFanOut() {
		return loop().isBehindFanOut();
	}

	private SendResult behindFanOut(Runnable send) {
		if (!isOpen()) {
			return SendResult.REFUSED;
		}
		return loop().fanOut(send) ? SendResult.QUEUED : SendResult.REFUSED;
	}

	private static String hex(long bits) {
		String digits = Long.toHexString(bits);
		return "0".repeat(Long.BYTES * 2 - digits.length()) + digits;
	}

}
