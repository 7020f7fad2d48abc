package io.wsboot.transport;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.wsboot.protocol.PreparedMessage;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class GroupMembersTests {

	private static final int MANY = 100_000;

	private final SessionGroup group = new SessionGroup();

	private final GroupMembers members = new GroupMembers(null);

	@Test
	void whoJoinsAfterAMessageWasPublishedIsNotListedForIt() {
		Session early = session();
		this.members.add(early, this.group);
		this.group.publish(PreparedMessage.text("first"), Delivery.standard(), null);
		Session late = session();
		this.members.add(late, this.group);
		this.group.publish(PreparedMessage.text("second"), Delivery.standard(), null);
		assertThat(listed(1)).containsExactly(early);
		assertThat(listed(2)).containsExactly(early, late);
	}

	@Test
	void theArrayBehavesAsASetDoes() {
		Random random = new Random(5);
		Set<Session> model = identitySet();
		List<Session> sessions = new ArrayList<>();
		List<Membership> memberships = new ArrayList<>();
		for (int step = 0; step < 20_000; step++) {
			// grows for a while, then shrinks
			boolean grows = random.nextInt(5) < ((step % 4000 < 2000) ? 3 : 2);
			if (sessions.isEmpty() || grows) {
				Session session = session();
				model.add(session);
				sessions.add(session);
				memberships.add(this.members.add(session, this.group));
			}
			else {
				int chosen = random.nextInt(sessions.size());
				model.remove(sessions.remove(chosen));
				this.members.remove(memberships.remove(chosen));
			}
			assertThat(this.members.size()).isEqualTo(model.size());
			if (step % 500 == 0) {
				assertThat(listed(1)).containsExactlyInAnyOrderElementsOf(model);
			}
		}
		assertThat(listed(1)).containsExactlyInAnyOrderElementsOf(model);
	}

	@Test
	void aHundredThousandAreListedWhileTheyChangeAndNobodyWhoStaysIsMissedOrListedTwice() throws Exception {
		Set<Session> staying = identitySet();
		List<Membership> leaving = new ArrayList<>();
		for (int i = 0; i < MANY; i++) {
			Session session = session();
			Membership membership = this.members.add(session, this.group);
			if (i % 3 == 0) {
				leaving.add(membership);
			}
			else {
				staying.add(session);
			}
		}
		ExecutorService threads = Executors.newFixedThreadPool(2);
		try {
			AtomicBoolean over = new AtomicBoolean();
			AtomicInteger changes = new AtomicInteger();
			Future<?> joiner = threads.submit(() -> change(over, changes, new ArrayList<>()));
			Future<?> leaver = threads.submit(() -> change(over, changes, leaving));
			int before = 0;
			for (int round = 0; round < 10; round++) {
				List<Session> listed = listed(1);
				Set<Session> once = identitySet();
				assertThat(listed).allMatch(once::add);
				assertThat(once.containsAll(staying)).isTrue();
				int seen = changes.get();
				assertThat(seen).isGreaterThanOrEqualTo(before);
				before = seen;
			}
			over.set(true);
			joiner.get();
			leaver.get();
			assertThat(changes).hasPositiveValue();
		}
		finally {
			threads.shutdownNow();
		}
	}

	@Test
	void anIdleMemberOfOneGroupCostsFewBytes() throws Exception {
		try (GateFixture fixture = new GateFixture()) {
			List<Session> sessions = new ArrayList<>(MANY);
			for (int i = 0; i < MANY; i++) {
				sessions.add(new Session(fixture.gate(), null, null));
			}
			long before = ProcessResources.heap();
			sessions.forEach(this.group::add);
			// 32 for the membership, 8 in the arrays, which are at most half empty
			assertThat((ProcessResources.heap() - before) / MANY).isBetween(20L, 50L);
			assertThat(this.group.count()).isEqualTo(MANY);
		}
	}

	@Test
	void aHundredThousandAreVisitedFromAnyPlaceAndNoFurtherThanWanted() throws Exception {
		try (GateFixture fixture = new GateFixture()) {
			List<WsSession> sessions = new ArrayList<>(MANY);
			for (int i = 0; i < MANY; i++) {
				sessions.add(new Session(fixture.gate(), null, null));
			}
			sessions.forEach(this.group::add);
			List<WsSession> seen = new ArrayList<>();
			assertThat(this.group.visit(0, seen::add)).isTrue();
			assertThat(seen).isEqualTo(sessions);
			seen.clear();
			assertThat(this.group.visit(MANY - 3, seen::add)).isTrue();
			assertThat(seen).isEqualTo(sessions.subList(MANY - 3, MANY));
			seen.clear();
			assertThat(this.group.visit(70_000, (session) -> {
				seen.add(session);
				return seen.size() < 10;
			})).isFalse();
			assertThat(seen).isEqualTo(sessions.subList(70_000, 70_010));
			assertThat(this.group.visit(MANY, (session) -> false)).isTrue();
		}
	}

	@Test
	void allMayLeaveWhileTheyAreVisited() throws Exception {
		try (GateFixture fixture = new GateFixture()) {
			for (int i = 0; i < 1000; i++) {
				this.group.add(new Session(fixture.gate(), null, null));
			}
			List<WsSession> seen = new ArrayList<>();
			assertThat(this.group.visit(0, (session) -> {
				seen.add(session);
				this.group.forEach(this.group::remove);
				return true;
			})).isTrue();
			assertThat(seen).hasSize(256);
			assertThat(this.group.count()).isZero();
			assertThat(this.group.contains(seen.get(0))).isFalse();
		}
	}

	/** Joins and leaves, as fast as it can. */
	private void change(AtomicBoolean over, AtomicInteger changes, List<Membership> memberships) {
		Random random = new Random(memberships.size());
		while (!over.get()) {
			if (memberships.isEmpty() || random.nextBoolean()) {
				memberships.add(this.members.add(session(), this.group));
			}
			else {
				int last = memberships.size() - 1;
				Collections.swap(memberships, random.nextInt(memberships.size()), last);
				this.members.remove(memberships.remove(last));
			}
			changes.incrementAndGet();
		}
	}

	private List<Session> listed(long number) {
		RecipientList list = new RecipientList();
		this.members.list(number, list);
		Session[] all = new Session[list.size()];
		Arrays.setAll(all, list::get);
		return Arrays.asList(all);
	}

	private static Session session() {
		return new Session(null, null, null);
	}

	private static Set<Session> identitySet() {
		return Collections.newSetFromMap(new IdentityHashMap<>());
	}

}
