package io.wsboot.spring.messaging;

import java.util.List;

import io.wsboot.spring.annotation.OnOpen;
import io.wsboot.spring.annotation.WsEndpoint;
import io.wsboot.transport.WsSession;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What the properties say about the length of frames, on the wire.
 */
class FragmentSizeTests {

	private static final byte[] MESSAGE = new byte[100_000];

	private final ApplicationContextRunner application = MessagingServer.with(Plain.class, Own.class);

	@Test
	void unlessSetFramesAreOf64Kibibytes() {
		this.application.run((context) -> {
			assertThat(sent(MessagingServer.port(context), "/plain")).containsExactly(65_536, 34_464);
			assertThat(published(context.getBean(WsMessaging.class), context.getBean(WsTopics.class),
					MessagingServer.port(context), "/plain"))
				.containsExactly(65_536, 34_464);
		});
	}

	@Test
	void theSizeOfAnEndpointWinsOverTheGlobalOne() {
		this.application
			.withPropertyValues("ws.outbound.fragment-size=40000B", "ws.endpoints.own.outbound.fragment-size=1MB")
			.run((context) -> {
				int port = MessagingServer.port(context);
				assertThat(sent(port, "/plain")).containsExactly(40_000, 40_000, 20_000);
				assertThat(sent(port, "/own")).containsExactly(100_000);
				WsMessaging messaging = context.getBean(WsMessaging.class);
				WsTopics topics = context.getBean(WsTopics.class);
				assertThat(published(messaging, topics, port, "/plain")).allMatch((length) -> length <= 40_000);
				assertThat(published(messaging, topics, port, "/own")).containsExactly(65_536, 34_464);
			});
	}

	private static List<Integer> sent(int port, String path) throws Exception {
		try (StoppedReader reader = new StoppedReader(port, path)) {
			return reader.readFrames();
		}
	}

	private static List<Integer> published(WsMessaging messaging, WsTopics topics, int port, String path)
			throws Exception {
		await().until(() -> topics.count("news") == 0);
		try (StoppedReader reader = new StoppedReader(port, path)) {
			reader.readFrames();
			messaging.toTopic("news").send(MESSAGE);
			List<Integer> frames = reader.readFrames();
			assertThat(frames.stream().mapToInt(Integer::intValue).sum()).isEqualTo(MESSAGE.length);
			return frames;
		}
	}

	@WsEndpoint("/plain")
	static class Plain {

		@OnOpen
		byte[] open(WsSession session) {
			session.join("news");
			return MESSAGE;
		}

	}

	@WsEndpoint(path = "/own", name = "own")
	static class Own {

		@OnOpen
		byte[] open(WsSession session) {
			session.join("news");
			return MESSAGE;
		}

	}

}
