package io.wsboot.spring.autoconfigure;

import java.time.Duration;
import java.util.List;

import io.wsboot.protocol.CompressionOptions;
import io.wsboot.protocol.DeflateParameters;
import io.wsboot.protocol.ProtocolLimits;
import io.wsboot.protocol.http.HeadLimits;
import io.wsboot.spring.autoconfigure.WsServerProperties.Compression;
import io.wsboot.spring.autoconfigure.WsServerProperties.EndpointLimits;
import io.wsboot.spring.autoconfigure.WsServerProperties.EndpointOutbound;
import io.wsboot.spring.autoconfigure.WsServerProperties.Execution;
import io.wsboot.spring.autoconfigure.WsServerProperties.Heartbeat;
import io.wsboot.spring.autoconfigure.WsServerProperties.Limits;
import io.wsboot.spring.autoconfigure.WsServerProperties.Outbound;
import io.wsboot.spring.endpoint.OriginPolicy;
import io.wsboot.spring.server.HandlerThreads;
import io.wsboot.transport.ConnectionLimits;
import io.wsboot.transport.ListenOptions;
import io.wsboot.transport.OutboundLimits;
import io.wsboot.transport.SessionLimits;
import io.wsboot.transport.SlowConsumer;
import io.wsboot.transport.TransportOptions;
import io.wsboot.transport.TransportOptions.HeartbeatPolicy;
import io.wsboot.transport.TransportOptions.Timeouts;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.unit.DataSize;

/**
 * What the properties mean to the transport. Each value is judged here, so that a wrong
 * one is reported under its property's name.
 */
final class ServerOptions {

	private static final int MOST_LOOPS = 1024;

	private static final Duration LONGEST_SPIN = Duration.ofMillis(1);

	private static final int MOST_THREADS = 100_000;

	private static final int THREADS_PER_PROCESSOR = 8;

	private static final int DEFAULT_THREADS = 32;

	private static final int LEAST_FRAGMENT = 125;

	private static final int KIB = 1024;

	private static final int MIB = 1024 * KIB;

	/** A message is one array, and an array cannot be much longer. */
	private static final int LARGEST_MESSAGE = 1024 * MIB;

	private static final String MESSAGE_SIZE = ".max-message-size";

	private final WsServerProperties properties;

	ServerOptions(WsServerProperties properties) {
		this.properties = properties;
	}

	ListenOptions listen() {
		return ListenerPlace.of(this.properties.server());
	}

	TransportOptions transport() {
		Limits limits = this.properties.limits();
		CompressionOptions compression = compression();
		return new TransportOptions(eventLoops(), TransportOptions.DEFAULTS.receiveBufferSize(), spin(),
				headLimits(limits), protocolLimits(), timeouts(limits), heartbeat(), outbound(), outboundBudget(),
				PropertyRange.atLeast("ws.limits.max-backlog", limits.maxBacklog(), 1), connectionLimits(limits),
				sessionLimits(limits), this.properties.compression().enabled() ? compression : null);
	}

	/**
	 * The limits of frames and messages of one endpoint.
	 * @param prefix of its properties
	 * @param own its own limits, which win over the global ones
	 * @param chunks whether the endpoint reads messages while they arrive, so that they
	 * may be as long as they like
	 * @return the limits; a global frame limit is cut down to the message limit
	 */
	ProtocolLimits protocolLimits(String prefix, EndpointLimits own, boolean chunks) {
		ProtocolLimits global = protocolLimits();
		DataSize size = own.maxMessageSize();
		long message = (size != null) ? messageSize(prefix, size, chunks) : global.maxMessageSize();
		boolean asTheMessage = this.properties.limits().maxFrameSize() == null;
		long frame = asTheMessage ? message : Math.min(global.maxFrameSize(), message);
		return new ProtocolLimits(frameSize(prefix, own.maxFrameSize(), frame, message), message,
				fragments(prefix, own.maxFragments(), global.maxFragments()));
	}

	/**
	 * What a session of one endpoint may do in its time.
	 * @param prefix of its properties
	 * @param own its own limits, which win over the global ones; 0 lifts one
	 * @return the limits
	 */
	SessionLimits sessionLimits(String prefix, EndpointLimits own) {
		SessionLimits global = sessionLimits(this.properties.limits());
		Duration age = own.maxAge();
		Duration time = own.messageTimeout();
		return new SessionLimits(messageRate(prefix, own.messagesPerSecond(), 0, global.messagesPerSecond()),
				byteRate(prefix, own.bytesPerSecond(), 0, global.bytesPerSecond()),
				(age != null) ? PropertyRange.notNegative(prefix + ".max-age", age) : global.maxAge(),
				(time != null) ? PropertyRange.positive(prefix + ".message-timeout", time) : Duration.ZERO);
	}

	/**
	 * How messages are compressed where they are.
	 * @return the options, whether compression is enabled or not
	 */
	CompressionOptions compression() {
		Compression compression = this.properties.compression();
		String prefix = "ws.compression.";
		return new CompressionOptions(PropertyRange.within(prefix + "level", compression.level(), 1, 9),
				PropertyRange.bytes(prefix + "min-size", compression.minSize(), 0, LARGEST_MESSAGE),
				compression.serverNoContextTakeover(), compression.clientNoContextTakeover(),
				windowBits(prefix + "server-max-window-bits", compression.serverMaxWindowBits()),
				windowBits(prefix + "client-max-window-bits", compression.clientMaxWindowBits()));
	}

	private static int windowBits(String name, int value) {
		return PropertyRange.within(name, value, DeflateParameters.LEAST_WINDOW_BITS,
				DeflateParameters.MOST_WINDOW_BITS);
	}

	Duration drainWindow() {
		return PropertyRange.notNegative("ws.server.shutdown.drain-window",
				this.properties.server().shutdown().drainWindow());
	}

	Duration gracePeriod() {
		return PropertyRange.notNegative("ws.server.shutdown.grace-period",
				this.properties.server().shutdown().gracePeriod());
	}

	OriginPolicy originPolicy() {
		return originPolicy("ws.server.allowed-origins", this.properties.server().allowedOrigins());
	}

	/**
	 * Judges where pages come from.
	 * @param property says so
	 * @param allowed its value; empty for the request's own host
	 * @return the policy
	 */
	static OriginPolicy originPolicy(String property, List<String> allowed) {
		if (allowed.isEmpty()) {
			return OriginPolicy.sameHost();
		}
		try {
			return OriginPolicy.patterns(allowed);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidConfigurationPropertyValueException(property, String.join(",", allowed),
					ex.getMessage() + ".", ex);
		}
	}

	HandlerThreads handlerPool() {
		Execution execution = this.properties.execution();
		Integer size = execution.poolSize();
		int processors = Runtime.getRuntime().availableProcessors();
		return HandlerThreads.pool(
				(size != null) ? PropertyRange.within("ws.execution.pool-size", size, 1, MOST_THREADS)
						: Math.max(DEFAULT_THREADS, processors * THREADS_PER_PROCESSOR),
				PropertyRange.atLeast("ws.execution.queue-capacity", execution.queueCapacity(), 1),
				PropertyRange.positive("ws.execution.keep-alive", execution.keepAlive()));
	}

	private ProtocolLimits protocolLimits() {
		Limits limits = this.properties.limits();
		String prefix = "ws.limits";
		int message = PropertyRange.bytes(prefix + MESSAGE_SIZE, limits.maxMessageSize(), 1, LARGEST_MESSAGE);
		return new ProtocolLimits(frameSize(prefix, limits.maxFrameSize(), message, message), message,
				fragments(prefix, limits.maxFragments(), 1));
	}

	private Duration spin() {
		Duration spin = this.properties.server().spin();
		if (spin.isNegative() || spin.compareTo(LONGEST_SPIN) > 0) {
			throw PropertyRange.wrong("ws.server.spin", spin, "It must be from 0 to 1 ms.");
		}
		return spin;
	}

	private int eventLoops() {
		Integer eventLoops = this.properties.server().eventLoops();
		return (eventLoops != null) ? PropertyRange.within("ws.server.event-loops", eventLoops, 1, MOST_LOOPS)
				: TransportOptions.DEFAULTS.eventLoops();
	}

	private HeartbeatPolicy heartbeat() {
		Heartbeat heartbeat = this.properties.heartbeat();
		return new HeartbeatPolicy(PropertyRange.notNegative("ws.heartbeat.interval", heartbeat.interval()),
				PropertyRange.positive("ws.heartbeat.timeout", heartbeat.timeout()));
	}

	/**
	 * What may wait for a session's peer.
	 * @return the limits of endpoints without their own
	 */
	OutboundLimits outbound() {
		Outbound outbound = this.properties.outbound();
		return new OutboundLimits(highWaterMark("ws.outbound.high-water-mark", outbound.highWaterMark()),
				outbound.slowConsumer(), fragmentSize("ws.outbound.fragment-size", outbound.fragmentSize()));
	}

	/**
	 * What may wait for the peer of a session of one endpoint.
	 * @param markProperty how its high-water mark is called
	 * @param fragmentProperty how its fragment size is called
	 * @param own its own limits, which win
	 * @param annotated the policy of its annotation, which wins over the global one;
	 * {@code null} if there is none
	 * @return the limits
	 */
	OutboundLimits outbound(String markProperty, String fragmentProperty, EndpointOutbound own,
			@Nullable SlowConsumer annotated) {
		OutboundLimits global = outbound();
		DataSize mark = own.highWaterMark();
		DataSize fragment = own.fragmentSize();
		SlowConsumer policy = (own.slowConsumer() != null) ? own.slowConsumer() : annotated;
		return new OutboundLimits((mark != null) ? highWaterMark(markProperty, mark) : global.highWaterMark(),
				(policy != null) ? policy : global.slowConsumer(),
				(fragment != null) ? fragmentSize(fragmentProperty, fragment) : global.fragmentSize());
	}

	private static long highWaterMark(String name, DataSize value) {
		return PropertyRange.bytes(name, value, 1, Integer.MAX_VALUE);
	}

	private static int fragmentSize(String name, DataSize value) {
		return PropertyRange.bytes(name, value, LEAST_FRAGMENT, 16 * MIB);
	}

	private long outboundBudget() {
		DataSize budget = this.properties.outbound().memoryBudget();
		if (budget == null) {
			return TransportOptions.DEFAULTS.outboundBudget();
		}
		if (budget.toBytes() < 1) {
			throw PropertyRange.wrong("ws.outbound.memory-budget", budget, "It must be 1B or more.");
		}
		return budget.toBytes();
	}

	private static HeadLimits headLimits(Limits limits) {
		int requestLine = PropertyRange.bytes("ws.limits.max-request-line", limits.maxRequestLine(), KIB, MIB);
		return new HeadLimits(requestLine,
				PropertyRange.bytes("ws.limits.max-head-size", limits.maxHeadSize(), requestLine, 16 * MIB),
				PropertyRange.within("ws.limits.max-header-fields", limits.maxHeaderFields(), 1, 10_000));
	}

	private static Timeouts timeouts(Limits limits) {
		return new Timeouts(PropertyRange.positive("ws.limits.handshake-timeout", limits.handshakeTimeout()),
				PropertyRange.positive("ws.limits.message-timeout", limits.messageTimeout()),
				PropertyRange.positive("ws.limits.write-timeout", limits.writeTimeout()),
				PropertyRange.positive("ws.limits.close-timeout", limits.closeTimeout()));
	}

	private static ConnectionLimits connectionLimits(Limits limits) {
		String prefix = "ws.limits.max-connections";
		return new ConnectionLimits(connections(prefix, limits.maxConnections()),
				connections(prefix + "-per-ip", limits.maxConnectionsPerIp()),
				connections(prefix + "-per-user", limits.maxConnectionsPerUser()));
	}

	private static int connections(String name, @Nullable Integer value) {
		return (value != null) ? PropertyRange.atLeast(name, value, 1) : 0;
	}

	private static SessionLimits sessionLimits(Limits limits) {
		String prefix = "ws.limits";
		Duration age = limits.maxAge();
		return new SessionLimits(messageRate(prefix, limits.messagesPerSecond(), 1, 0),
				byteRate(prefix, limits.bytesPerSecond(), 1, 0),
				(age != null) ? PropertyRange.positive(prefix + ".max-age", age) : Duration.ZERO);
	}

	private static long messageRate(String prefix, @Nullable Integer value, int min, long otherwise) {
		return (value != null) ? PropertyRange.atLeast(prefix + ".messages-per-second", value, min) : otherwise;
	}

	private static long byteRate(String prefix, @Nullable DataSize value, int min, long otherwise) {
		return (value != null) ? PropertyRange.bytes(prefix + ".bytes-per-second", value, min, Integer.MAX_VALUE)
				: otherwise;
	}

	private static long messageSize(String prefix, DataSize value, boolean chunks) {
		if (!chunks && value.toBytes() > LARGEST_MESSAGE) {
			throw PropertyRange.wrong(prefix + MESSAGE_SIZE, value,
					"It must be from 1B to " + LARGEST_MESSAGE
							+ "B where messages are taken as a whole. They may be longer where a method takes them as"
							+ " InputStream or Reader.");
		}
		return PropertyRange.bytesAtLeast(prefix + MESSAGE_SIZE, value, 1);
	}

	private static long frameSize(String prefix, @Nullable DataSize value, long otherwise, long message) {
		return (value != null) ? PropertyRange.bytes(prefix + ".max-frame-size", value, 1, message) : otherwise;
	}

	private static int fragments(String prefix, @Nullable Integer value, int otherwise) {
		return (value != null) ? PropertyRange.atLeast(prefix + ".max-fragments", value, 1) : otherwise;
	}

}
