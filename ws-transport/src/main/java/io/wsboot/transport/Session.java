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

	/** Those of a session that has ended. */
	private static final Memberships ENDED = new ManyMemberships();

	private final @Nullable String subprotocol;

	/** Made when somebody asks for it. */
	private volatile @Nullable String id;

	private volatile @Nullable Map<String, Object> attributes;

	/** Guarded by this; {@code null} while there is none. */
	private @Nullable Memberships memberships;

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
					if (this.memberships != ENDED) {
						calls().context().ids().add(known, this);
					}
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
			loop().fanOuts().runBehind(gate::beginClose);
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
	public void runInScope(Runnable task) {
		CallbackScope.Entered entered = calls().enter(true);
		try {
			task.run();
		}
		finally {
			calls().leave(entered);
		}
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
	public boolean join(String topic) {
		return enter(topic, topicsOfAll());
	}

	@Override
	public synchronized boolean leave(String topic) {
		SessionGroup present = topicsOfAll().find(topic);
		return present != null && leave(present);
	}

	@Override
	public Set<String> topics() {
		return groupNames(topicsOfAll());
	}

	/**
	 * Some of the groups it is a member of.
	 * @param groups of which it may be a member
	 * @return a copy of their names
	 */
	synchronized Set<String> groupNames(SessionGroups groups) {
		Set<String> names = new HashSet<>();
		if (this.memberships != null) {
			this.memberships.forEach((membership) -> {
				String name = membership.group().name();
				if (name != null && membership.group().isOneOf(groups)) {
					names.add(name);
				}
			});
		}
		return Set.copyOf(names);
	}

	/**
	 * Whether it is a member.
	 * @param group of a group
	 * @return {@code false} if it is none, or has ended
	 */
	synchronized boolean isMember(SessionGroup group) {
		return membership(group) != null;
	}

	/**
	 * Becomes a member of a group that exists while it has members.
	 * @param name the group's
	 * @param groups know the group
	 * @return {@code false} if it is one, or has ended
	 */
	synchronized boolean enter(String name, SessionGroups groups) {
		SessionGroup present = groups.find(name);
		if (this.memberships == ENDED || (present != null && membership(present) != null)) {
			return false;
		}
		groups.join(name, this);
		return true;
	}

	/**
	 * Becomes a member of a group.
	 * @param group the group
	 * @return {@code false} if it is one, or has ended
	 */
	synchronized boolean enter(SessionGroup group) {
		if (this.memberships == ENDED || membership(group) != null) {
			return false;
		}
		Membership begun = group.begin(this);
		this.memberships = (this.memberships != null) ? this.memberships.with(begun) : begun;
		return true;
	}

	/**
	 * Is a member of a group no more.
	 * @param group the group
	 * @return {@code false} if it was none
	 */
	synchronized boolean leave(SessionGroup group) {
		Membership membership = membership(group);
		if (this.memberships == null || membership == null) {
			return false;
		}
		this.memberships = this.memberships.without(membership);
		membership.group().end(this, membership);
		return true;
	}

	private @Nullable Membership membership(SessionGroup group) {
		return (this.memberships != null) ? this.memberships.in(group) : null;
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
	 * Leaves every group, for good, and is found by its identifier no more.
	 */
	synchronized void end() {
		if (this.memberships != null) {
			this.memberships.forEach((membership) -> membership.group().end(this, membership));
		}
		this.memberships = ENDED;
		String known = this.id;
		if (known != null) {
			calls().context().ids().remove(known);
		}
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

	private SessionGroups topicsOfAll() {
		return calls().context().topics().groups();
	}

	private static String hex(long bits) {
		String digits = Long.toHexString(bits);
		return "0".repeat(Long.BYTES * 2 - digits.length()) + digits;
	}

}
