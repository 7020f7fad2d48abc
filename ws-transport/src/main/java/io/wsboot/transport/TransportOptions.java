package io.wsboot.transport;

import java.time.Duration;

import io.wsboot.protocol.CompressionOptions;
import io.wsboot.protocol.ProtocolLimits;
import io.wsboot.protocol.http.HeadLimits;
import org.jspecify.annotations.Nullable;

/**
 * Everything that can be set for loops, deadlines and limits. Immutable; the same options
 * may serve several servers and clients.
 *
 * @param eventLoops the number of event loops; 1 or more
 * @param receiveBufferSize the receive buffer of a loop, in bytes; 4 096 or more
 * @param spin how long a loop looks again for work before it sleeps, which halves the
 * round trip with a peer that answers at once and costs processor time; zero (the
 * default) to 1 ms. A loop ceases while that does not pay.
 * @param headLimits limits of a request or response head
 * @param limits limits of frames and messages, unless a session brings its own
 * @param timeouts how long each state may last
 * @param heartbeat when silence is broken with a ping
 * @param outbound what may wait for a session's peer and how long its frames are, unless
 * a session brings its own limits
 * @param outboundBudget bytes that may wait for all peers of a server or client together;
 * 1 or more. When more do, the session for which most waits loses messages that may be
 * dropped, or is closed with 1013
 * @param maxBacklog messages of one session that may wait for its handler before reading
 * pauses
 * @param connectionLimits how many connections a server has at a time
 * @param sessionLimits what a session may do in its time, unless it brings its own limits
 * @param compression how permessage-deflate is offered or accepted, unless a session has
 * its own setting; {@code null} for not at all
 */
public record TransportOptions(int eventLoops, int receiveBufferSize, Duration spin, HeadLimits headLimits,
		ProtocolLimits limits, Timeouts timeouts, HeartbeatPolicy heartbeat, OutboundLimits outbound,
		long outboundBudget, int maxBacklog, ConnectionLimits connectionLimits, SessionLimits sessionLimits,
		@Nullable CompressionOptions compression) {

	private static final Duration LONGEST_SPIN = Duration.ofMillis(1);

	/**
	 * Two loops at least, 256 KiB receive buffers, a high-water mark of 1 MiB, frames of
	 * 64 KiB, a quarter of the heap for what waits for all peers, a backlog of 256
	 * messages, no limits of connections and rates, no compression; timeouts and
	 * heartbeat as their own defaults.
	 */
	public static final TransportOptions DEFAULTS = new TransportOptions(
			Math.max(1, Runtime.getRuntime().availableProcessors()), 256 * 1024, Duration.ZERO, HeadLimits.DEFAULTS,
			ProtocolLimits.DEFAULTS, Timeouts.DEFAULTS, HeartbeatPolicy.DEFAULTS, OutboundLimits.DEFAULTS,
			Math.max(1, Runtime.getRuntime().maxMemory() / 4), 256, ConnectionLimits.NONE, SessionLimits.NONE, null);

	/**
	 * What a client does unless told otherwise: the same on one loop, and messages of up
	 * to 16 384 fragments, because servers stream more often than clients do.
	 */
	public static final TransportOptions CLIENT_DEFAULTS = DEFAULTS.withEventLoops(1)
		.withLimits(new ProtocolLimits(ProtocolLimits.DEFAULTS.maxFrameSize(), ProtocolLimits.DEFAULTS.maxMessageSize(),
				16 * 1024));

	/**
	 * Checks the ranges.
	 * @param eventLoops 1 or more
	 * @param receiveBufferSize 4 096 bytes or more
	 * @param spin zero to 1 ms
	 * @param headLimits limits of heads
	 * @param limits limits of frames and messages
	 * @param timeouts how long each state may last
	 * @param heartbeat when silence is broken
	 * @param outbound what may wait for a peer
	 * @param outboundBudget 1 byte or more
	 * @param maxBacklog 1 message or more
	 * @param connectionLimits how many connections at a time
	 * @param sessionLimits what a session may do
	 * @param compression {@code null} for none
	 * @throws IllegalArgumentException if a value is out of its range
	 */
	public TransportOptions {
		require(eventLoops >= 1, "eventLoops", eventLoops, "1 or more");
		require(receiveBufferSize >= 4096, "receiveBufferSize", receiveBufferSize, "4096 bytes or more");
		if (spin.isNegative() || spin.compareTo(LONGEST_SPIN) > 0) {
			throw new IllegalArgumentException("spin must be from 0 to 1 ms, not " + spin);
		}
		require(outboundBudget >= 1, "outboundBudget", outboundBudget, "1 byte or more");
		require(maxBacklog >= 1, "maxBacklog", maxBacklog, "1 message or more");
	}

	private static void require(boolean right, String name, long value, String range) {
		if (!right) {
			throw new IllegalArgumentException(name + " must be " + range + ", not " + value);
		}
	}

	/**
	 * The bytes in a session's outbound queue from which on there is no room, unless a
	 * session brings its own limits.
	 * @return 1 or more
	 */
	public long highWaterMark() {
		return this.outbound.highWaterMark();
	}

	/**
	 * The same options with another number of loops.
	 * @param eventLoops the number of event loops; 1 or more
	 * @return new options
	 */
	public TransportOptions withEventLoops(int eventLoops) {
		return new TransportOptions(eventLoops, this.receiveBufferSize, this.spin, this.headLimits, this.limits,
				this.timeouts, this.heartbeat, this.outbound, this.outboundBudget, this.maxBacklog,
				this.connectionLimits, this.sessionLimits, this.compression);
	}

	/**
	 * The same options with loops that look again for work before they sleep.
	 * @param spin for how long; zero to 1 ms
	 * @return new options
	 */
	public TransportOptions withSpin(Duration spin) {
		return new TransportOptions(this.eventLoops, this.receiveBufferSize, spin, this.headLimits, this.limits,
				this.timeouts, this.heartbeat, this.outbound, this.outboundBudget, this.maxBacklog,
				this.connectionLimits, this.sessionLimits, this.compression);
	}

	/**
	 * The same options with other limits of heads.
	 * @param headLimits the limits
	 * @return new options
	 */
	public TransportOptions withHeadLimits(HeadLimits headLimits) {
		return new TransportOptions(this.eventLoops, this.receiveBufferSize, this.spin, headLimits, this.limits,
				this.timeouts, this.heartbeat, this.outbound, this.outboundBudget, this.maxBacklog,
				this.connectionLimits, this.sessionLimits, this.compression);
	}

	/**
	 * The same options with other limits of frames and messages.
	 * @param limits the limits
	 * @return new options
	 */
	public TransportOptions withLimits(ProtocolLimits limits) {
		return new TransportOptions(this.eventLoops, this.receiveBufferSize, this.spin, this.headLimits, limits,
				this.timeouts, this.heartbeat, this.outbound, this.outboundBudget, this.maxBacklog,
				this.connectionLimits, this.sessionLimits, this.compression);
	}

	/**
	 * The same options with other timeouts.
	 * @param timeouts the timeouts
	 * @return new options
	 */
	public TransportOptions withTimeouts(Timeouts timeouts) {
		return new TransportOptions(this.eventLoops, this.receiveBufferSize, this.spin, this.headLimits, this.limits,
				timeouts, this.heartbeat, this.outbound, this.outboundBudget, this.maxBacklog, this.connectionLimits,
				this.sessionLimits, this.compression);
	}

	/**
	 * The same options with another heartbeat.
	 * @param heartbeat when silence is broken with a ping
	 * @return new options
	 */
	public TransportOptions withHeartbeat(HeartbeatPolicy heartbeat) {
		return new TransportOptions(this.eventLoops, this.receiveBufferSize, this.spin, this.headLimits, this.limits,
				this.timeouts, heartbeat, this.outbound, this.outboundBudget, this.maxBacklog, this.connectionLimits,
				this.sessionLimits, this.compression);
	}

	/**
	 * The same options with another high-water mark.
	 * @param highWaterMark bytes in a session's outbound queue; 1 or more
	 * @return new options
	 */
	public TransportOptions withHighWaterMark(long highWaterMark) {
		return withOutbound(this.outbound.withHighWaterMark(highWaterMark));
	}

	/**
	 * The same options with another policy for peers that read too slowly.
	 * @param slowConsumer what happens at the high-water mark
	 * @return new options
	 */
	public TransportOptions withSlowConsumer(SlowConsumer slowConsumer) {
		return withOutbound(this.outbound.withSlowConsumer(slowConsumer));
	}

	/**
	 * The same options with data frames of another length.
	 * @param fragmentSize their longest payload; 125 bytes to 16 MiB
	 * @return new options
	 */
	public TransportOptions withFragmentSize(int fragmentSize) {
		return withOutbound(this.outbound.withFragmentSize(fragmentSize));
	}

	/**
	 * The same options with other limits of outbound queues.
	 * @param outbound what may wait for a session's peer
	 * @return new options
	 */
	public TransportOptions withOutbound(OutboundLimits outbound) {
		return new TransportOptions(this.eventLoops, this.receiveBufferSize, this.spin, this.headLimits, this.limits,
				this.timeouts, this.heartbeat, outbound, this.outboundBudget, this.maxBacklog, this.connectionLimits,
				this.sessionLimits, this.compression);
	}

	/**
	 * The same options with another budget of what waits for all peers together.
	 * @param outboundBudget in bytes; 1 or more, {@link Long#MAX_VALUE} for no limit
	 * @return new options
	 */
	public TransportOptions withOutboundBudget(long outboundBudget) {
		return new TransportOptions(this.eventLoops, this.receiveBufferSize, this.spin, this.headLimits, this.limits,
				this.timeouts, this.heartbeat, this.outbound, outboundBudget, this.maxBacklog, this.connectionLimits,
				this.sessionLimits, this.compression);
	}

	/**
	 * The same options with another backlog.
	 * @param maxBacklog messages of one session that may wait for its handler
	 * @return new options
	 */
	public TransportOptions withMaxBacklog(int maxBacklog) {
		return new TransportOptions(this.eventLoops, this.receiveBufferSize, this.spin, this.headLimits, this.limits,
				this.timeouts, this.heartbeat, this.outbound, this.outboundBudget, maxBacklog, this.connectionLimits,
				this.sessionLimits, this.compression);
	}

	/**
	 * The same options with another limit of all connections.
	 * @param maxConnections connections of a server; 0 for no limit
	 * @return new options
	 */
	public TransportOptions withMaxConnections(int maxConnections) {
		return withConnectionLimits(this.connectionLimits.withMax(maxConnections));
	}

	/**
	 * The same options with other limits of connections.
	 * @param connectionLimits how many connections a server has at a time
	 * @return new options
	 */
	public TransportOptions withConnectionLimits(ConnectionLimits connectionLimits) {
		return new TransportOptions(this.eventLoops, this.receiveBufferSize, this.spin, this.headLimits, this.limits,
				this.timeouts, this.heartbeat, this.outbound, this.outboundBudget, this.maxBacklog, connectionLimits,
				this.sessionLimits, this.compression);
	}

	/**
	 * The same options with other limits of sessions.
	 * @param sessionLimits what a session may do in its time
	 * @return new options
	 */
	public TransportOptions withSessionLimits(SessionLimits sessionLimits) {
		return new TransportOptions(this.eventLoops, this.receiveBufferSize, this.spin, this.headLimits, this.limits,
				this.timeouts, this.heartbeat, this.outbound, this.outboundBudget, this.maxBacklog,
				this.connectionLimits, sessionLimits, this.compression);
	}

	/**
	 * The same options with or without compression.
	 * @param compression how permessage-deflate is offered or accepted; {@code null} for
	 * not at all
	 * @return new options
	 */
	public TransportOptions withCompression(@Nullable CompressionOptions compression) {
		return new TransportOptions(this.eventLoops, this.receiveBufferSize, this.spin, this.headLimits, this.limits,
				this.timeouts, this.heartbeat, this.outbound, this.outboundBudget, this.maxBacklog,
				this.connectionLimits, this.sessionLimits, compression);
	}

	/**
	 * How long each state may last, counted from entering it and not renewed by single
	 * bytes.
	 *
	 * @param connect of a client, until there is a connection: finding the host's
	 * addresses, trying them, and passing a proxy
	 * @param handshake from the connection to the answer of the opening handshake; a
	 * client's TLS handshake is part of it
	 * @param message from the first to the last byte of a message
	 * @param write without progress while bytes wait to be written
	 * @param close from our Close to the end of the connection
	 */
	public record Timeouts(Duration connect, Duration handshake, Duration message, Duration write, Duration close) {

		/**
		 * 10 s, 10 s, 30 s, 30 s, 10 s.
		 */
		public static final Timeouts DEFAULTS = new Timeouts(Duration.ofSeconds(10), Duration.ofSeconds(30),
				Duration.ofSeconds(30), Duration.ofSeconds(10));

		/**
		 * Checks the ranges.
		 * @param connect for a client's connection
		 * @param handshake for the opening handshake
		 * @param message for one message
		 * @param write without progress
		 * @param close for the closing handshake
		 * @throws IllegalArgumentException if a duration is not positive, or longer than
		 * 3650 days
		 */
		public Timeouts {
			Durations.requirePositive(connect, "connect timeout");
			Durations.requirePositive(handshake, "handshake timeout");
			Durations.requirePositive(message, "message timeout");
			Durations.requirePositive(write, "write timeout");
			Durations.requirePositive(close, "close timeout");
		}

		/**
		 * Those that a server knows; a client has 10 s to connect.
		 * @param handshake for the opening handshake
		 * @param message for one message
		 * @param write without progress
		 * @param close for the closing handshake
		 * @throws IllegalArgumentException if a duration is not positive, or longer than
		 * 3650 days
		 */
		public Timeouts(Duration handshake, Duration message, Duration write, Duration close) {
			this(Duration.ofSeconds(10), handshake, message, write, close);
		}

		/**
		 * The same timeouts with another one for connecting.
		 * @param connect for a client's connection
		 * @return new timeouts
		 */
		public Timeouts withConnect(Duration connect) {
			return new Timeouts(connect, this.handshake, this.message, this.write, this.close);
		}

	}

	/**
	 * When silence is broken with a ping, and how long its pong may take.
	 *
	 * @param interval without a byte received until a ping is sent at the latest; each
	 * wait is between three quarters and all of it, so that sessions that were opened
	 * together do not ping together. Every fourth interval one is sent in any case, so
	 * that busy sessions have a round-trip time; zero for no heartbeat
	 * @param timeout from the ping to its pong
	 */
	public record HeartbeatPolicy(Duration interval, Duration timeout) {

		/**
		 * 25 s and 20 s.
		 */
		public static final HeartbeatPolicy DEFAULTS = new HeartbeatPolicy(Duration.ofSeconds(25),
				Duration.ofSeconds(20));

		/**
		 * No heartbeat.
		 */
		public static final HeartbeatPolicy NONE = new HeartbeatPolicy(Duration.ZERO, Duration.ofSeconds(20));

		/**
		 * Checks the ranges.
		 * @param interval until a ping; zero for no heartbeat
		 * @param timeout until its pong
		 * @throws IllegalArgumentException if the interval is negative or the timeout not
		 * positive, or one is longer than 3650 days
		 */
		public HeartbeatPolicy {
			Durations.requireNotNegative(interval, "heartbeat interval");
			Durations.requirePositive(timeout, "heartbeat timeout");
		}

	}

}
