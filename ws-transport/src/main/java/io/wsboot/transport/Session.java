package io.wsboot.transport;

import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

import io.wsboot.protocol.CloseCode;
import io.wsboot.protocol.CloseStatus;
import org.jspecify.annotations.Nullable;

/**
 * A connection as any thread sees it.
 */
final class Session extends OutboundMessages {

	private static final SecureRandom RANDOM = new SecureRandom();

	private static final int MAX_PING = 125;

	/** What a session that has ended has joined. */
	private static final Set<String> ENDED = Set.of();

	private final @Nullable String subprotocol;

	/** Made when somebody asks for it. */
	private volatile @Nullable String id;

	private volatile @Nullable Map<String, Object> attributes;

	/** Guarded by this; {@code null} until the first is joined. */
	private @Nullable Set<String> joined;

	/** The place in {@link LoopSessions}. */
	private int index;

	Session(OutboundGate gate, HandlerCalls calls, @Nullable String subprotocol) {
		super(gate, calls);
		this.subprotocol = subprotocol;
	}

	@Override
	public String id() {
		String known = this.id;
		if (known == null) {
			synchronized (this) {
				known = this.id;
				if (known == null) {
					known = hex(RANDOM.nextLong()) + hex(RANDOM.nextLong());
					this.id = known;
				}
			}
		}
		return known;
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
		return connection().peerAddress();
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
	public void ping(ByteBuffer payload) {
		if (payload.remaining() > MAX_PING) {
			throw new IllegalArgumentException(
					"A ping carries at most " + MAX_PING + " bytes, not " + payload.remaining());
		}
		gate().ping(payload);
	}

	@Override
	public void close(CloseStatus status) {
		if (!CloseCode.maySend(status.code(), gate().protocol().role())) {
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
		return calls().suspend(ended);
	}

	@Override
	public void continueOn(Executor executor, Runnable rest) {
		calls().continueOn(executor, rest);
	}

	@Override
	public void execute(Runnable task) {
		loop().execute(() -> connection().execute(task));
	}

	@Override
	public void pauseReading() {
		loop().executeNow(connection()::pauseReading);
	}

	@Override
	public void resumeReading() {
		loop().execute(() -> connection().resume(Connection.PAUSED_BY_APPLICATION));
	}

	@Override
	public synchronized boolean join(String topic) {
		if (this.joined == ENDED) {
			return false;
		}
		if (this.joined == null) {
			this.joined = new HashSet<>(4);
		}
		if (!this.joined.add(topic)) {
			return false;
		}
		topicsOfAll().join(topic, this);
		return true;
	}

	@Override
	public synchronized boolean leave(String topic) {
		if (this.joined == null || this.joined == ENDED || !this.joined.remove(topic)) {
			return false;
		}
		topicsOfAll().leave(topic, this);
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
		if (this.joined != null) {
			this.joined.forEach((topic) -> topicsOfAll().leave(topic, this));
		}
		this.joined = ENDED;
	}

	Connection connection() {
		return calls().connection();
	}

	int index() {
		return this.index;
	}

	void index(int place) {
		this.index = place;
	}

	@Override
	Session session() {
		return this;
	}

	private Topics topicsOfAll() {
		return calls().context().topics();
	}

	private static String hex(long bits) {
		String digits = Long.toHexString(bits);
		return "0".repeat(Long.BYTES * 2 - digits.length()) + digits;
	}

}
