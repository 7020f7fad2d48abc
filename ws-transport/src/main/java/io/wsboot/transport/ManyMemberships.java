package io.wsboot.transport;

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * The memberships of a session that has so many that a table finds them faster. It stays
 * one when they become few.
 */
final class ManyMemberships implements Memberships {

	private final Map<SessionGroup, Membership> byGroup = new IdentityHashMap<>();

	@Override
	public @Nullable Membership in(SessionGroup group) {
		return this.byGroup.get(group);
	}

	@Override
	public Memberships with(Membership membership) {
		this.byGroup.put(membership.group(), membership);
		return this;
	}

	@Override
	public @Nullable Memberships without(Membership membership) {
		this.byGroup.remove(membership.group());
		return this.byGroup.isEmpty() ? null : this;
	}

	@Override
	public void forEach(Consumer<Membership> action) {
		this.byGroup.values().forEach(action);
	}

}
