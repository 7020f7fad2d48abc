package io.wsboot.transport;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

import io.wsboot.protocol.PreparedMessage;
import org.jspecify.annotations.Nullable;

/**
 * Sessions that are sent the same messages: those of an endpoint, or of a user. A
 * {@linkplain Topics topic} is a group with a name. A session leaves its groups when it
 * closes. Thread-safe; joining and leaving cost the same however large the group is.
 * <p>
 * What is published goes to those who are members at that moment and stay until their
 * event loop comes to it. Each loop that has members does so in one task, and in the
 * order in which a thread publishes. What a thread sends to a session directly does not
 * overtake what it published before.
 * <p>
 * A loop that cannot follow slows publishers down. Once 1 024 tasks or 8 MiB wait for it,
 * a thread that publishes, or sends directly behind what it published, waits until half
 * of that is left, at most ten seconds, even if it is interrupted. A thread that is an
 * event loop never waits: the session whose callback it runs is not read from meanwhile.
 */
public final class SessionGroup {

	private static final GroupMembers[] NOBODY = {};

	private static final int MOST_COPIED = 256;

	private static final VarHandle PUBLISHED;

	static {
		try {
			PUBLISHED = MethodHandles.lookup().findVarHandle(SessionGroup.class, "published", long.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private final @Nullable SessionGroups home;

	private final @Nullable String name;

	/** Of each loop that has had members; replaced under the lock. */
	private volatile GroupMembers[] byLoop = NOBODY;

	/**
	 * How many messages were published, so that a member is told from one that joined too
	 * late.
	 */
	@SuppressWarnings("unused") // through PUBLISHED
	private volatile long published;

	/**
	 * A group without members.
	 */
	public SessionGroup() {
		this(null, null);
	}

	/**
	 * A group with a name, without members.
	 * @param home where it is known by its name
	 * @param name its name
	 */
	SessionGroup(@Nullable SessionGroups home, @Nullable String name) {
		this.home = home;
		this.name = name;
	}

	/**
	 * Makes a session a member until it is removed or closes.
	 * @param session a session that a server or client of this package opened
	 * @return {@code false} if it was a member, or is closed
	 * @throws IllegalArgumentException if the session is of another kind
	 */
	public boolean add(WsSession session) {
		return own(session).enter(this);
	}

	/**
	 * Ends a membership. What is published after this method has returned does not reach
	 * the session, nor does what was published so shortly before that the session's loop
	 * had not come to it.
	 * @param session a session that a server or client of this package opened
	 * @return {@code false} if it was no member
	 * @throws IllegalArgumentException if the session is of another kind
	 */
	public boolean remove(WsSession session) {
		return own(session).leave(this);
	}

	/**
	 * How many members there are.
	 * @return the count at this moment
	 */
	public int count() {
		int count = 0;
		for (GroupMembers members : this.byLoop) {
			count += members.size();
		}
		return count;
	}

	/**
	 * Calls an action with each member, on the caller's thread. The group may change
	 * meanwhile: the action sees those who are members when it comes to their event loop,
	 * and never one twice. The members of a loop are copied, not all of them.
	 * @param action the action
	 */
	public void forEach(Consumer<? super WsSession> action) {
		for (GroupMembers members : this.byLoop) {
			List<WsSession> copy = new ArrayList<>(members.size());
			members.addTo(copy);
			copy.forEach(action);
		}
	}

	/**
	 * Whether a session is a member.
	 * @param session a session that a server or client of this package opened
	 * @return {@code false} if it is none, or has ended
	 * @throws IllegalArgumentException if the session is of another kind
	 */
	public boolean contains(WsSession session) {
		return own(session).isMember(this);
	}

	/**
	 * Shows members to a visitor, on the caller's thread, until it has seen enough. At
	 * most 256 of them are copied at a time, however many there are. Who leaves meanwhile
	 * may have another passed over.
	 * @param from how many members are passed over first, unseen
	 * @param visitor says whether it wants to see more
	 * @return whether it did at the end
	 */
	public boolean visit(int from, Predicate<? super WsSession> visitor) {
		WsSession[] some = new WsSession[Math.max(1, Math.min(MOST_COPIED, count()))];
		int passedOver = from;
		for (GroupMembers members : this.byLoop) {
			int place = Math.min(passedOver, members.size());
			passedOver -= place;
			for (int copied = members.copy(place, some); copied > 0; copied = members.copy(place, some)) {
				for (int i = 0; i < copied; i++) {
					if (!visitor.test(some[i])) {
						return false;
					}
				}
				place += copied;
			}
		}
		return true;
	}

	/**
	 * Sends a message to the members.
	 * @param message the message
	 * @param delivery what it is worth to members that read too slowly
	 * @param filter who receives it, {@code null} for all; called on event loops, so it
	 * must not block; if it throws, the session it was asked about does not receive the
	 * message
	 */
	public void publish(PreparedMessage message, Delivery delivery, @Nullable Predicate<? super WsSession> filter) {
		long number = (long) PUBLISHED.getAndAdd(this, 1L) + 1;
		Delivery worth = (this.name != null && isTopic()) ? delivery.publishedTo(this.name) : delivery;
		Publication published = new Publication(number, message, worth, filter);
		for (GroupMembers members : this.byLoop) {
			if (members.size() > 0) {
				members.loop().fanOuts().publish(members, published);
			}
		}
	}

	/**
	 * What the group is known by.
	 * @return {@code null} if it has no name
	 */
	@Nullable String name() {
		return this.name;
	}

	boolean isOneOf(SessionGroups groups) {
		return this.home == groups;
	}

	boolean isTopic() {
		return this.home != null && this.home.areTopics();
	}

	/**
	 * How many messages were published.
	 * @return the number of the last one
	 */
	long published() {
		return this.published;
	}

	/**
	 * The members.
	 * @return a copy
	 */
	List<WsSession> members() {
		List<WsSession> all = new ArrayList<>(count());
		for (GroupMembers members : this.byLoop) {
			members.addTo(all);
		}
		return all;
	}

	/**
	 * A session becomes a member. Called by the session, which guards its memberships.
	 * @param session is no member
	 * @return the membership
	 */
	Membership begin(Session session) {
		return of(session.loop()).add(session, this);
	}

	/**
	 * A session is a member no more. Called by the session, which guards its memberships.
	 * @param session the session
	 * @param membership what {@link #begin} returned
	 */
	void end(Session session, Membership membership) {
		of(session.loop()).remove(membership);
		if (this.home != null && this.name != null) {
			this.home.left(this.name, this);
		}
	}

	private GroupMembers of(EventLoop loop) {
		GroupMembers known = find(loop);
		return (known != null) ? known : make(loop);
	}

	private @Nullable GroupMembers find(EventLoop loop) {
		for (GroupMembers members : this.byLoop) {
			if (members.loop() == loop) {
				return members;
			}
		}
		return null;
	}

	private synchronized GroupMembers make(EventLoop loop) {
		GroupMembers known = find(loop);
		if (known == null) {
			known = new GroupMembers(loop);
			// a group may outlive servers, but does not keep what they leave behind
			Stream<GroupMembers> kept = Arrays.stream(this.byLoop).filter((members) -> !members.isLeftBehind());
			this.byLoop = Stream.concat(kept, Stream.of(known)).toArray(GroupMembers[]::new);
		}
		return known;
	}

	/**
	 * A session of this package.
	 * @param session any session
	 * @return the session
	 * @throws IllegalArgumentException if it is of another kind
	 */
	static Session own(WsSession session) {
		if (session instanceof Session own) {
			return own;
		}
		throw new IllegalArgumentException("Only a session that a WsServer or WsClient opened can be a member, not a "
				+ session.getClass().getName());
	}

}
