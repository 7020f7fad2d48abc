package io.wsboot.transport;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LoopSessionsTests {

	private final LoopSessions sessions = new LoopSessions();

	@Test
	void whoeverIsAddedIsVisitedUntilItIsRemoved() {
		Session first = add();
		Session second = add();
		assertThat(visited()).containsExactlyInAnyOrder(first, second);
		this.sessions.remove(first);
		assertThat(visited()).containsExactly(second);
		this.sessions.remove(second);
		assertThat(visited()).isEmpty();
		assertThat(this.sessions.size()).isZero();
	}

	@Test
	void thereIsRoomForAnyNumber() {
		for (int i = 0; i < 1000; i++) {
			add();
		}
		assertThat(this.sessions.size()).isEqualTo(1000);
		assertThat(visited()).hasSize(1000).doesNotHaveDuplicates();
	}

	@Test
	void anActionMayEndTheSessionItIsGiven() {
		for (int i = 0; i < 40; i++) {
			add();
		}
		List<Session> ended = new ArrayList<>();
		this.sessions.forEach((session) -> {
			ended.add(session);
			this.sessions.remove(session);
		});
		assertThat(ended).hasSize(40).doesNotHaveDuplicates();
		assertThat(this.sessions.size()).isZero();
	}

	@Test
	void anActionMayEndEverySession() {
		for (int i = 0; i < 10; i++) {
			add();
		}
		List<Session> all = visited();
		this.sessions.forEach((session) -> {
			all.forEach(this.sessions::remove);
			all.clear();
		});
		assertThat(this.sessions.size()).isZero();
	}

	@Test
	void theArrayBehavesAsASetDoes() {
		Random random = new Random(5);
		Set<Session> model = new HashSet<>();
		List<Session> order = new ArrayList<>();
		for (int step = 0; step < 5000; step++) {
			if (order.isEmpty() || random.nextInt(5) < 3) {
				Session session = add();
				model.add(session);
				order.add(session);
			}
			else {
				Session session = order.remove(random.nextInt(order.size()));
				model.remove(session);
				this.sessions.remove(session);
			}
			assertThat(this.sessions.size()).isEqualTo(model.size());
		}
		assertThat(visited()).containsExactlyInAnyOrderElementsOf(model);
	}

	private Session add() {
		Session session = new Session(null, null, null);
		this.sessions.add(session);
		return session;
	}

	private List<Session> visited() {
		List<Session> visited = new ArrayList<>();
		this.sessions.forEach(visited::add);
		return visited;
	}

}
