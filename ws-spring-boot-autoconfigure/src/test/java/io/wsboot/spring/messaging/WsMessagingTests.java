package io.wsboot.spring.messaging;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import io.wsboot.spring.TestPeer;
import io.wsboot.transport.Topics;
import io.wsboot.transport.TransportOptions;
import io.wsboot.transport.UpgradeDecision;
import io.wsboot.transport.WsHandler;
import io.wsboot.transport.WsServer;
import io.wsboot.transport.WsSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * Sending to topics over real sockets. The handler of this server joins the topic of the
 * path, and lets a peer tell its name.
 */
class WsMessagingTests {

	private final Topics topics = new Topics();

	private final AtomicInteger encoded = new AtomicInteger();

	private final PayloadEncoder encoder = new PayloadEncoder() {

		@Override
		public boolean isText() {
			return true;
		}

		@Override
		public byte[] encode(Object payload) {
			WsMessagingTests.this.encoded.incrementAndGet();
			return ("<" + payload + ">").getBytes(StandardCharsets.UTF_8);
		}

	};

	private final WsMessaging messaging = messaging(new PayloadEncoders(List.of(this.encoder)));

	private final WsTopics wsTopics = new WsTopics(this.topics);

	private WsServer server;

	@BeforeEach
	void start() throws Exception {
		this.server = WsServer.builder()
			.address(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
			.options(TransportOptions.DEFAULTS.withEventLoops(2))
			.topics(this.topics)
			.upgradeHandler((request) -> CompletableFuture.completedFuture(UpgradeDecision.accept(new WsHandler() {

				@Override
				public void onOpen(WsSession session) {
					session.join(request.path());
				}

				@Override
				public void onText(WsSession session, String name) {
					session.attributes().put("name", name);
				}

			})))
			.build();
		this.server.start();
	}

	@AfterEach
	void stop() {
		this.server.close();
	}

	@Test
	void everyMemberGetsWhatIsSentAndOthersDoNot() throws Exception {
		try (TestPeer one = join("/news", 1); TestPeer two = join("/news", 2); TestPeer other = join("/other", 1)) {
			this.messaging.toTopic("/news").send("text");
			this.messaging.toTopic("/news").send(new StringBuilder("builder"));
			this.messaging.toTopic("/news").send(new byte[] { 1, 2 });
			this.messaging.toTopic("/news").send(42);
			this.messaging.toTopic("/other").send("end");
			for (TestPeer peer : new TestPeer[] { one, two }) {
				peer.expect("text:text").expect("text:builder").expect("binary:0102").expect("text:<42>");
			}
			other.expect("text:end");
			assertThat(this.encoded).hasValue(1);
		}
	}

	@Test
	void aBufferIsSentBetweenItsPositionAndLimitAndLeftAsItIs() throws Exception {
		try (TestPeer peer = join("/news", 1)) {
			ByteBuffer buffer = ByteBuffer.wrap(new byte[] { 0, 1, 2, 3 }, 1, 2);
			this.messaging.toTopic("/news").send(buffer);
			buffer.put(1, (byte) 9);
			peer.expect("binary:0102");
			assertThat(buffer.position()).isEqualTo(1);
			assertThat(buffer.remaining()).isEqualTo(2);
		}
	}

	@Test
	void oneSessionMayBeLeftOut() throws Exception {
		try (TestPeer ada = join("/news", 1); TestPeer bob = join("/news", 2); TestPeer eve = join("/news", 3)) {
			tellName(ada, "ada");
			tellName(bob, "bob");
			tellName(eve, "eve");
			MessageTarget news = this.messaging.toTopic("/news");
			news.except(member("ada")).send("not for ada");
			news.except(member("ada")).except(member("bob")).send("for eve");
			news.filter((session) -> "bob".equals(session.attributes().get("name"))).send("for bob");
			news.filter((session) -> true)
				.filter((session) -> "ada".equals(session.attributes().get("name")))
				.send("for ada");
			news.send("for all");
			ada.expect("text:for ada").expect("text:for all");
			bob.expect("text:not for ada").expect("text:for bob").expect("text:for all");
			eve.expect("text:not for ada").expect("text:for eve").expect("text:for all");
		}
	}

	@Test
	void whereNobodyIsNothingIsEncoded() {
		this.messaging.toTopic("/empty").send(42);
		assertThat(this.encoded).hasValue(0);
	}

	@Test
	void anObjectNeedsACodec() throws Exception {
		try (TestPeer peer = join("/news", 1)) {
			WsMessaging plain = messaging(new PayloadEncoders(List.of()));
			assertThatIllegalStateException().isThrownBy(() -> plain.toTopic("/news").send(42))
				.withMessage("Nothing can write a java.lang.Integer as a message: there is no codec."
						+ " Send a String, a byte[] or a ByteBuffer, or add Jackson (spring-boot-starter-jackson).");
			plain.toTopic("/news").send("text");
			peer.expect("text:text");
		}
	}

	@Test
	void anEncoderMayWriteBinary() throws Exception {
		PayloadEncoder binary = new PayloadEncoder() {

			@Override
			public boolean isText() {
				return false;
			}

			@Override
			public byte[] encode(Object payload) {
				return new byte[] { ((Integer) payload).byteValue() };
			}

		};
		try (TestPeer peer = join("/news", 1)) {
			messaging(new PayloadEncoders(List.of(binary))).toTopic("/news").send(42);
			peer.expect("binary:2a");
		}
	}

	@Test
	void eachEncoderThatAMemberNeedsWritesOnceAndBeforeAnythingIsSent() throws Exception {
		StringEncoder unused = new StringEncoder("unused", true);
		StringEncoder own = new StringEncoder("own", false);
		PayloadEncoders encoders = new PayloadEncoders(List.of(this.encoder, own, unused));
		WsMessaging mixed = messaging(encoders);
		try (TestPeer ada = join("/news", 1); TestPeer bob = join("/news", 2); TestPeer eve = join("/news", 3)) {
			tellName(ada, "ada");
			tellName(bob, "bob");
			tellName(eve, "eve");
			encoders.agree(member("bob"), own);
			encoders.agree(member("eve"), own);
			mixed.toTopic("/news").send(42);
			mixed.toTopic("/news").except(member("eve")).send(43);
			ada.expect("text:<42>").expect("text:<43>");
			bob.expect("binary:6f776e").expect("binary:6f776e");
			eve.expect("binary:6f776e");
			assertThat(this.encoded).hasValue(2);
			assertThat(own.written).hasValue(2);
			assertThat(unused.written).hasValue(0);
			encoders.forget(member("bob"));
			mixed.toTopic("/news").send("end");
			mixed.toTopic("/news").send(44);
			bob.expect("text:end").expect("text:<44>");
			eve.expect("text:end").expect("binary:6f776e");
		}
	}

	@Test
	void whatOneOfTheEncodersCannotWriteGoesToNobody() throws Exception {
		StringEncoder own = new StringEncoder("own", false);
		PayloadEncoders encoders = new PayloadEncoders(List.of(this.encoder, own));
		WsMessaging mixed = messaging(encoders);
		try (TestPeer ada = join("/news", 1); TestPeer bob = join("/news", 2)) {
			tellName(ada, "ada");
			tellName(bob, "bob");
			encoders.agree(member("bob"), own);
			assertThatIllegalStateException().isThrownBy(() -> mixed.toTopic("/news").send(4.2))
				.withMessage("Nothing can write a java.lang.Double as a message: no codec takes it."
						+ " Send a String, a byte[] or a ByteBuffer, or add a WsMessageCodec for it.");
			mixed.toTopic("/news").send("end");
			ada.expect("text:end");
			bob.expect("text:end");
		}
	}

	@Test
	void topicsAreThoseWithMembers() throws Exception {
		assertThat(this.wsTopics.names()).isEmpty();
		try (TestPeer one = join("/news", 1); TestPeer two = join("/news", 2); TestPeer other = join("/other", 1)) {
			assertThat(this.wsTopics.names()).containsExactlyInAnyOrder("/news", "/other");
			assertThat(this.wsTopics.members("/news")).hasSize(2).doesNotHaveDuplicates();
			assertThat(this.wsTopics.count("/nowhere")).isZero();
			assertThat(this.wsTopics.members("/nowhere")).isEmpty();
			other.sendClose(1000, "").expectClose(1000, "");
			await().untilAsserted(() -> assertThat(this.wsTopics.names()).containsExactly("/news"));
			one.expectNothingMore();
			two.expectNothingMore();
		}
	}

	private WsMessaging messaging(PayloadEncoders encoders) {
		return new WsMessaging(this.topics, new SessionDirectory(), encoders, List.of());
	}

	private TestPeer join(String topic, int members) throws Exception {
		TestPeer peer = TestPeer.connect(this.server.port(), topic);
		await().untilAsserted(() -> assertThat(this.wsTopics.count(topic)).isEqualTo(members));
		return peer;
	}

	private void tellName(TestPeer peer, String name) throws Exception {
		peer.sendText(name);
		await().until(() -> this.wsTopics.members("/news")
			.stream()
			.anyMatch((member) -> name.equals(member.attributes().get("name"))));
	}

	private WsSession member(String name) {
		return this.wsTopics.members("/news")
			.stream()
			.filter((member) -> name.equals(member.attributes().get("name")))
			.findFirst()
			.orElseThrow();
	}

	/** Writes the same for every number that is whole. */
	private static final class StringEncoder implements PayloadEncoder {

		private final AtomicInteger written = new AtomicInteger();

		private final String text;

		private final boolean isText;

		StringEncoder(String text, boolean isText) {
			this.text = text;
			this.isText = isText;
		}

		@Override
		public boolean isText() {
			return this.isText;
		}

		@Override
		public boolean canWrite(Class<?> type) {
			return type == Integer.class;
		}

		@Override
		public byte[] encode(Object payload) {
			this.written.incrementAndGet();
			return this.text.getBytes(StandardCharsets.UTF_8);
		}

	}

}
