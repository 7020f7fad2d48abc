package io.wsboot.transport;

import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * The groups that one session is a member of: a chain as long as they are few, which
 * costs nothing but its links, and a table from then on. Guarded by the session.
 */
sealed interface Memberships permits Membership, ManyMemberships {

	/**
	 * The membership in a group.
	 * @param group the group
	 * @return {@code null} if there is none
	 */
	@Nullable Membership in(SessionGroup group);

	/**
	 * Adds a membership in another group.
	 * @param membership one that was not added before
	 * @return the memberships from now on
	 */
	Memberships with(Membership membership);

	/**
	 * Takes a membership away.
	 * @param membership one of these
	 * @return the memberships from now on, {@code null} if none is left
	 */
	@Nullable Memberships without(Membership membership);

	/**
	 * Calls an action with each of them.
	 * @param action leaves them as they are
	 */
	void forEach(Consumer<Membership> action);

}
