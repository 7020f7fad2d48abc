package io.wsboot.transport;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

import io.wsboot.protocol.PreparedMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static io.wsboot.transport.TestServer.eventually;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A loop that has a message to write to many sessions looks at its sockets meanwhile.
 */
class LargeFanOutTests {

	private static final int MEMBERS = 400;

	private static final String LOOK = "look";

	private final SessionGroup group = new SessionGroup();

	/** How many members had something to be written, each time that a peer had asked. */
	private final Queue<Integer> unwritten = new ConcurrentLinkedQueue<>();

	private final List<RawPeer> peers = new ArrayList<>();

	private TestServer server;

	@BeforeEach
	void start() throws Exception {
		this.server = TestServer.start(TestServer.OPTIONS.withEventLoops(1), new WsHandler() {
			@Override
			public void onOpen(WsSession session) {
				LargeFanOutTests.this.group.add(session);
			}

			@Override
			public void onText(WsSession session, String text) {
				if (text.equals(LOOK)) {
					look();
				}
				else {
					LargeFanOutTests.this.group.publish(PreparedMessage.text(text), Delivery.standard(), null);
				}
			}
		}, (Executor) null);
		for (int i = 0; i < MEMBERS; i++) {
			this.peers.add(RawPeer.open(this.server.port()));
		}
		eventually().until(() -> this.group.count() == MEMBERS);
	}

	@AfterEach
	void stop() throws Exception {
		for (RawPeer peer : this.peers) {
			peer.close();
		}
		this.server.close();
	}

	@Test
	void itReadsBetweenTheWritesAndEverybodyReceivesEverythingInOrder() throws Exception {
		AtomicInteger published = new AtomicInteger();
		eventually().until(() -> {
			this.peers.get(0).sendText("" + published.getAndIncrement());
			for (int i = 0; i < 50; i++) {
				this.peers.get(1).sendText(LOOK);
			}
			return this.unwritten.stream().anyMatch((count) -> count > 0 && count < MEMBERS);
		});
		for (RawPeer peer : this.peers) {
			for (int i = 0; i < published.get(); i++) {
				peer.expectText("" + i);
			}
		}
	}

	@Test
	void whatIsToBeWrittenIsWrittenEvenIfNothingIsReadAnyMore() throws Exception {
		for (int i = 0; i < 3; i++) {
			this.peers.get(i).sendText("from " + i);
		}
		for (RawPeer peer : this.peers) {
			List<String> texts = List.of(peer.readFrame().text(), peer.readFrame().text(), peer.readFrame().text());
			assertThat(texts).containsExactlyInAnyOrder("from 0", "from 1", "from 2");
		}
	}

	@Test
	void everyMemberReceivesWhatWasPublishedBeforeTheServerEnded() throws Exception {
		Session member = anyMember();
		Thread closing = new Thread(this.server.server()::close);
		member.loop().execute(() -> {
			this.group.publish(PreparedMessage.text("last"), Delivery.standard(), null);
			closing.start();
		});
		for (RawPeer peer : this.peers) {
			peer.expectText("last");
			assertThat(peer.readFrame().firstByte()).isEqualTo(RawPeer.CLOSE);
			peer.sendClose(1001);
		}
		closing.join(10_000);
		assertThat(closing.isAlive()).isFalse();
	}

	private Session anyMember() {
		List<Session> members = new ArrayList<>();
		this.group.forEach((session) -> members.add((Session) session));
		return members.get(0);
	}

	private void look() {
		AtomicInteger count = new AtomicInteger();
		this.group.forEach((session) -> count.addAndGet((session.queuedBytes() > 0) ? 1 : 0));
		this.unwritten.add(count.get());
	}

}
