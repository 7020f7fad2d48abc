package io.wsboot.transport;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the log and the listener hear of a limit.
 */
class LimitReportsTests {

	private static final Logger LOGGER = Logger.getLogger(Limit.class.getName());

	private static final SocketAddress PEER = new InetSocketAddress("192.0.2.7", 4711);

	private final List<LogRecord> lines = new ArrayList<>();

	private final Handler handler = new Handler() {

		@Override
		public void publish(LogRecord line) {
			LimitReportsTests.this.lines.add(line);
		}

		@Override
		public void flush() {
			// nothing waits
		}

		@Override
		public void close() {
			// nothing is open
		}

	};

	private final TestServer.Counts counts = new TestServer.Counts();

	private final LimitReports reports = new LimitReports();

	@BeforeEach
	void listen() {
		LOGGER.addHandler(this.handler);
		LOGGER.setUseParentHandlers(false);
	}

	@AfterEach
	void listenNoMore() {
		LOGGER.removeHandler(this.handler);
		LOGGER.setUseParentHandlers(true);
		LOGGER.setLevel(null);
	}

	@ParameterizedTest
	@EnumSource
	void aLineNamesThePeerTheOutcomeAndTheProperty(Limit limit) {
		LOGGER.setLevel(Level.ALL);
		this.reports.reached(limit, PEER, this.counts);
		assertThat(this.lines).singleElement()
			.extracting(LogRecord::getMessage)
			.asString()
			.contains("192.0.2.7", limit.code(), limit.outcome(), limit.property());
		assertThat(this.counts.limits).containsExactly(limit);
	}

	@Test
	void eachLimitHasALineASecondAndTheListenerHearsEveryTime() {
		for (int i = 0; i < 50; i++) {
			this.reports.reached(Limit.CONNECTIONS_PER_IP, PEER, this.counts);
		}
		this.reports.reached(Limit.MESSAGE_RATE, PEER, this.counts);
		assertThat(this.counts.limits).hasSize(51);
		// a slow machine may take longer than a second for this
		assertThat(this.lines).hasSizeBetween(2, 25);
	}

	@Test
	void onlyWhatKeepsEverybodyOutIsAWarningAndWhatMayHappenAnyTimeIsADetail() {
		for (Limit limit : Limit.values()) {
			this.reports.reached(limit, PEER, this.counts);
		}
		EnumSet<Limit> details = EnumSet.of(Limit.HANDSHAKE_TIMEOUT, Limit.CLOSE_TIMEOUT, Limit.AGE);
		assertThat(this.lines).hasSize(Limit.values().length - details.size());
		assertThat(this.lines.stream().filter((line) -> line.getLevel() == Level.WARNING)).hasSize(2);
		assertThat(this.lines.stream().map(LogRecord::getMessage))
			.noneMatch((line) -> details.stream().anyMatch((limit) -> line.contains(limit.property())));
	}

	@Test
	void codesAreUnique() {
		assertThat(Stream.of(Limit.values()).map(Limit::code)).doesNotHaveDuplicates()
			.allMatch((code) -> code.matches("[a-z]+(-[a-z]+)+"));
	}

}
