package io.wsboot.spring.messaging;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.wsboot.spring.TestPeer;
import io.wsboot.spring.annotation.DeliveryPolicy;
import io.wsboot.spring.annotation.OnMessage;
import io.wsboot.spring.annotation.OnOpen;
import io.wsboot.spring.annotation.PublishTo;
import io.wsboot.spring.annotation.WsEndpoint;
import io.wsboot.transport.WsSession;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What becomes of messages that methods publish to a member that has stopped reading.
 * Each has 4 KiB, and there are enough of them to fill what the operating system and the
 * session keep several times.
 */
class PublishToTests {

	private static final int COUNT = 1500;

	private static final String PADDING = ".".repeat(4096);

	private final ApplicationContextRunner application = MessagingServer
		.with(Standard.class, Critical.class, Droppable.class, Topic.class, Share.class, Listener.class)
		.withPropertyValues("ws.outbound.high-water-mark=256KB", "ws.server.send-buffer-size=64KB",
				"ws.limits.write-timeout=10m", "ws.heartbeat.interval=0s");

	@Test
	void aStandardMessageIsDealtWithAsTheMembersEndpointSays() {
		run(this.application, (context, reader) -> {
			publish(context, "/standard");
			assertThat(reader.readUntil((message) -> false)).as("closed under CLOSE").hasSizeLessThan(COUNT);
		});
		run(this.application.withPropertyValues("ws.outbound.slow-consumer=drop-newest"), (context, reader) -> {
			publish(context, "/standard");
			publishLast(context);
			assertThat(reader.readUntil(PublishToTests::isLast)).anyMatch(PublishToTests::isLast)
				.hasSizeLessThan(COUNT);
		});
	}

	@Test
	void aCriticalMessageIsNeverDropped() {
		run(this.application.withPropertyValues("ws.outbound.slow-consumer=drop-newest"), (context, reader) -> {
			publish(context, "/critical");
			List<String> messages = reader.readUntil((message) -> false);
			assertThat(messages).as("closed, with nothing missing before").hasSizeLessThan(COUNT);
			for (int i = 0; i < messages.size(); i++) {
				assertThat(messages.get(i)).startsWith(i + " ");
			}
		});
	}

	@Test
	void aDroppableMessageIsDroppedWhateverThePolicy() {
		run(this.application, (context, reader) -> {
			publish(context, "/droppable");
			publishLast(context);
			assertThat(reader.readUntil(PublishToTests::isLast)).anyMatch(PublishToTests::isLast)
				.hasSizeLessThan(COUNT);
		});
	}

	@Test
	void ofATopicOnlyTheNewestWaitsIfItIsConflatedWithoutAKey() {
		run(this.application, (context, reader) -> {
			publish(context, "/topic");
			List<String> messages = reader.readUntil((message) -> message.startsWith((COUNT - 1) + " "));
			assertThat(messages).anyMatch((message) -> message.startsWith((COUNT - 1) + " ")).hasSizeLessThan(COUNT);
		});
	}

	@Test
	void thePathFillsInTheKey() {
		run(this.application, (context, reader) -> {
			publish(context, "/share/tea");
			publish(context, "/share/ale");
			Map<String, Integer> read = new HashMap<>();
			List<String> messages = reader.readUntil((message) -> {
				String[] words = message.split(" ");
				read.put(words[1], Integer.parseInt(words[0]));
				return read.getOrDefault("ale", 0) == COUNT - 1;
			});
			assertThat(read).containsExactlyInAnyOrderEntriesOf(Map.of("tea", COUNT - 1, "ale", COUNT - 1));
			assertThat(messages).hasSizeLessThan(2 * COUNT);
		});
	}

	private static void run(ApplicationContextRunner application, Body body) {
		MessagingServer.run(application, (context, messaging) -> {
			try (StoppedReader reader = new StoppedReader(MessagingServer.port(context), "/listener")) {
				WsTopics topics = context.getBean(WsTopics.class);
				await().until(() -> topics.count("prices") == 1);
				body.accept(context, reader);
			}
		});
	}

	/** Has an endpoint publish, and waits until it has. */
	private static void publish(ApplicationContext context, String path) throws Exception {
		try (TestPeer publisher = TestPeer.connect(MessagingServer.port(context), path)) {
			String share = path.substring(path.lastIndexOf('/') + 1);
			for (int i = 0; i < COUNT; i++) {
				publisher.sendText(i + " " + share + " " + PADDING);
			}
			publisher.sendBinary(0).expect("text:done");
		}
	}

	private static void publishLast(ApplicationContext context) throws Exception {
		try (TestPeer publisher = TestPeer.connect(MessagingServer.port(context), "/critical")) {
			publisher.sendText("last").sendBinary(0).expect("text:done");
		}
	}

	private static boolean isLast(String message) {
		return message.equals("last");
	}

	/** What a test does with the application and with the member that has stopped. */
	@FunctionalInterface
	private interface Body {

		void accept(ApplicationContext context, StoppedReader reader) throws Exception;

	}

	/** Tells when what came before has been dealt with. */
	private static class Publisher {

		@OnMessage
		String done(byte[] nothing) {
			return "done";
		}

	}

	@WsEndpoint("/standard")
	static class Standard extends Publisher {

		@OnMessage
		@PublishTo("prices")
		String price(String price) {
			return price;
		}

	}

	@WsEndpoint("/critical")
	static class Critical extends Publisher {

		@OnMessage
		@PublishTo(value = "prices", delivery = DeliveryPolicy.CRITICAL)
		String price(String price) {
			return price;
		}

	}

	@WsEndpoint("/droppable")
	static class Droppable extends Publisher {

		@OnMessage
		@PublishTo(value = "prices", delivery = DeliveryPolicy.DROPPABLE)
		String price(String price) {
			return price;
		}

	}

	@WsEndpoint("/topic")
	static class Topic extends Publisher {

		@OnMessage
		@PublishTo(value = "prices", delivery = DeliveryPolicy.CONFLATE)
		String price(String price) {
			return price;
		}

	}

	@WsEndpoint("/share/{share}")
	static class Share extends Publisher {

		@OnMessage
		@PublishTo(value = "prices", delivery = DeliveryPolicy.CONFLATE, key = "price:{share}")
		String price(String price) {
			return price;
		}

	}

	@WsEndpoint("/listener")
	static class Listener {

		@OnOpen
		void open(WsSession session) {
			session.join("prices");
		}

	}

}
