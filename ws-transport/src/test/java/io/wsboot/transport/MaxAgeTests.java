package io.wsboot.transport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How old a session may become.
 */
class MaxAgeTests {

	private static final TransportOptions SHORT = TestServer.OPTIONS
		.withSessionLimits(SessionLimits.NONE.withMaxAge(Duration.ofMillis(300)));

	private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();

	private final Recorder recorder = new Recorder();

	@AfterEach
	void stop() {
		this.clock.shutdownNow();
	}

	@Test
	void aSessionThatIsOldEnoughIsClosedWith1001() throws Exception {
		long begun = System.nanoTime();
		try (TestServer server = TestServer.start(SHORT, this.recorder, null);
				RawPeer peer = RawPeer.open(server.port())) {
			peer.expectClose(1001, "max-age");
			assertThat(System.nanoTime() - begun).as("never younger than 90 %")
				.isGreaterThan(TimeUnit.MILLISECONDS.toNanos(270));
			peer.sendClose(1001);
			this.recorder.expect("open", "close 1001");
			assertThat(server.counts().limits).containsExactly(Limit.AGE);
			assertThat(server.counts().closedLocally).hasValue(1);
		}
	}

	@Test
	void nothingThatAPeerDoesMakesASessionYounger() throws Exception {
		try (TestServer server = TestServer.start(SHORT, new Recorder(), null);
				RawPeer peer = RawPeer.open(server.port())) {
			this.clock.scheduleAtFixedRate(() -> {
				try {
					peer.sendText("young");
				}
				catch (IOException ex) {
					throw new UncheckedIOException(ex);
				}
			}, 0, 10, TimeUnit.MILLISECONDS);
			peer.expectClose(1001, "max-age");
		}
	}

	@Test
	void aPauseDoesNotMakeASessionYounger() throws Exception {
		try (TestServer server = TestServer.start(SHORT, this.recorder, null);
				RawPeer peer = RawPeer.open(server.port())) {
			this.recorder.session().pauseReading();
			peer.expectClose(1001, "max-age");
		}
	}

	@Test
	void aClosedSessionIsLeftAlone() throws Exception {
		// on the loop, which cannot find it old before
		Recorder closing = new Recorder() {
			@Override
			public void onOpen(WsSession session) throws Exception {
				super.onOpen(session);
				session.close();
			}
		};
		try (TestServer server = TestServer.start(SHORT, closing, null); RawPeer peer = RawPeer.open(server.port())) {
			peer.expectClose(1000, "");
			CountDownLatch old = new CountDownLatch(1);
			this.clock.schedule(old::countDown, 500, TimeUnit.MILLISECONDS);
			assertThat(old.await(10, TimeUnit.SECONDS)).isTrue();
			peer.sendClose(1000);
			peer.expectEnd();
			closing.expect("open", "close 1000");
			assertThat(server.counts().limits).isEmpty();
		}
	}

	@Test
	void aClientClosesItsOldSessionsToo() throws Exception {
		try (TestServer server = TestServer.start(TestServer.OPTIONS, new Recorder(), null);
				WsClient client = WsClient.builder().options(SHORT).build()) {
			client.connect(server.uri(), this.recorder);
			this.recorder.expect("open", "close 1001");
		}
	}

	@Test
	void thoseThatBeganTogetherDoNotEndTogether() {
		long age = Duration.ofHours(1).toNanos();
		long[] ages = LongStream.generate(() -> Jitter.tenth(age)).limit(10_000).sorted().toArray();
		assertThat(ages[0]).isGreaterThanOrEqualTo(age * 9 / 10);
		assertThat(ages[9_999]).isLessThanOrEqualTo(age);
		assertThat(ages[9_999] - ages[0]).isGreaterThan(age / 11);
		assertThat(Jitter.tenth(9)).as("too short to have a tenth").isEqualTo(9);
	}

}
