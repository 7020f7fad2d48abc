package io.wsboot.transport;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.wsboot.protocol.Opcode;
import io.wsboot.protocol.PreparedMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static io.wsboot.transport.TestServer.eventually;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What waits for all peers together: never more than the budget and one message a
 * session, and the worst consumer pays first.
 */
class OutboundBudgetTests {

	private static final int SIZE = 1024;

	private static final int READERS = 50;

	private final List<GateFixture> fixtures = new ArrayList<>();

	@AfterEach
	void close() throws Exception {
		for (GateFixture fixture : this.fixtures) {
			fixture.close();
			assertThat(fixture.channel().misuse()).isNull();
		}
	}

	@ParameterizedTest
	@EnumSource(SlowConsumer.class)
	void fiftyStoppedReadersNeverKeepMoreThanTheBudgetAndOneMessageEach(SlowConsumer policy) throws Exception {
		long budget = 4 * 1024 * 1024;
		TransportOptions options = TestServer.OPTIONS.withOutboundBudget(budget).withSlowConsumer(policy);
		ListenOptions place = ListenOptions.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
			.withConnections(ConnectionOptions.DEFAULTS.withSendBufferSize(4096));
		List<RawPeer> peers = new ArrayList<>();
		try (TestServer server = TestServer.start(place, options, new TestServer.Echo());
				RawPeer reader = RawPeer.open(server.port())) {
			for (int i = 0; i < READERS; i++) {
				peers.add(RawPeer.openNarrow(server.port(), "/"));
			}
			eventually().untilAsserted(() -> assertThat(server.server().sessions().size()).isEqualTo(READERS + 1));
			long most = 0;
			for (int i = 0; i < 300; i++) {
				server.server()
					.sessions()
					.broadcast(PreparedMessage.binary(ByteBuffer.allocate(SIZE).putInt(i).clear()));
				long sum = queued(server);
				assertThat(sum).as("after %s messages", i).isLessThanOrEqualTo(budget + READERS * (SIZE + 200L));
				assertThat(ByteBuffer.wrap(reader.readFrame().payload()).getInt()).isEqualTo(i);
				most = Math.max(most, sum);
			}
			assertThat(most).as("it was worth a limit").isGreaterThan(budget * 3 / 4);
			assertThat(server.server().outboundUsage().budget()).isEqualTo(budget);
			boolean drops = policy == SlowConsumer.DROP_OLDEST || policy == SlowConsumer.DROP_NEWEST;
			if (drops) {
				assertThat(server.counts().dropped(DropReason.BUDGET)).isPositive();
				assertThat(server.server().sessions().size()).as("nobody had to be closed").isEqualTo(READERS + 1);
			}
			else {
				assertThat(server.counts().limits).contains(Limit.MEMORY_BUDGET).doesNotContain(Limit.HIGH_WATER_MARK);
			}
		}
		finally {
			for (RawPeer peer : peers) {
				peer.close();
			}
		}
	}

	/** Once every loop is through with what it was given. */
	private static long queued(TestServer server) throws Exception {
		long[] sums = new long[1];
		for (int turns = 0; turns < 2; turns++) {
			sums[0] = 0;
			server.server().sessions().forEach((session) -> {
				synchronized (sums) {
					sums[0] += session.queuedBytes();
				}
			}).toCompletableFuture().get(10, TimeUnit.SECONDS);
		}
		return sums[0];
	}

	@Test
	void theWorstConsumerLosesWhatMayBeDroppedThenIsClosed() throws Exception {
		OutboundBudget budget = new OutboundBudget(300_000);
		GateFixture worst = open(budget, SlowConsumer.CLOSE);
		GateFixture better = open(budget, SlowConsumer.CLOSE);
		fill(worst, 17);
		fill(better, 8);
		List<CompletableFuture<Void>> futures = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			futures.add(new CompletableFuture<>());
			send(worst, Delivery.droppable(), futures.get(i));
		}
		assertThat(worst.gate().isOpen()).isTrue();
		assertThat(budget.usage().bytes()).isEqualTo(worst.gate().queuedBytes() + better.gate().queuedBytes());
		send(better, Delivery.standard(), null);
		send(better, Delivery.standard(), null);
		assertThat(budget.usage().bytes()).isLessThanOrEqualTo(300_000);
		assertThat(worst.gate().isOpen()).as("droppable messages were enough").isTrue();
		worst.settle();
		assertThat(worst.dropped(DropReason.BUDGET)).isPositive();
		assertThat(futures.get(0)).failsWithin(10, TimeUnit.SECONDS)
			.withThrowableThat()
			.withCauseInstanceOf(MessageDroppedException.class);
		for (int i = 0; i < 5; i++) {
			send(better, Delivery.standard(), null);
			assertThat(budget.usage().bytes()).isLessThanOrEqualTo(300_000);
		}
		assertThat(worst.gate().isOpen()).isFalse();
		assertThat(better.gate().isOpen()).isTrue();
		worst.unblock();
		List<WrittenFrames.Frame> frames = worst.frames().frames();
		assertThat(frames.get(frames.size() - 1))
			.extracting(WrittenFrames.Frame::opcode, WrittenFrames.Frame::closeCode, WrittenFrames.Frame::closeReason)
			.containsExactly(Opcode.CLOSE, 1013, "memory-budget");
		better.unblock();
		assertThat(budget.usage()).isEqualTo(new OutboundUsage(0, 0, 0, 300_000));
	}

	@Test
	void aConnectionThatKeepsTooMuchInFlightIsEnded() throws Exception {
		OutboundBudget budget = new OutboundBudget(100_000);
		GateFixture stuck = open(budget, SlowConsumer.CLOSE);
		GateFixture other = open(budget, SlowConsumer.CLOSE);
		stuck.channel().takeNothing();
		stuck.gate().send(false, ByteBuffer.allocate(60_000), true);
		other.channel().takeNothing();
		other.gate().send(false, ByteBuffer.allocate(50_000), true);
		eventually().untilAsserted(() -> assertThat(stuck.gate().isOpen()).isFalse());
		other.gate().send(true, GateFixture.utf8("more"), true);
		eventually().untilAsserted(() -> assertThat(stuck.gate().isClosed()).isTrue());
		assertThat(other.gate().isOpen()).isTrue();
		eventually().untilAsserted(() -> assertThat(budget.usage().bytes()).isEqualTo(other.gate().queuedBytes()));
		other.unblock();
		assertThat(budget.usage().bytes()).isZero();
	}

	@Test
	void whoeverReadsIsNotCounted() throws Exception {
		OutboundBudget budget = new OutboundBudget(1);
		GateFixture reader = open(budget, SlowConsumer.CLOSE);
		for (int i = 0; i < 100; i++) {
			assertThat(reader.gate().send(false, ByteBuffer.allocate(10_000), true)).isEqualTo(SendResult.SENT);
		}
		reader.onLoop(() -> {
			for (int i = 0; i < 100; i++) {
				reader.gate().send(false, ByteBuffer.allocate(10_000), true);
			}
			return null;
		});
		reader.settle();
		assertThat(reader.gate().isOpen()).isTrue();
		assertThat(reader.frames().frames()).hasSize(200);
	}

	private GateFixture open(OutboundBudget budget, SlowConsumer policy) throws Exception {
		GateFixture fixture = new GateFixture(new OutboundLimits(1024 * 1024, policy), null, budget);
		this.fixtures.add(fixture);
		return fixture;
	}

	private static void fill(GateFixture fixture, int messages) {
		fixture.channel().takeNothing();
		for (int i = 0; i < messages; i++) {
			send(fixture, Delivery.standard(), null);
		}
	}

	private static void send(GateFixture fixture, Delivery delivery, CompletableFuture<Void> done) {
		fixture.send(new Deferred.Message(false, ByteBuffer.allocate(10_000), true, false), delivery, done);
	}

}
