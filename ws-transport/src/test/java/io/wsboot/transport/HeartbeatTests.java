package io.wsboot.transport;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.wsboot.protocol.Opcode;
import io.wsboot.transport.TransportOptions.HeartbeatPolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * The heartbeat is given the time; only where it is compared with the time of a write is
 * it the real one.
 */
class HeartbeatTests {

	private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

	private static final long START = System.nanoTime();

	private static final int DRAWN = -1;

	private static final UpgradeDecision.Accept DECISION = UpgradeDecision.accept(new WsHandler() {
	}).withListener(TransportListener.NONE);

	private GateFixture fixture;

	@BeforeEach
	void open() throws Exception {
		this.fixture = new GateFixture(1000);
	}

	@AfterEach
	void close() throws Exception {
		this.fixture.close();
	}

	@Test
	void withoutAnIntervalNothingHappens() {
		Asked none = new Asked(HeartbeatPolicy.NONE, 0, START);
		assertThat(ask(none, START + 1000 * SECOND, START)).isEqualTo(Deadlines.NEVER);
		assertThat(pings()).isEmpty();
	}

	@Test
	void aPingLeavesAfterSilenceAndNoEarlier() {
		Asked heartbeat = heartbeat(10, 5);
		assertThat(ask(heartbeat, START, START)).isEqualTo(START + 10 * SECOND);
		assertThat(ask(heartbeat, START + 10 * SECOND - 1, START)).isEqualTo(START + 10 * SECOND);
		assertThat(pings()).isEmpty();
		assertThat(ask(heartbeat, START + 10 * SECOND, START)).isEqualTo(START + 15 * SECOND);
		assertThat(pings()).hasSize(1);
	}

	@Test
	void trafficPostponesThePingUpToFourIntervals() {
		Asked heartbeat = heartbeat(10, 5);
		long next = ask(heartbeat, START, START);
		int asked = 0;
		while (pings().isEmpty()) {
			assertThat(++asked).isLessThan(100);
			// a byte arrived one second ago
			next = ask(heartbeat, next, next - SECOND);
		}
		assertThat(next).isEqualTo(START + 45 * SECOND);
	}

	@Test
	void itsPongHasARoundTripAndTheNextPingComesAfterTheNextSilence() {
		Asked heartbeat = heartbeat(10, 5);
		ask(heartbeat, START + 10 * SECOND, START);
		byte[] payload = pings().get(0);
		assertThat(heartbeat.answered(ByteBuffer.wrap(payload), START + 12 * SECOND)).isEqualTo(2 * SECOND);
		assertThat(heartbeat.answered(ByteBuffer.wrap(payload), START + 12 * SECOND)).as("once").isEqualTo(-1);
		assertThat(ask(heartbeat, START + 15 * SECOND, START + 12 * SECOND)).isEqualTo(START + 22 * SECOND);
		ask(heartbeat, START + 22 * SECOND, START + 12 * SECOND);
		assertThat(pings()).hasSize(2);
		assertThat(pings().get(1)).isNotEqualTo(payload);
	}

	@Test
	void onlyThePongOfTheLastPingAnswersIt() {
		Asked heartbeat = heartbeat(10, 5);
		assertThat(heartbeat.answered(ByteBuffer.allocate(8).putLong(0, 0), START)).as("unasked").isEqualTo(-1);
		ask(heartbeat, START + 10 * SECOND, START);
		byte[] first = pings().get(0);
		assertThat(heartbeat.answered(ByteBuffer.allocate(0), START)).isEqualTo(-1);
		assertThat(heartbeat.answered(ByteBuffer.allocate(8), START)).isEqualTo(-1);
		assertThat(heartbeat.answered(ByteBuffer.wrap(first, 0, 7), START)).isEqualTo(-1);
		assertThat(heartbeat.answered(ByteBuffer.wrap(first), START + 10 * SECOND)).isZero();
		ask(heartbeat, START + 20 * SECOND, START + 10 * SECOND);
		assertThat(heartbeat.answered(ByteBuffer.wrap(first), START + 21 * SECOND)).as("an old one").isEqualTo(-1);
	}

	@Test
	void aPongThatDoesNotComeIsMissed() {
		Asked heartbeat = heartbeat(10, 5);
		ask(heartbeat, START + 10 * SECOND, START);
		assertThat(ask(heartbeat, START + 15 * SECOND - 1, START + 14 * SECOND)).isEqualTo(START + 15 * SECOND);
		assertThat(ask(heartbeat, START + 15 * SECOND, START + 14 * SECOND)).isEqualTo(Heartbeat.MISSED);
	}

	@Test
	void aPongThatIsGivenLongerThanTheIntervalDoesNotDelayTheNextPing() {
		Asked heartbeat = heartbeat(2, 60);
		assertThat(ask(heartbeat, START + 2 * SECOND, START)).isLessThanOrEqualTo(START + 4 * SECOND);
		heartbeat.answered(ByteBuffer.wrap(pings().get(0)), START + 2 * SECOND);
		assertThat(ask(heartbeat, START + 4 * SECOND, START + 2 * SECOND)).isGreaterThan(START + 4 * SECOND);
		assertThat(pings()).hasSize(2);
		long next = START + 4 * SECOND;
		for (long now = next; now < START + 64 * SECOND; now = next) {
			next = ask(heartbeat, now, START + 2 * SECOND);
			assertThat(next).as("still waiting").isGreaterThan(now);
		}
		assertThat(pings()).as("one at a time").hasSize(2);
		assertThat(ask(heartbeat, START + 64 * SECOND, START + 2 * SECOND)).isEqualTo(Heartbeat.MISSED);
	}

	@Test
	void aPauseOfOursGivesThePongItsTimeAgain() {
		Asked heartbeat = heartbeat(10, 5);
		ask(heartbeat, START + 10 * SECOND, START);
		heartbeat.restartHeartbeat(START + 15 * SECOND);
		assertThat(ask(heartbeat, START + 15 * SECOND, START)).isEqualTo(START + 20 * SECOND);
		assertThat(ask(heartbeat, START + 20 * SECOND, START)).isEqualTo(Heartbeat.MISSED);
	}

	@Test
	void aPingBehindWhatThePeerIsSlowToReadHasItsTimeFromWhenThatIsRead() throws Exception {
		this.fixture.channel().takeNothing();
		this.fixture.send("x".repeat(5000));
		this.fixture.settle();
		// sent long ago, behind bytes that the kernel took just now
		long sent = System.nanoTime() - 6 * SECOND;
		Asked heartbeat = heartbeat(10, 5, sent - 10 * SECOND);
		ask(heartbeat, sent, sent - 10 * SECOND);
		this.fixture.unblock();
		assertThat(pings()).as("a heartbeat's ping leaves whatever waits").hasSize(1);
		long now = System.nanoTime();
		assertThat(now - sent).isGreaterThan(5 * SECOND);
		assertThat(ask(heartbeat, now, sent)).as("not missed").isGreaterThan(now);
		assertThat(ask(heartbeat, now + 5 * SECOND, sent)).isEqualTo(Heartbeat.MISSED);
	}

	@Test
	void aPingThatHadToWaitIsAnsweredButNotMeasured() throws Exception {
		this.fixture.channel().takeNothing();
		this.fixture.send("x".repeat(5000));
		this.fixture.settle();
		Asked heartbeat = heartbeat(10, 5);
		ask(heartbeat, START + 10 * SECOND, START);
		this.fixture.unblock();
		this.fixture.settle();
		byte[] payload = pings().get(0);
		assertThat(heartbeat.answered(ByteBuffer.wrap(payload), START + 11 * SECOND)).isEqualTo(Heartbeat.NOT_MEASURED);
	}

	@Test
	void aPongThatWaitedForUsToReadOnIsNotMeasured() {
		Asked heartbeat = heartbeat(10, 5);
		ask(heartbeat, START + 10 * SECOND, START);
		heartbeat.restartHeartbeat(START + 60 * SECOND);
		byte[] payload = pings().get(0);
		assertThat(heartbeat.answered(ByteBuffer.wrap(payload), START + 60 * SECOND)).isEqualTo(Heartbeat.NOT_MEASURED);
		ask(heartbeat, START + 70 * SECOND, START + 60 * SECOND);
		assertThat(heartbeat.answered(ByteBuffer.wrap(pings().get(1)), START + 71 * SECOND)).isEqualTo(SECOND);
	}

	@Test
	void silenceWhileNothingIsReadDoesNotCount() {
		Asked heartbeat = heartbeat(10, 5);
		heartbeat.restartHeartbeat(START + 9 * SECOND);
		assertThat(ask(heartbeat, START + 10 * SECOND, START)).isEqualTo(START + 19 * SECOND);
		assertThat(pings()).isEmpty();
	}

	@Test
	void aHeartbeatLeavesThoughOtherPingsHaveNoRoom() throws Exception {
		this.fixture.channel().takeNothing();
		this.fixture.send("x".repeat(5000));
		this.fixture.gate().ping(GateFixture.utf8("first"));
		this.fixture.gate().ping(GateFixture.utf8("no room"));
		Asked heartbeat = heartbeat(10, 5);
		ask(heartbeat, START + 10 * SECOND, START);
		this.fixture.unblock();
		this.fixture.settle();
		assertThat(pings()).hasSize(2);
		assertThat(heartbeat.answered(ByteBuffer.wrap(pings().get(1)), START)).isNotEqualTo(Heartbeat.FOREIGN);
	}

	@Test
	void thoseThatBeganTogetherDoNotPingTogether() {
		Duration interval = Duration.ofSeconds(25);
		long[] firsts = IntStream.range(0, 10_000)
			.mapToLong((i) -> ask(new Asked(new HeartbeatPolicy(interval, Duration.ofSeconds(20)), DRAWN, START), START,
					START) - START)
			.sorted()
			.toArray();
		assertThat(firsts[0]).isGreaterThanOrEqualTo(interval.toNanos() * 3 / 4);
		assertThat(firsts[9_999]).isLessThanOrEqualTo(interval.toNanos());
		assertThat(firsts[9_999] - firsts[0]).as("spread over nearly all of the quarter")
			.isGreaterThan(interval.toNanos() / 5);
		long mostAtOnce = IntStream.range(0, 9_000)
			.filter((i) -> firsts[i + 1_000] - firsts[i] < interval.toNanos() / 100)
			.count();
		assertThat(mostAtOnce).as("never a tenth of all within a hundredth of the interval").isZero();
	}

	@Test
	void bytesThatNobodyHadToWaitForGiveThePongNoLonger() {
		long sent = System.nanoTime() - 6 * SECOND;
		Asked heartbeat = heartbeat(10, 5, sent - 10 * SECOND);
		ask(heartbeat, sent, sent - 10 * SECOND);
		// a dead peer's kernel takes megabytes
		this.fixture.send("pushed");
		assertThat(ask(heartbeat, System.nanoTime(), sent)).isEqualTo(Heartbeat.MISSED);
	}

	@Test
	void theLongestIntervalNeverComesAndALongerOneIsRefused() {
		Duration longest = Duration.ofDays(3650);
		Asked heartbeat = new Asked(new HeartbeatPolicy(longest, longest), 0, START);
		for (int i = 1; i < 10; i++) {
			ask(heartbeat, START + i * SECOND, START);
		}
		assertThat(pings()).isEmpty();
		Duration longer = longest.plusNanos(1);
		assertThatIllegalArgumentException().isThrownBy(() -> new HeartbeatPolicy(longer, longest))
			.withMessageContaining("interval");
		assertThatIllegalArgumentException().isThrownBy(() -> new HeartbeatPolicy(longest, longer))
			.withMessageContaining("timeout");
	}

	private static long ask(Asked heartbeat, long now, long lastReceived) {
		heartbeat.hear(lastReceived);
		return heartbeat.nextBeat(now);
	}

	private List<byte[]> pings() {
		return this.fixture.frames().payloads(Opcode.PING);
	}

	private Asked heartbeat(int intervalSeconds, int timeoutSeconds) {
		return heartbeat(intervalSeconds, timeoutSeconds, START);
	}

	private Asked heartbeat(int intervalSeconds, int timeoutSeconds, long start) {
		return new Asked(new HeartbeatPolicy(Duration.ofSeconds(intervalSeconds), Duration.ofSeconds(timeoutSeconds)),
				0, start);
	}

	/** A heartbeat whose interval is taken off as the test wants it. */
	private final class Asked extends Heartbeat {

		private final HeartbeatPolicy policy;

		private final int haste;

		private long heard;

		Asked(HeartbeatPolicy policy, int haste, long start) {
			super(null, HeartbeatTests.this.fixture.gate(), null, DECISION);
			this.policy = policy;
			this.haste = haste;
			this.heard = start;
			beginHeartbeat(start);
		}

		void hear(long at) {
			if (at != this.heard) {
				this.heard = at;
				heard(at);
			}
		}

		@Override
		HeartbeatPolicy policy() {
			return this.policy;
		}

		@Override
		int drawHaste() {
			return (this.haste != DRAWN) ? this.haste : super.drawHaste();
		}

	}

}
