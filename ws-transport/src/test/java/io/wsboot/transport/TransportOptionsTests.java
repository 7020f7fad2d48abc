package io.wsboot.transport;

import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import io.wsboot.protocol.CompressionOptions;
import io.wsboot.protocol.ProtocolLimits;
import io.wsboot.transport.TransportOptions.HeartbeatPolicy;
import io.wsboot.transport.TransportOptions.Timeouts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class TransportOptionsTests {

	private static final Duration SECOND = Duration.ofSeconds(1);

	private static final Duration LONGEST = Duration.ofDays(3650);

	@Test
	void eachSettingChangesItselfAlone() {
		Timeouts timeouts = new Timeouts(SECOND, SECOND, SECOND, SECOND);
		HeartbeatPolicy heartbeat = new HeartbeatPolicy(SECOND, SECOND);
		ProtocolLimits limits = new ProtocolLimits(1000, 2000, 10);
		SessionLimits sessionLimits = new SessionLimits(1, 2, SECOND);
		TransportOptions all = TransportOptions.DEFAULTS.withEventLoops(3)
			.withSpin(Duration.ofNanos(5))
			.withLimits(limits)
			.withTimeouts(timeouts)
			.withHeartbeat(heartbeat)
			.withHighWaterMark(5000)
			.withSlowConsumer(SlowConsumer.DROP_OLDEST)
			.withFragmentSize(4000)
			.withOutboundBudget(6000)
			.withMaxBacklog(7)
			.withMaxConnections(9)
			.withSessionLimits(sessionLimits)
			.withCompression(CompressionOptions.DEFAULTS);
		assertThat(all).isEqualTo(new TransportOptions(3, TransportOptions.DEFAULTS.receiveBufferSize(),
				Duration.ofNanos(5), TransportOptions.DEFAULTS.headLimits(), limits, timeouts, heartbeat,
				new OutboundLimits(5000, SlowConsumer.DROP_OLDEST, 4000), 6000, 7, new ConnectionLimits(9, 0, 0),
				sessionLimits, CompressionOptions.DEFAULTS));
	}

	@Test
	void valuesOutOfRangeAreRefusedByName() {
		TransportOptions defaults = TransportOptions.DEFAULTS;
		refuses("eventLoops", (nothing) -> defaults.withEventLoops(0));
		refuses("spin", (nothing) -> defaults.withSpin(Duration.ofNanos(-1)));
		refuses("spin", (nothing) -> defaults.withSpin(Duration.ofNanos(1_000_001)));
		refuses("highWaterMark", (nothing) -> defaults.withHighWaterMark(0));
		refuses("fragmentSize", (nothing) -> defaults.withFragmentSize(124));
		refuses("fragmentSize", (nothing) -> defaults.withFragmentSize(16 * 1024 * 1024 + 1));
		refuses("outboundBudget", (nothing) -> defaults.withOutboundBudget(0));
		refuses("maxBacklog", (nothing) -> defaults.withMaxBacklog(0));
		refuses("maxConnections", (nothing) -> defaults.withMaxConnections(-1));
		refuses("maxConnectionsPerIp", (nothing) -> ConnectionLimits.NONE.withMaxPerIp(-1));
		refuses("maxConnectionsPerUser", (nothing) -> ConnectionLimits.NONE.withMaxPerUser(-1));
		refuses("messagesPerSecond", (nothing) -> SessionLimits.NONE.withMessagesPerSecond(-1));
		refuses("bytesPerSecond", (nothing) -> SessionLimits.NONE.withBytesPerSecond(-1));
		refuses("receiveBufferSize",
				(nothing) -> new TransportOptions(1, 4095, Duration.ZERO, defaults.headLimits(), defaults.limits(),
						defaults.timeouts(), defaults.heartbeat(), defaults.outbound(), 1, 1, ConnectionLimits.NONE,
						SessionLimits.NONE, null));
	}

	@ParameterizedTest
	@ValueSource(strings = { "PT0S", "PT-1S", "PT87600H0.000000001S" })
	void durationsOutOfRangeAreRefusedByName(String text) {
		Duration wrong = Duration.parse(text);
		refuses("handshake timeout", (nothing) -> new Timeouts(wrong, SECOND, SECOND, SECOND));
		refuses("message timeout", (nothing) -> new Timeouts(SECOND, wrong, SECOND, SECOND));
		refuses("write timeout", (nothing) -> new Timeouts(SECOND, SECOND, wrong, SECOND));
		refuses("close timeout", (nothing) -> new Timeouts(SECOND, SECOND, SECOND, wrong));
		refuses("heartbeat timeout", (nothing) -> new HeartbeatPolicy(SECOND, wrong));
		if (!wrong.isZero()) {
			refuses("heartbeat interval", (nothing) -> new HeartbeatPolicy(wrong, SECOND));
			refuses("maxAge", (nothing) -> SessionLimits.NONE.withMaxAge(wrong));
			refuses("messageTimeout", (nothing) -> SessionLimits.NONE.withMessageTimeout(wrong));
		}
	}

	@Test
	void theLongestDurationsAreTaken() {
		assertThat(new Timeouts(LONGEST, LONGEST, LONGEST, LONGEST).close()).isEqualTo(LONGEST);
		assertThat(new HeartbeatPolicy(LONGEST, LONGEST).interval()).isEqualTo(LONGEST);
		assertThat(new HeartbeatPolicy(Duration.ZERO, LONGEST).interval()).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "TransportOptions", "TransportOptions$Timeouts", "TransportOptions$HeartbeatPolicy" })
	void allDefaultsAreThereWhicheverClassIsUsedFirst(String first) throws Exception {
		List<URL> path = new ArrayList<>();
		for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
			path.add(new File(entry).toURI().toURL());
		}
		try (URLClassLoader fresh = new URLClassLoader(path.toArray(new URL[0]),
				ClassLoader.getPlatformClassLoader())) {
			String name = TransportOptions.class.getName();
			Class.forName(getClass().getPackageName() + "." + first, true, fresh);
			Class<?> options = Class.forName(name, true, fresh);
			Object defaults = options.getField("DEFAULTS").get(null);
			for (var component : options.getRecordComponents()) {
				boolean off = component.getName().equals("compression");
				assertThat(component.getAccessor().invoke(defaults) == null).as(component.getName()).isEqualTo(off);
			}
		}
	}

	private static void refuses(String name, Consumer<Void> making) {
		assertThatIllegalArgumentException().isThrownBy(() -> making.accept(null)).withMessageContaining(name);
	}

}
