package io.wsboot.transport;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MembershipsTests {

	@Test
	void eachIsFoundByItsGroupUntilItIsTakenAway() {
		Membership first = membership();
		Membership second = membership();
		Memberships all = first.with(second);
		assertThat(all.in(first.group())).isSameAs(first);
		assertThat(all.in(second.group())).isSameAs(second);
		assertThat(all.in(new SessionGroup())).isNull();
		all = all.without(first);
		assertThat(all.in(first.group())).isNull();
		assertThat(all.in(second.group())).isSameAs(second);
		assertThat(all.without(second)).isNull();
	}

	@Test
	void aMembershipThatWasTakenAwayDoesNotBringOthersAlong() {
		Membership first = membership();
		Membership second = membership();
		first.with(second).without(second);
		assertThat(second.in(first.group())).isNull();
	}

	@Test
	void manyAreLookedUpInATable() {
		Memberships all = membership();
		for (int i = 0; i < 10; i++) {
			all = all.with(membership());
		}
		assertThat(all).isInstanceOf(ManyMemberships.class);
		assertThat(listed(all)).hasSize(11);
	}

	@Test
	void theyBehaveAsASetDoes() {
		Random random = new Random(7);
		Set<Membership> model = new HashSet<>();
		List<Membership> order = new ArrayList<>();
		Memberships all = null;
		for (int step = 0; step < 5000; step++) {
			if (order.isEmpty() || random.nextInt(2) == 0) {
				Membership added = membership();
				model.add(added);
				order.add(added);
				all = (all != null) ? all.with(added) : added;
			}
			else {
				Membership removed = order.remove(random.nextInt(order.size()));
				model.remove(removed);
				all = all.without(removed);
			}
			assertThat(listed(all)).containsExactlyInAnyOrderElementsOf(model);
			Stream.of(model.toArray(Membership[]::new)).limit(3).forEach(found(all));
		}
	}

	private static Consumer<Membership> found(Memberships all) {
		return (membership) -> assertThat(all.in(membership.group())).isSameAs(membership);
	}

	private static List<Membership> listed(Memberships all) {
		List<Membership> listed = new ArrayList<>();
		if (all != null) {
			all.forEach(listed::add);
		}
		return listed;
	}

	private static Membership membership() {
		return new Membership(new SessionGroup(), 0, 0);
	}

}
