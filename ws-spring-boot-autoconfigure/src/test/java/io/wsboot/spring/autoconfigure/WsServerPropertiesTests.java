package io.wsboot.spring.autoconfigure;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;

import io.wsboot.protocol.CompressionOptions;
import io.wsboot.protocol.ProtocolLimits;
import io.wsboot.protocol.http.HeadLimits;
import io.wsboot.transport.ConnectionLimits;
import io.wsboot.transport.ConnectionOptions;
import io.wsboot.transport.ListenOptions;
import io.wsboot.transport.OutboundLimits;
import io.wsboot.transport.SessionLimits;
import io.wsboot.transport.TransportOptions;
import org.junit.jupiter.api.Test;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the properties mean, and which values are refused.
 */
class WsServerPropertiesTests {

	@Test
	void whenNothingIsSetThenTheDefaultsAreTheTransports() {
		assertThat(options(Map.of()).transport()).isEqualTo(TransportOptions.DEFAULTS);
	}

	@Test
	void whenNothingIsSetThenTheListenerIsOnPort8090OfAllAddresses() {
		assertThat(address(Map.of()).getPort()).isEqualTo(8090);
		assertThat(address(Map.of()).getAddress().isAnyLocalAddress()).isTrue();
	}

	@Test
	void whenNothingIsSetThenTheDrainTakesTenSecondsAndTwentyMore() {
		assertThat(options(Map.of()).drainWindow()).isEqualTo(Duration.ofSeconds(10));
		assertThat(options(Map.of()).gracePeriod()).isEqualTo(Duration.ofSeconds(20));
	}

	@Test
	void whenEverythingIsSetThenEverythingReachesTheTransport() {
		TransportOptions transport = options(Map.ofEntries(Map.entry("ws.server.event-loops", "3"),
				Map.entry("ws.server.spin", "30us"), Map.entry("ws.heartbeat.interval", "7s"),
				Map.entry("ws.heartbeat.timeout", "6s"), Map.entry("ws.limits.max-message-size", "2MB"),
				Map.entry("ws.limits.max-frame-size", "64KB"), Map.entry("ws.limits.max-fragments", "5"),
				Map.entry("ws.limits.message-timeout", "4s"), Map.entry("ws.limits.max-request-line", "3KB"),
				Map.entry("ws.limits.max-head-size", "9KB"), Map.entry("ws.limits.max-header-fields", "11"),
				Map.entry("ws.limits.handshake-timeout", "12s"), Map.entry("ws.limits.close-timeout", "13s"),
				Map.entry("ws.limits.write-timeout", "14s"), Map.entry("ws.limits.max-connections", "15"),
				Map.entry("ws.limits.max-connections-per-ip", "18"),
				Map.entry("ws.limits.max-connections-per-user", "22"), Map.entry("ws.limits.messages-per-second", "19"),
				Map.entry("ws.limits.bytes-per-second", "20KB"), Map.entry("ws.limits.max-age", "21h"),
				Map.entry("ws.limits.max-backlog", "16"), Map.entry("ws.outbound.high-water-mark", "17KB"),
				Map.entry("ws.compression.enabled", "true"), Map.entry("ws.compression.level", "9"),
				Map.entry("ws.compression.min-size", "2KB"),
				Map.entry("ws.compression.server-no-context-takeover", "false"),
				Map.entry("ws.compression.client-no-context-takeover", "false"),
				Map.entry("ws.compression.server-max-window-bits", "11"),
				Map.entry("ws.compression.client-max-window-bits", "12")))
			.transport();
		assertThat(transport)
			.isEqualTo(new TransportOptions(3, TransportOptions.DEFAULTS.receiveBufferSize(), Duration.ofNanos(30_000),
					new HeadLimits(3 * 1024, 9 * 1024, 11), new ProtocolLimits(64 * 1024, 2 * 1024 * 1024, 5),
					new TransportOptions.Timeouts(Duration.ofSeconds(12), Duration.ofSeconds(4), Duration.ofSeconds(14),
							Duration.ofSeconds(13)),
					new TransportOptions.HeartbeatPolicy(Duration.ofSeconds(7), Duration.ofSeconds(6)),
					OutboundLimits.DEFAULTS.withHighWaterMark(17 * 1024), TransportOptions.DEFAULTS.outboundBudget(),
					16, new ConnectionLimits(15, 18, 22), new SessionLimits(19, 20 * 1024, Duration.ofHours(21)),
					new CompressionOptions(9, 2048, false, false, 11, 12)));
	}

	@Test
	void whenCompressionIsEnabledThenItIsThatOfTheDefaults() {
		assertThat(options(Map.of("ws.compression.enabled", "true")).transport().compression())
			.isEqualTo(CompressionOptions.DEFAULTS);
	}

	@Test
	void whenAddressIsSetThenTheListenerBindsToIt() {
		assertThat(address(Map.of("ws.server.address", "127.0.0.1", "ws.server.port", "0")).getAddress())
			.isEqualTo(InetAddress.getLoopbackAddress());
	}

	@Test
	void whenBuffersAreSetThenConnectionsHaveThem() {
		assertThat(options(Map.of()).listen().connections()).isEqualTo(ConnectionOptions.DEFAULTS);
		assertThat(options(Map.of("ws.server.receive-buffer-size", "64KB", "ws.server.send-buffer-size", "256KB"))
			.listen())
			.isEqualTo(ListenOptions.at(new InetSocketAddress(8090))
				.withConnections(new ConnectionOptions(true, false, 64 * 1024, 256 * 1024)));
	}

	@Test
	void whenHeartbeatIntervalIsZeroThenThereIsNoHeartbeat() {
		assertThat(options(Map.of("ws.heartbeat.interval", "0")).transport().heartbeat())
			.isEqualTo(TransportOptions.HeartbeatPolicy.NONE);
	}

	@Test
	void whenNamesAreEnvironmentVariablesThenTheyAreBound() {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources()
			.addFirst(new SystemEnvironmentPropertySource("test-systemEnvironment",
					Map.of("WS_LIMITS_MAXMESSAGESIZE", "3MB", "WS_SERVER_SHUTDOWN_DRAINWINDOW", "1s")));
		ServerOptions options = new ServerOptions(bind(environment));
		assertThat(options.transport().limits().maxMessageSize()).isEqualTo(3 * 1024 * 1024);
		assertThat(options.drainWindow()).isEqualTo(Duration.ofSeconds(1));
	}

	private static InetSocketAddress address(Map<String, Object> properties) {
		return (InetSocketAddress) options(properties).listen().address();
	}

	private static ServerOptions options(Map<String, Object> properties) {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources().addFirst(new MapPropertySource("test", properties));
		return new ServerOptions(bind(environment));
	}

	private static WsServerProperties bind(StandardEnvironment environment) {
		return new Binder(ConfigurationPropertySources.get(environment)).bindOrCreate("ws",
				Bindable.of(WsServerProperties.class));
	}

}
