package io.wsboot.spring.autoconfigure;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import javax.net.ssl.SSLContext;

import io.wsboot.protocol.CompressionOptions;
import io.wsboot.protocol.ProtocolLimits;
import io.wsboot.protocol.http.HeadLimits;
import io.wsboot.spring.autoconfigure.PropertyRecords.Leaf;
import io.wsboot.spring.server.WsServerFactory;
import io.wsboot.transport.ConnectionLimits;
import io.wsboot.transport.ConnectionOptions;
import io.wsboot.transport.ProxyProtocol;
import io.wsboot.transport.ServerTls;
import io.wsboot.transport.ServerTls.ClientAuthentication;
import io.wsboot.transport.SessionLimits;
import io.wsboot.transport.SlowConsumer;
import io.wsboot.transport.TransportOptions;
import io.wsboot.transport.TransportOptions.HeartbeatPolicy;
import io.wsboot.transport.TransportOptions.Timeouts;
import io.wsboot.transport.WsServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a property asks of the listener, a customizer can ask, too.
 */
class CustomizedPropertiesTests {

	private static final List<String> OF_THE_LISTENER = List.of("ws.server.", "ws.heartbeat.", "ws.limits.",
			"ws.outbound.", "ws.compression.");

	/**
	 * Whether there is a listener, who may connect and how long it goes on: beans say it.
	 */
	private static final List<String> NOT_OF_THE_BUILDER = List.of("ws.server.enabled", "ws.server.shutdown.",
			"ws.server.allowed-origins", "ws.metrics.");

	private static final String TLS = "ws.server.ssl.";

	private static final TransportOptions DEFAULTS = TransportOptions.DEFAULTS;

	private static final ProtocolLimits MESSAGES = DEFAULTS.limits();

	private static final HeadLimits HEADS = DEFAULTS.headLimits();

	private static final Timeouts TIMEOUTS = DEFAULTS.timeouts();

	private static final HeartbeatPolicy HEARTBEAT = DEFAULTS.heartbeat();

	private static final ProxyProtocol PROXIES = ProxyProtocol.trusting("10.0.0.0/8");

	private static final int KIB = 1024;

	private static final Duration TIME = Duration.ofSeconds(7);

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, WsServerAutoConfiguration.class));

	/**
	 * Two ways of saying the same.
	 *
	 * @param property its name and value
	 * @param beside what has to be set for that to have a meaning
	 * @param customizer says it in code
	 */
	record Row(String property, String beside, WsServerCustomizer customizer) {

		Row(String property, WsServerCustomizer customizer) {
			this(property, "nothing.beside=", customizer);
		}

		@Override
		public String toString() {
			return this.property;
		}

	}

	static List<Row> rows() {
		return Stream.of(listener(), limits(), outbound(), compression()).flatMap(List::stream).toList();
	}

	private static List<Row> listener() {
		return List.of(
				new Row("ws.server.address=127.0.0.1",
						(builder) -> builder.address(new InetSocketAddress(InetAddress.getLoopbackAddress(), 8090))),
				new Row("ws.server.port=9123", (builder) -> builder.address(new InetSocketAddress(9123))),
				new Row("ws.server.proxy-protocol.trusted=10.0.0.0/8", (builder) -> behind(builder, PROXIES)),
				new Row("ws.server.proxy-protocol.timeout=7s", "ws.server.proxy-protocol.trusted=10.0.0.0/8",
						(builder) -> behind(builder, PROXIES.withTimeout(TIME))),
				connections("ws.server.receive-buffer-size=7KB", (options) -> options.withReceiveBufferSize(7 * KIB)),
				connections("ws.server.send-buffer-size=7KB", (options) -> options.withSendBufferSize(7 * KIB)),
				options("ws.server.event-loops=7", (options) -> options.withEventLoops(7)),
				options("ws.server.spin=7us", (options) -> options.withSpin(Duration.ofNanos(7000))),
				options("ws.heartbeat.interval=7s",
						(options) -> options.withHeartbeat(new HeartbeatPolicy(TIME, HEARTBEAT.timeout()))),
				options("ws.heartbeat.timeout=7s",
						(options) -> options.withHeartbeat(new HeartbeatPolicy(HEARTBEAT.interval(), TIME))));
	}

	private static List<Row> limits() {
		return List.of(messages("max-message-size=7KB", new ProtocolLimits(7 * KIB, 7 * KIB, MESSAGES.maxFragments())),
				messages("max-frame-size=7KB",
						new ProtocolLimits(7 * KIB, MESSAGES.maxMessageSize(), MESSAGES.maxFragments())),
				messages("max-fragments=7", new ProtocolLimits(MESSAGES.maxFrameSize(), MESSAGES.maxMessageSize(), 7)),
				heads("max-request-line=7KB", new HeadLimits(7 * KIB, HEADS.maxHeadSize(), HEADS.maxFields())),
				heads("max-head-size=70KB", new HeadLimits(HEADS.maxRequestLine(), 70 * KIB, HEADS.maxFields())),
				heads("max-header-fields=7", new HeadLimits(HEADS.maxRequestLine(), HEADS.maxHeadSize(), 7)),
				timeouts("handshake-timeout=7s",
						new Timeouts(TIME, TIMEOUTS.message(), TIMEOUTS.write(), TIMEOUTS.close())),
				timeouts("message-timeout=7s",
						new Timeouts(TIMEOUTS.handshake(), TIME, TIMEOUTS.write(), TIMEOUTS.close())),
				timeouts("write-timeout=7s",
						new Timeouts(TIMEOUTS.handshake(), TIMEOUTS.message(), TIME, TIMEOUTS.close())),
				timeouts("close-timeout=7s",
						new Timeouts(TIMEOUTS.handshake(), TIMEOUTS.message(), TIMEOUTS.write(), TIME)),
				connectionLimits("max-connections=7", ConnectionLimits.NONE.withMax(7)),
				connectionLimits("max-connections-per-ip=7", ConnectionLimits.NONE.withMaxPerIp(7)),
				connectionLimits("max-connections-per-user=7", ConnectionLimits.NONE.withMaxPerUser(7)),
				sessions("messages-per-second=7", SessionLimits.NONE.withMessagesPerSecond(7)),
				sessions("bytes-per-second=7KB", SessionLimits.NONE.withBytesPerSecond(7 * KIB)),
				sessions("max-age=7s", SessionLimits.NONE.withMaxAge(TIME)),
				options("ws.limits.max-backlog=7", (options) -> options.withMaxBacklog(7)));
	}

	private static List<Row> outbound() {
		return List.of(options("ws.outbound.high-water-mark=7KB", (options) -> options.withHighWaterMark(7 * KIB)),
				options("ws.outbound.slow-consumer=conflate",
						(options) -> options.withSlowConsumer(SlowConsumer.CONFLATE)),
				options("ws.outbound.fragment-size=7KB", (options) -> options.withFragmentSize(7 * KIB)),
				options("ws.outbound.memory-budget=7KB", (options) -> options.withOutboundBudget(7 * KIB)));
	}

	private static List<Row> compression() {
		CompressionOptions defaults = CompressionOptions.DEFAULTS;
		int minSize = defaults.minSize();
		return List.of(compression("enabled=true", defaults),
				compression("level=7", new CompressionOptions(7, minSize, true, true, 15, 15)),
				compression("min-size=7KB", new CompressionOptions(defaults.level(), 7 * KIB, true, true, 15, 15)),
				compression("server-no-context-takeover=false",
						new CompressionOptions(defaults.level(), minSize, false, true, 15, 15)),
				compression("client-no-context-takeover=false",
						new CompressionOptions(defaults.level(), minSize, true, false, 15, 15)),
				compression("server-max-window-bits=9",
						new CompressionOptions(defaults.level(), minSize, true, true, 9, 15)),
				compression("client-max-window-bits=9",
						new CompressionOptions(defaults.level(), minSize, true, true, 15, 9)));
	}

	@ParameterizedTest
	@MethodSource("rows")
	void aCustomizerCanSayTheSame(Row row) {
		ApplicationContextRunner beside = this.runner.withPropertyValues(row.beside());
		List<Object> set = settings(beside.withPropertyValues(row.property()));
		assertThat(set).isNotEqualTo(settings(beside));
		assertThat(settings(beside.withBean(WsServerCustomizer.class, row::customizer))).isEqualTo(set);
	}

	@Test
	void aCustomizerCanSayWhatPropertiesSayOfTls() throws Exception {
		ServerTls mine = ServerTls.of(SSLContext.getDefault()).withClientAuthentication(ClientAuthentication.WANT);
		this.runner
			.withPropertyValues("spring.ssl.bundle.jks.web.keystore.location=classpath:tls/certificates.p12",
					"spring.ssl.bundle.jks.web.keystore.password=changeit",
					"spring.ssl.bundle.jks.web.key.alias=server", "ws.server.ssl.bundle=web")
			.withBean(WsServerCustomizer.class, () -> (builder) -> {
				assertThat(builder.tls()).isNotNull();
				builder.tls(mine);
			})
			.run((context) -> assertThat(context.getBean(WsServerFactory.class).builder().tls()).isSameAs(mine));
	}

	@Test
	void everyPropertyOfTheListenerHasItsRow() {
		List<String> shown = rows().stream().map((row) -> row.property().replaceAll("=.*", "")).toList();
		assertThat(shown).doesNotHaveDuplicates();
		assertThat(PropertyRecords.leaves()).extracting(Leaf::name)
			.filteredOn((name) -> OF_THE_LISTENER.stream().anyMatch(name::startsWith))
			.filteredOn((name) -> NOT_OF_THE_BUILDER.stream().noneMatch(name::startsWith) && !name.startsWith(TLS))
			.containsExactlyInAnyOrderElementsOf(shown);
	}

	private static List<Object> settings(ApplicationContextRunner runner) {
		List<Object> settings = new ArrayList<>();
		runner.run((context) -> {
			WsServer.Builder builder = context.getBean(WsServerFactory.class).builder();
			settings.add(builder.options());
			settings.add(builder.listening());
		});
		return settings;
	}

	private static void behind(WsServer.Builder builder, ProxyProtocol proxies) {
		builder.listening(builder.listening().stream().map((place) -> place.withProxyProtocol(proxies)).toList());
	}

	private static Row options(String property, UnaryOperator<TransportOptions> change) {
		return new Row(property, (builder) -> builder.options(change.apply(builder.options())));
	}

	private static Row connections(String property, UnaryOperator<ConnectionOptions> change) {
		return new Row(property,
				(builder) -> builder.listening(builder.listening()
					.stream()
					.map((place) -> place.withConnections(change.apply(place.connections())))
					.toList()));
	}

	private static Row messages(String property, ProtocolLimits limits) {
		return options("ws.limits." + property, (options) -> options.withLimits(limits));
	}

	private static Row heads(String property, HeadLimits limits) {
		return options("ws.limits." + property, (options) -> options.withHeadLimits(limits));
	}

	private static Row timeouts(String property, Timeouts timeouts) {
		return options("ws.limits." + property, (options) -> options.withTimeouts(timeouts));
	}

	private static Row connectionLimits(String property, ConnectionLimits limits) {
		return options("ws.limits." + property, (options) -> options.withConnectionLimits(limits));
	}

	private static Row sessions(String property, SessionLimits limits) {
		return options("ws.limits." + property, (options) -> options.withSessionLimits(limits));
	}

	private static Row compression(String property, CompressionOptions compression) {
		String beside = property.startsWith("enabled") ? "nothing.beside=" : "ws.compression.enabled=true";
		return new Row("ws.compression." + property, beside,
				(builder) -> builder.options(builder.options().withCompression(compression)));
	}

}
