package io.wsboot.spring.metrics;

import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.CountAtBucket;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wsboot.protocol.CloseStatus;
import io.wsboot.spring.endpoint.HandshakeObserver;
import io.wsboot.transport.CloseReason;
import io.wsboot.transport.DropReason;
import io.wsboot.transport.HandshakeRequest;
import io.wsboot.transport.Limit;
import io.wsboot.transport.LoopLoad;
import io.wsboot.transport.SessionEnd;
import io.wsboot.transport.TlsHandshakeFailure;
import io.wsboot.transport.TransportListener;
import io.wsboot.transport.UpgradeDecision;
import io.wsboot.transport.WsHandler;
import io.wsboot.transport.WsSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

/**
 * What each event of a session does to the meters.
 */
class WsMetricsTests {

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private final WsMetrics metrics = new WsMetrics(this.registry);

	private final TransportListener listener = this.metrics.listener("/chat/{room}");

	private final WsSession session = mock(WsSession.class);

	@Test
	void everyMeterIsRegisteredAtZeroWithEndpointAndDescription() {
		assertThat(this.registry.getMeters()).extracting((meter) -> meter.getId().getName())
			.contains("ws.sessions.active", "ws.messages", "ws.bytes", "ws.closes", "ws.handler", "ws.handshakes",
					"ws.session.duration", "ws.heartbeat.rtt", "ws.heartbeat.missed", "ws.inbound.paused",
					"ws.limits.rejected");
		assertThat(this.registry.getMeters()).allSatisfy((meter) -> {
			assertThat(meter.getId().getTag("endpoint")).isEqualTo("/chat/{room}");
			assertThat(meter.getId().getDescription()).endsWith(".");
			assertThat(meter.measure()).allSatisfy((value) -> assertThat(value.getValue()).isZero());
		});
	}

	@Test
	void anEndpointKeepsItsListener() {
		assertThat(this.metrics.listener("/chat/{room}")).isSameAs(this.listener);
		assertThat(this.metrics.listener("/echo")).isNotSameAs(this.listener);
	}

	@Test
	void activeSessionsFollowOpenAndClose() {
		this.listener.sessionOpened(this.session, 1);
		this.listener.sessionOpened(this.session, 1);
		this.listener.sessionClosed(this.session, CloseStatus.NORMAL, false, 1);
		assertThat(this.registry.get("ws.sessions.active").gauge().value()).isEqualTo(1);
	}

	@Test
	void messagesAndBytesAreCountedByDirectionAndType() {
		this.listener.messageReceived(true, 10);
		this.listener.messageReceived(true, 20);
		this.listener.messageReceived(false, 5);
		this.listener.messageSent(true, 1);
		this.listener.messageSent(false, 2);
		this.listener.messageSent(false, 3);
		assertThat(count("ws.messages", "received", "text")).isEqualTo(2);
		assertThat(count("ws.bytes", "received", "text")).isEqualTo(30);
		assertThat(count("ws.messages", "received", "binary")).isEqualTo(1);
		assertThat(count("ws.bytes", "received", "binary")).isEqualTo(5);
		assertThat(count("ws.messages", "sent", "text")).isEqualTo(1);
		assertThat(count("ws.bytes", "sent", "text")).isEqualTo(1);
		assertThat(count("ws.messages", "sent", "binary")).isEqualTo(2);
		assertThat(count("ws.bytes", "sent", "binary")).isEqualTo(5);
	}

	@Test
	void handlersAreTimedBatchByBatch() {
		this.listener.messagesHandled(3, TimeUnit.MILLISECONDS.toNanos(6));
		this.listener.messagesHandled(1, TimeUnit.MILLISECONDS.toNanos(2));
		FunctionTimer handler = this.registry.get("ws.handler").functionTimer();
		assertThat(handler.count()).isEqualTo(4);
		assertThat(handler.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(8);
	}

	@Test
	void sessionsAreTimedWhenTheyClose() {
		this.listener.sessionOpened(this.session, 1);
		Timer durations = this.registry.get("ws.session.duration").timer();
		assertThat(durations.count()).isZero();
		this.listener.sessionClosed(this.session, CloseStatus.NORMAL, false, TimeUnit.SECONDS.toNanos(90));
		assertThat(durations.count()).isEqualTo(1);
		assertThat(durations.totalTime(TimeUnit.SECONDS)).isEqualTo(90);
	}

	@Test
	void sizesOfMessagesAreCountedInBucketsWhenWanted() {
		assertThat(this.registry.find("ws.message.size").meters()).isEmpty();
		TransportListener sized = new WsMetrics(this.registry, new MeterOptions(Set.of(), true, true, true))
			.listener("/sized");
		sized.messageReceived(true, 64);
		sized.messageReceived(false, 65);
		sized.messageSent(true, 2_000_000);
		DistributionSummary received = sizes("received");
		assertThat(received.totalAmount()).isEqualTo(129);
		assertThat(buckets(received)).startsWith(1, 2, 2).hasSize(8);
		assertThat(sizes("sent").max()).isEqualTo(2_000_000);
		assertThat(buckets(sizes("sent"))).containsOnly(0);
	}

	private DistributionSummary sizes(String direction) {
		return this.registry.get("ws.message.size").tag("direction", direction).summary();
	}

	private static double[] buckets(DistributionSummary sizes) {
		return Arrays.stream(sizes.takeSnapshot().histogramCounts()).mapToDouble(CountAtBucket::count).toArray();
	}

	@Test
	void roundTripsAreTimed() {
		this.listener.heartbeatAnswered(TimeUnit.MILLISECONDS.toNanos(4));
		Timer roundTrips = this.registry.get("ws.heartbeat.rtt").timer();
		assertThat(roundTrips.count()).isEqualTo(1);
		assertThat(roundTrips.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(4);
	}

	@Test
	void missedHeartbeatsAreCounted() {
		this.listener.heartbeatMissed();
		assertThat(this.registry.get("ws.heartbeat.missed").functionCounter().count()).isEqualTo(1);
	}

	@Test
	void pausedSessionsFollowPauseAndResumption() {
		this.listener.readingPaused();
		this.listener.readingPaused();
		this.listener.readingResumed();
		assertThat(this.registry.get("ws.inbound.paused").gauge().value()).isEqualTo(1);
	}

	@ParameterizedTest
	@EnumSource
	void everyLimitIsCountedWhereItIsReached(Limit limit) {
		TransportListener server = this.metrics.server();
		server.limitReached(limit);
		this.listener.limitReached(limit);
		FunctionCounter rejected = this.registry.get("ws.limits.rejected").tag("limit", limit.code()).functionCounter();
		assertThat(rejected.count()).isEqualTo(1);
		assertThat(rejected.getId().getTag("endpoint")).isEqualTo(limit.isOfSession() ? "/chat/{room}" : "UNKNOWN");
	}

	@ParameterizedTest
	@EnumSource
	void droppedMessagesAreCountedByTheirReason(DropReason reason) {
		this.listener.messagesDropped(reason, 3);
		this.listener.messagesDropped(reason, 4);
		assertThat(this.registry.get("ws.outbound.dropped").tag("endpoint", "/chat/{room}").functionCounters())
			.hasSize(DropReason.values().length)
			.allSatisfy((counter) -> assertThat(counter.count())
				.isEqualTo(reason.code().equals(counter.getId().getTag("reason")) ? 7 : 0));
	}

	@Test
	void waitsOfPublishersAreTimed() {
		TransportListener server = this.metrics.server();
		FunctionTimer waits = this.registry.get("ws.publisher.waits").functionTimer();
		assertThat(waits.count()).isZero();
		server.publisherWaited(TimeUnit.MILLISECONDS.toNanos(3));
		server.publisherWaited(TimeUnit.MILLISECONDS.toNanos(4));
		assertThat(waits.count()).isEqualTo(2);
		assertThat(waits.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(7);
	}

	@Test
	void theListenersMetersAreRegisteredOnceAndCountStalls() {
		TransportListener server = this.metrics.server();
		assertThat(this.metrics.server()).isSameAs(server);
		server.loopStalled(3_000_000_000L);
		assertThat(this.registry.get("ws.eventloop.stalls").functionCounter().count()).isEqualTo(1);
	}

	@ParameterizedTest
	@EnumSource
	void everyFailedTlsHandshakeIsCountedByItsReason(TlsHandshakeFailure reason) {
		this.metrics.server().tlsHandshakeFailed(reason);
		assertThat(this.registry.get("ws.tls.handshakes.failed").functionCounters())
			.hasSize(TlsHandshakeFailure.values().length)
			.allSatisfy((counter) -> assertThat(counter.count())
				.isEqualTo(reason.code().equals(counter.getId().getTag("reason")) ? 1 : 0));
	}

	@ParameterizedTest
	@CsvSource({ "1000, 1000", "1001, 1001", "1003, 1003", "1004, other", "1005, 1005", "1006, 1006", "1014, 1014",
			"1015, 1015", "1016, other", "2999, other", "3000, 3xxx", "3999, 3xxx", "4000, 4xxx", "4999, 4xxx",
			"1999, other" })
	void closesAreCountedByBoundedCode(int code, String tag) {
		this.listener.sessionClosed(this.session, new CloseStatus(code, ""), true, 1);
		assertThat(this.registry.get("ws.closes").tags("code", tag, "initiator", "local").functionCounter().count())
			.isEqualTo(1);
		assertThat(closes()).isEqualTo(1);
	}

	@ParameterizedTest
	@EnumSource
	void closesAreCountedByTheirReason(CloseReason reason) {
		CloseStatus status = new CloseStatus(1000, "");
		this.listener.sessionClosed(this.session, new SessionEnd(status, reason, true, 1));
		assertThat(this.registry.get("ws.close.reasons").tag("endpoint", "/chat/{room}").functionCounters())
			.hasSize(CloseReason.values().length)
			.allSatisfy((counter) -> assertThat(counter.count())
				.isEqualTo(reason.code().equals(counter.getId().getTag("reason")) ? 1 : 0));
		assertThat(closes()).isEqualTo(1);
	}

	@ParameterizedTest
	@CsvSource({ "3999, 3xxx", "4000, 4000", "4001, 4xxx", "4100, 4100", "1001, 1001" })
	void codesThatTheApplicationDeclaresHaveASeriesEach(int code, String tag) {
		TransportListener declaring = new WsMetrics(this.registry,
				new MeterOptions(Set.of(4100, 4000), false, true, true))
			.listener("/declaring");
		declaring.sessionClosed(this.session, new CloseStatus(code, ""), true, 1);
		assertThat(this.registry.get("ws.closes")
			.tags("endpoint", "/declaring", "code", tag, "initiator", "local")
			.functionCounter()
			.count()).isEqualTo(1);
		assertThat(closes()).isEqualTo(1);
	}

	@ParameterizedTest
	@CsvSource({ "400, 400", "404, 404", "503, 503", "402, 4xx", "499, 4xx", "501, 5xx", "599, 5xx" })
	void refusalsAreCountedByBoundedStatus(int status, String tag) {
		this.metrics.server().handshakeRefused(status);
		assertThat(refused(tag)).isEqualTo(1);
		assertThat(this.registry.get("ws.handshakes.refused")
			.functionCounters()
			.stream()
			.mapToDouble(FunctionCounter::count)
			.sum()).isEqualTo(1);
	}

	private double refused(String status) {
		return this.registry.get("ws.handshakes.refused").tag("status", status).functionCounter().count();
	}

	@Test
	void decisionsAreTimedByTheirOutcome() {
		HandshakeObserver handshakes = this.metrics.handshakes();
		HandshakeRequest request = mock(HandshakeRequest.class);
		this.metrics.server();
		int before = this.registry.getMeters().size();
		handshakes.begin(request, "/chat/{room}").decided(UpgradeDecision.accept(mock(WsHandler.class)), null);
		handshakes.begin(request, "/chat/{room}").decided(UpgradeDecision.refuse(403, "No."), null);
		handshakes.begin(request, "/chat/{room}").decided(UpgradeDecision.refuse(503, "No."), null);
		handshakes.begin(request, null).decided(UpgradeDecision.refuse(404, "No."), null);
		assertThat(decisions("/chat/{room}", "SUCCESS", "none").count()).isEqualTo(1);
		assertThat(decisions("/chat/{room}", "CLIENT_ERROR", "none").count()).isEqualTo(1);
		assertThat(decisions("/chat/{room}", "SERVER_ERROR", "none").count()).isEqualTo(1);
		assertThat(decisions("UNKNOWN", "CLIENT_ERROR", "none").count()).isEqualTo(1);
		assertThat(this.registry.getMeters()).as("registered before").hasSize(before);
	}

	@Test
	void decisionsThatFailAreTimedByTheClassOfTheFailure() {
		this.metrics.handshakes()
			.begin(mock(HandshakeRequest.class), "/chat/{room}")
			.decided(null, new CompletionException(new IllegalStateException("expected by a test")));
		assertThat(decisions("/chat/{room}", "SERVER_ERROR", "IllegalStateException").count()).isEqualTo(1);
	}

	private Timer decisions(String endpoint, String outcome, String error) {
		return this.registry.get("ws.handshakes")
			.tags("endpoint", endpoint, "outcome", outcome, "error", error)
			.timer();
	}

	@Test
	void aLoopOfTheSameNumberTakesTheMetersOver() {
		TransportListener server = this.metrics.server();
		LoopLoad first = mock(LoopLoad.class);
		when(first.lagNanos()).thenReturn(TimeUnit.MILLISECONDS.toNanos(500));
		when(first.sessions()).thenReturn(3);
		server.loopOpened(0, first);
		server.loopOpened(1, mock(LoopLoad.class));
		TimeGauge lag = this.registry.get("ws.eventloop.lag").tag("loop", "0").timeGauge();
		assertThat(lag.value(TimeUnit.SECONDS)).isEqualTo(0.5);
		assertThat(this.registry.get("ws.eventloop.sessions").tag("loop", "0").gauge().value()).isEqualTo(3);
		assertThat(this.registry.get("ws.eventloop.sessions").tag("loop", "1").gauge().value()).isZero();
		LoopLoad second = mock(LoopLoad.class);
		when(second.sessions()).thenReturn(4);
		server.loopOpened(0, second);
		assertThat(this.registry.get("ws.eventloop.sessions").tag("loop", "0").gauge().value()).isEqualTo(4);
		assertThat(lag.value(TimeUnit.SECONDS)).isZero();
	}

	@Test
	void closesAreCountedByInitiator() {
		this.listener.sessionClosed(this.session, CloseStatus.NORMAL, false, 1);
		assertThat(this.registry.get("ws.closes").tags("code", "1000", "initiator", "peer").functionCounter().count())
			.isEqualTo(1);
		assertThat(closes()).isEqualTo(1);
	}

	@Test
	void noCloseCodeMakesANewSeries() {
		int before = this.registry.getMeters().size();
		IntStream.rangeClosed(1000, 4999)
			.forEach((code) -> this.listener.sessionClosed(this.session, new CloseStatus(code, ""), false, 1));
		assertThat(this.registry.getMeters()).hasSize(before);
	}

	@Test
	void countsOutliveTheirListenersUser() {
		this.metrics.listener("/echo").sessionOpened(this.session, 1);
		System.gc();
		assertThat(this.registry.get("ws.sessions.active").tag("endpoint", "/echo").gauge().value()).isEqualTo(1);
	}

	private double count(String name, String direction, String type) {
		return this.registry.get(name).tags("direction", direction, "type", type).functionCounter().count();
	}

	private double closes() {
		return this.registry.getMeters()
			.stream()
			.filter((meter) -> meter.getId().getName().equals("ws.closes"))
			.map(FunctionCounter.class::cast)
			.mapToDouble(FunctionCounter::count)
			.sum();
	}

}
