package io.wsboot.transport;

import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * One session in one group. As {@link Memberships} it stands for itself and those linked
 * behind it.
 */
final class Membership implements Memberships {

	/** Up to here looking along the chain costs less than a table. */
	private static final int MOST_IN_CHAIN = 8;

	private final SessionGroup group;

	/** What had been published when it began. */
	private final long since;

	/** The place in {@link GroupMembers}, which guards it. */
	private int index;

	/** Guarded by the session. */
	private @Nullable Membership next;

	/**
	 * A membership begins.
	 * @param group the group
	 * @param since how much had been published
	 * @param index the place among the members
	 */
	Membership(SessionGroup group, long since, int index) {
		this.group = group;
		this.since = since;
		this.index = index;
	}

	SessionGroup group() {
		return this.group;
	}

	/**
	 * Whether the member receives what is published.
	 * @param number of what is published
	 * @return {@code false} if it was published before the membership began
	 */
	boolean covers(long number) {
		return this.since < number;
	}

	int index() {
		return this.index;
	}

	void index(int place) {
		this.index = place;
	}

	@Override
	public @Nullable Membership in(SessionGroup wanted) {
		Membership link = this;
		while (link != null && link.group != wanted) {
			link = link.next;
		}
		return link;
	}

	@Override
	public Memberships with(Membership membership) {
		if (isLong()) {
			ManyMemberships table = new ManyMemberships();
			Membership link = this;
			while (link != null) {
				Membership behind = link.next;
				link.next = null;
				table.with(link);
				link = behind;
			}
			return table.with(membership);
		}
		membership.next = this;
		return membership;
	}

	@Override
	public @Nullable Memberships without(Membership membership) {
		Membership behind = membership.next;
		membership.next = null;
		if (membership == this) {
			return behind;
		}
		Membership before = this;
		while (before != null && before.next != membership) {
			before = before.next;
		}
		if (before != null) {
			before.next = behind;
		}
		return this;
	}

	@Override
	public void forEach(Consumer<Membership> action) {
		for (Membership link = this; link != null; link = link.next) {
			action.accept(link);
		}
	}

	private boolean isLong() {
		int length = 0;
		for (Membership link = this; link != null; link = link.next) {
			length++;
		}
		return length >= MOST_IN_CHAIN;
	}

}
