package io.wsboot.transport;

import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/**
 * Sessions that are found by their identifiers, and by groups that exist while they have
 * members.
 */
class SessionIdsTests {

	private final SessionIds ids = new SessionIds();

	private final SessionGroups users = new SessionGroups();

	private final Queue<WsSession> opened = new ConcurrentLinkedQueue<>();

	private WsServer server;

	private WsClient client;

	@BeforeEach
	void start() throws Exception {
		this.server = WsServer.builder()
			.address(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
			.sessionIds(this.ids)
			.upgradeHandler((request) -> CompletableFuture.completedFuture(UpgradeDecision.accept(new WsHandler() {
			}).withOpened((session) -> {
				this.users.add(request.path(), session);
				this.opened.add(session);
			})))
			.build();
		this.server.start();
		this.client = WsClient.builder().build();
	}

	@AfterEach
	void stop() {
		this.client.close();
		this.server.close();
	}

	@Test
	void anIdentifierIsKeptFromWhenItIsAskedForToTheEndOfItsSession() throws Exception {
		WsSession peer = connect("/ada");
		WsSession session = this.opened.remove();
		assertThat(this.ids.size()).as("nobody has asked").isZero();
		String id = session.id();
		assertThat(this.ids.find(id)).isSameAs(session);
		peer.close();
		await().until(() -> this.ids.size() == 0);
		assertThat(this.ids.find(id)).isNull();
	}

	@Test
	void whoAsksAfterTheEndKeepsNothing() throws Exception {
		WsSession peer = connect("/ada");
		WsSession session = this.opened.remove();
		peer.close();
		await().until(() -> this.server.sessions().size() == 0);
		await().until(() -> !session.join("any"));
		assertThat(session.id()).hasSize(32);
		assertThat(this.ids.size()).isZero();
	}

	@Test
	void aGroupExistsWhileItHasMembersAndIsNoTopicOfTheirs() throws Exception {
		WsSession one = connect("/ada");
		WsSession two = connect("/ada");
		assertThat(this.users.names()).containsExactly("/ada");
		assertThat(this.users.find("/ada").count()).isEqualTo(2);
		assertThat(this.opened).allSatisfy((session) -> assertThat(session.topics()).isEmpty());
		one.close();
		await().until(() -> this.users.find("/ada").count() == 1);
		two.close();
		await().until(() -> this.users.names().isEmpty());
	}

	@Test
	void aMemberMayBeRemovedAndAddedAgain() throws Exception {
		connect("/ada");
		WsSession session = this.opened.remove();
		assertThat(this.users.add("/ada", session)).as("is one already").isFalse();
		assertThat(this.users.remove("/ada", session)).isTrue();
		assertThat(this.users.remove("/ada", session)).isFalse();
		assertThat(this.users.find("/ada")).isNull();
		assertThat(this.users.add("/ada", session)).isTrue();
	}

	@Test
	void sessionsOfAnotherKindCannotBeMembers() {
		WsSession foreign = (WsSession) Proxy.newProxyInstance(getClass().getClassLoader(),
				new Class<?>[] { WsSession.class }, (proxy, method, arguments) -> null);
		assertThatIllegalArgumentException().isThrownBy(() -> this.users.add("any", foreign))
			.withMessageStartingWith("Only a session that a WsServer or WsClient opened can be a member, not a ");
	}

	private WsSession connect(String path) throws Exception {
		return this.client.connect("ws://127.0.0.1:" + this.server.port() + path, new WsHandler() {
		}).toCompletableFuture().get(10, TimeUnit.SECONDS);
	}

}
