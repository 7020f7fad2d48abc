package io.wsboot.transport;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;

import io.wsboot.protocol.CompressionOptions;
import io.wsboot.protocol.PreparedMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.wsboot.transport.TestServer.eventually;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a peer gets that stops reading and goes on after a while, over real sockets: one
 * test for each policy and each delivery.
 */
class SlowConsumerTests {

	private static final int MARK = 256 * 1024;

	private static final int SIZE = 4 * 1024;

	/** More than the operating system and the queue take together. */
	private static final int MESSAGES = 400;

	private static final TransportOptions OPTIONS = TestServer.OPTIONS.withHighWaterMark(MARK);

	private final Recorder recorder = new Recorder();

	private TestServer server;

	private RawPeer peer;

	private WsSession session;

	@AfterEach
	void close() throws Exception {
		this.peer.close();
		this.server.close();
		assertThat(this.server.server().outboundUsage().bytes()).isZero();
	}

	@Test
	void underDropOldestItGetsTheNewest() throws Exception {
		open(SlowConsumer.DROP_OLDEST);
		List<CompletionStage<Void>> stages = new ArrayList<>();
		for (int i = 0; i < MESSAGES; i++) {
			stages.add(this.session.sendBinary(message(i)));
			assertThat(this.session.queuedBytes()).isLessThan(MARK + 2 * SIZE);
		}
		List<Integer> read = readTo(MESSAGES - 1);
		assertThat(read).isSorted().doesNotHaveDuplicates().contains(0, MESSAGES - 1, MESSAGES - 2);
		assertDropped(DropReason.DROP_OLDEST, MESSAGES - read.size());
		assertThat(reasons(stages)).hasSize(MESSAGES - read.size()).containsOnly(DropReason.DROP_OLDEST);
		assertThat(this.session.isOpen()).isTrue();
	}

	@Test
	void underDropNewestItGetsTheOldestAndThenWhatIsSentLater() throws Exception {
		open(SlowConsumer.DROP_NEWEST);
		int refused = 0;
		int lastTaken = 0;
		for (int i = 0; i < MESSAGES; i++) {
			SendResult result = this.session.offerBinary(message(i));
			refused += (result == SendResult.DROPPED) ? 1 : 0;
			lastTaken = (result == SendResult.DROPPED) ? lastTaken : i;
		}
		assertThat(refused).isGreaterThan(MESSAGES / 4);
		List<Integer> read = readTo(lastTaken);
		assertThat(read).isSorted().hasSize(MESSAGES - refused).startsWith(0, 1, 2, 3);
		assertDropped(DropReason.DROP_NEWEST, refused);
		assertThat(this.session.offerBinary(message(MESSAGES))).isNotEqualTo(SendResult.DROPPED);
		assertThat(readTo(MESSAGES)).containsExactly(MESSAGES);
	}

	@Test
	void ofAKeyItGetsTheNewestValue() throws Exception {
		open(SlowConsumer.CLOSE);
		for (int i = 0; i < 20 * MESSAGES; i++) {
			SendResult result = this.session.offer(PreparedMessage.binary(message(i)),
					Delivery.conflate("price " + i % 5));
			assertThat(result).isIn(SendResult.SENT, SendResult.QUEUED);
		}
		List<Integer> read = readTo(20 * MESSAGES - 1);
		assertThat(read.subList(read.size() - 5, read.size())).as("the newest of each key")
			.containsExactlyInAnyOrder(7995, 7996, 7997, 7998, 7999);
		assertDropped(DropReason.CONFLATED, 20 * MESSAGES - read.size());
	}

	@Test
	void underConflateItGetsTheNewestOfEachTopic() throws Exception {
		open(SlowConsumer.CONFLATE);
		for (String topic : List.of("one", "other")) {
			this.session.join(topic);
		}
		for (int i = 0; i < 4 * MESSAGES; i++) {
			this.server.server().topics().publish((i % 2 == 0) ? "one" : "other", PreparedMessage.binary(message(i)));
		}
		List<Integer> read = readTo(4 * MESSAGES - 1);
		assertThat(read.stream().filter((number) -> number % 2 == 0)).isSorted().endsWith(4 * MESSAGES - 2);
		assertThat(read.stream().filter((number) -> number % 2 != 0)).isSorted().endsWith(4 * MESSAGES - 1);
		assertThat(read).hasSizeLessThan(MESSAGES);
		assertDropped(DropReason.CONFLATED, 4 * MESSAGES - read.size());
		assertThat(this.session.isOpen()).isTrue();
	}

	@Test
	void underCloseItIsClosedAndEveryLossIsCounted() throws Exception {
		open(SlowConsumer.CLOSE);
		int taken = 0;
		while (this.session.offerBinary(message(taken)) != SendResult.REFUSED) {
			taken++;
		}
		int read = 0;
		RawPeer.Frame frame = this.peer.readFrame();
		for (; frame.firstByte() == RawPeer.BINARY; frame = this.peer.readFrame()) {
			read++;
		}
		assertThat(frame).extracting(RawPeer.Frame::closeCode, RawPeer.Frame::closeReason)
			.containsExactly(1013, "slow-consumer");
		assertDropped(DropReason.CLOSED, taken - read);
		assertThat(this.server.counts().limits).containsExactly(Limit.HIGH_WATER_MARK);
	}

	@ParameterizedTest
	@CsvSource({ "CLOSE", "DROP_OLDEST", "DROP_NEWEST", "CONFLATE" })
	void whatIsDroppableNeverClosesAndLeavesHalfOfTheRoomToOthers(SlowConsumer policy) throws Exception {
		open(policy);
		int dropped = 0;
		for (int i = 0; i < MESSAGES; i++) {
			SendResult result = this.session.offer(PreparedMessage.binary(message(i)), Delivery.droppable());
			dropped += (result == SendResult.DROPPED) ? 1 : 0;
			assertThat(this.session.queuedBytes()).isLessThan(MARK / 2 + 2 * SIZE);
		}
		assertThat(dropped).isGreaterThan(MESSAGES / 4);
		assertThat(this.session.offer(PreparedMessage.binary(message(MESSAGES)), Delivery.critical()))
			.isEqualTo(SendResult.QUEUED);
		assertThat(readTo(MESSAGES)).isSorted().hasSize(MESSAGES + 1 - dropped);
		assertDropped(DropReason.DROPPABLE, dropped);
	}

	@Test
	void aPingArrivesAfterAtMostOneFlightThoughAMegabyteWaits() throws Exception {
		open(OPTIONS.withHighWaterMark(4 * 1024 * 1024).withSlowConsumer(SlowConsumer.CLOSE));
		while (this.session.queuedBytes() < 1024 * 1024) {
			this.session.offerBinary(message(0));
		}
		long encoded = this.session.queuedBytes();
		this.session.ping(GateFixture.utf8("well?"));
		int before = 0;
		while (this.peer.readFrame().firstByte() != RawPeer.PING) {
			before++;
		}
		int behind = 0;
		this.session.offerBinary(message(1));
		while (ByteBuffer.wrap(this.peer.readFrame().payload()).getInt() != 1) {
			behind++;
		}
		assertThat(behind * (long) SIZE).as("of %s bytes, %s frames came first", encoded, before)
			.isGreaterThan(1024 * 1024 - 128 * 1024 - 64 * 1024);
	}

	@Test
	void aPeerThatDecompressesReadsWhatWasNotDropped() throws Exception {
		ListenOptions place = place();
		TransportOptions options = OPTIONS.withSlowConsumer(SlowConsumer.DROP_OLDEST)
			.withCompression(new CompressionOptions(6, 100, false, false, 15, 15));
		this.server = TestServer.start(place, options, this.recorder);
		this.peer = RawPeer.openWith(this.server.port(), "permessage-deflate", "permessage-deflate");
		this.session = this.recorder.session();
		int messages = 0;
		while (this.server.counts().dropped(DropReason.DROP_OLDEST) < 100) {
			String text = messages + ":" + StressSender.filler(messages, 20_000);
			this.session.sendText(text);
			messages++;
		}
		this.session.offerText("end");
		int last = -1;
		try (PeerInflater inflater = new PeerInflater()) {
			for (String text = text(inflater); !text.equals("end"); text = text(inflater)) {
				int number = Integer.parseInt(text.substring(0, text.indexOf(':')));
				assertThat(number).isGreaterThan(last);
				assertThat(text.equals(number + ":" + StressSender.filler(number, 20_000))).isTrue();
				last = number;
			}
		}
		assertThat(last).isEqualTo(messages - 1);
	}

	@Test
	void aSessionMayHaveLimitsOfItsOwn() throws Exception {
		OutboundLimits own = new OutboundLimits(128 * 1024, SlowConsumer.DROP_NEWEST);
		this.server = TestServer.start(place(), OPTIONS,
				(request) -> CompletableFuture.completedStage(UpgradeDecision.accept(this.recorder).withOutbound(own)));
		this.peer = RawPeer.openNarrow(this.server.port(), "/");
		this.session = this.recorder.session();
		for (int i = 0; i < MESSAGES; i++) {
			this.session.offerBinary(message(i));
			assertThat(this.session.queuedBytes()).isLessThan(128 * 1024 + 2 * SIZE);
		}
		assertThat(this.session.isOpen()).isTrue();
	}

	private void open(SlowConsumer policy) throws Exception {
		open(OPTIONS.withSlowConsumer(policy));
	}

	private void open(TransportOptions options) throws Exception {
		this.server = TestServer.start(place(), options, this.recorder);
		this.peer = RawPeer.openNarrow(this.server.port(), "/");
		this.session = this.recorder.session();
	}

	/** With little room in the operating system. */
	private static ListenOptions place() {
		return ListenOptions.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
			.withConnections(ConnectionOptions.DEFAULTS.withSendBufferSize(8192));
	}

	private static ByteBuffer message(int number) {
		return ByteBuffer.allocate(SIZE).putInt(number).clear();
	}

	private String text(PeerInflater inflater) throws Exception {
		RawPeer.Frame frame = this.peer.readFrame();
		boolean deflated = (frame.firstByte() & 0x40) != 0;
		return deflated ? new String(inflater.inflate(frame.payload()), StandardCharsets.UTF_8) : frame.text();
	}

	private List<Integer> readTo(int last) throws Exception {
		List<Integer> numbers = new ArrayList<>();
		int number = -1;
		while (number != last) {
			number = ByteBuffer.wrap(this.peer.readFrame().payload()).getInt();
			numbers.add(number);
		}
		// of keys that stand behind the last one
		this.session.offerBinary(message(-2));
		for (number = next(); number != -2; number = next()) {
			numbers.add(number);
		}
		return numbers;
	}

	private int next() throws Exception {
		return ByteBuffer.wrap(this.peer.readFrame().payload()).getInt();
	}

	private void assertDropped(DropReason reason, int messages) {
		eventually().untilAsserted(() -> assertThat(this.server.counts().dropped(reason)).isEqualTo(messages));
	}

	private static List<DropReason> reasons(List<CompletionStage<Void>> stages) throws Exception {
		List<DropReason> reasons = new ArrayList<>();
		for (CompletionStage<Void> stage : stages) {
			CompletableFuture<Void> future = stage.toCompletableFuture();
			eventually().until(future::isDone);
			try {
				future.get();
			}
			catch (ExecutionException ex) {
				reasons.add(((MessageDroppedException) ex.getCause()).reason());
			}
		}
		return reasons;
	}

}
