package io.wsboot.spring.autoconfigure;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.wsboot.spring.annotation.Unmatched;
import io.wsboot.spring.endpoint.UnhandledFailure;
import io.wsboot.transport.ServerTls.ClientAuthentication;
import io.wsboot.transport.SlowConsumer;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.ConfigurationPropertiesSource;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Properties of the WebSocket listener. The ranges are checked when the application
 * starts, not here, so that a wrong value is reported with its name and origin.
 *
 * @param server the listener
 * @param heartbeat when silence is broken with a ping
 * @param limits how much a peer may send, and how long it may take
 * @param outbound what waits for a slow peer
 * @param compression permessage-deflate
 * @param messages how messages find the method that takes them
 * @param messaging sending to several sessions
 * @param execution the threads that run the callbacks of endpoints
 * @param errors what becomes of failures
 * @param security who may open sessions
 * @param endpoints Settings of single endpoints, which win over the global ones; the key
 * is the endpoint's name, by default that of its bean.
 */
@ConfigurationProperties("ws")
public record WsServerProperties(@DefaultValue Server server, @DefaultValue Heartbeat heartbeat,
		@DefaultValue Limits limits, @DefaultValue Outbound outbound, @DefaultValue Compression compression,
		@DefaultValue Messages messages, @DefaultValue Messaging messaging, @DefaultValue Execution execution,
		@DefaultValue Errors errors, @DefaultValue Security security, @DefaultValue Map<String, Endpoint> endpoints) {

	/**
	 * The listener.
	 *
	 * @param enabled Whether the WebSocket listener starts when there is an endpoint.
	 * @param address Network address the listener binds to; all addresses unless set.
	 * @param port Port of the listener; 0 for any free port.
	 * @param eventLoops Number of event loops; as many as processors unless set.
	 * @param spin How long an event loop looks again for work before it sleeps, up to
	 * 1ms; peers that answer at once are answered sooner, at the cost of processor time.
	 * @param receiveBufferSize Size of the operating system's receive buffer of each
	 * connection; the operating system's choice unless set.
	 * @param sendBufferSize Size of the operating system's send buffer of each
	 * connection; the operating system's choice unless set.
	 * @param allowedOrigins Origins whose pages may open a session, such as
	 * 'https://example.com' or 'https://*.example.com', '*' for all; only pages from the
	 * request's own host unless set.
	 * @param proxyProtocol who says in front of a connection whose it is
	 * @param ssl how the listener encrypts
	 * @param shutdown how the listener says goodbye
	 */
	public record Server(@DefaultValue("true") boolean enabled, @Nullable InetAddress address,
			@DefaultValue("8090") int port, @Nullable Integer eventLoops, @DefaultValue("0") Duration spin,
			@Nullable DataSize receiveBufferSize, @Nullable DataSize sendBufferSize,
			@DefaultValue List<String> allowedOrigins, @DefaultValue Proxies proxyProtocol, @DefaultValue Ssl ssl,
			@DefaultValue Shutdown shutdown) {

	}

	/**
	 * Proxies that speak the PROXY protocol.
	 *
	 * @param trusted Addresses of proxies that say in front of each connection whose it
	 * is (PROXY protocol, version 1 or 2), each alone or as a range such as '10.0.0.0/8';
	 * they are believed, and cut off without it. Nobody is asked unless set.
	 * @param timeout How long such a proxy may take to say it.
	 */
	public record Proxies(@DefaultValue List<String> trusted, @DefaultValue("5s") Duration timeout) {

	}

	/**
	 * How the listener encrypts.
	 *
	 * @param bundle Name of the SSL bundle with the listener's certificate; the listener
	 * does not encrypt unless set. When the bundle changes, new connections use it.
	 * @param clientAuth Whether clients are asked for a certificate, and refused without
	 * one that the bundle trusts.
	 * @param serverNameBundles Certificates of single names, for clients that ask for
	 * them (SNI).
	 */
	public record Ssl(@Nullable String bundle, @DefaultValue("none") ClientAuthentication clientAuth,
			@DefaultValue List<ServerNameBundle> serverNameBundles) {

	}

	/**
	 * The certificate of a name.
	 *
	 * @param serverName Name that clients ask for, such as 'chat.example.com', or
	 * '*.example.com' for all names with one more label.
	 * @param bundle Name of the SSL bundle with the certificate.
	 */
	public record ServerNameBundle(@DefaultValue("") String serverName, @DefaultValue("") String bundle) {

	}

	/**
	 * How the listener says goodbye.
	 *
	 * @param drainWindow Time over which the closes of open sessions are spread at
	 * shutdown; 0 closes all at once.
	 * @param gracePeriod How long sessions may take to close after the drain window.
	 */
	public record Shutdown(@DefaultValue("10s") Duration drainWindow, @DefaultValue("20s") Duration gracePeriod) {

	}

	/**
	 * When silence is broken with a ping.
	 *
	 * @param interval How long a peer may be silent before it is sent a ping, less up to
	 * a quarter at random; 0 for no heartbeat.
	 * @param timeout How long a peer may take to answer a ping before its connection is
	 * ended.
	 */
	public record Heartbeat(@DefaultValue("25s") Duration interval, @DefaultValue("20s") Duration timeout) {

	}

	/**
	 * How much a peer may send, and how long it may take.
	 *
	 * @param maxMessageSize Largest message, all its fragments together; a larger one
	 * closes the session with 1009.
	 * @param maxFrameSize Largest frame, as the message unless set; a larger one closes
	 * the session with 1009.
	 * @param maxFragments Most frames of one message, empty ones included; more close the
	 * session with 1008.
	 * @param messageTimeout Longest time from the first to the last byte of a message;
	 * the session is then closed with 1008.
	 * @param maxRequestLine Longest request line of an opening handshake; a longer one is
	 * answered with 414.
	 * @param maxHeadSize Largest head of an opening handshake; a larger one is answered
	 * with 431.
	 * @param maxHeaderFields Most header fields of an opening handshake; more are
	 * answered with 431.
	 * @param handshakeTimeout Longest time from the connection to the end of the opening
	 * handshake.
	 * @param closeTimeout How long a peer may take to answer a Close before its
	 * connection is ended.
	 * @param writeTimeout How long a peer may take no byte of what waits for it before
	 * the session is closed with 1013.
	 * @param maxConnections Most connections at a time, more are answered with 503; no
	 * limit unless set.
	 * @param maxConnectionsPerIp Most connections of one client address at a time, more
	 * are answered with 503; an IPv6 address counts as its network of 64 bits. No limit
	 * unless set.
	 * @param maxConnectionsPerUser Most sessions of one user at a time, where handshakes
	 * are authenticated; more are answered with 429. No limit unless set.
	 * @param messagesPerSecond Most messages, pings and pongs that a peer may send in a
	 * second; more close the session with 1008. No limit unless set.
	 * @param bytesPerSecond Most payload that a peer may send in a second, and always one
	 * message of the largest size; more closes the session with 1008. No limit unless
	 * set.
	 * @param maxAge Longest life of a session, less up to a tenth at random; it is then
	 * closed with 1001 and may be opened again. No limit unless set.
	 * @param maxBacklog Most messages of a session that wait for its handler before
	 * reading from the peer pauses.
	 */
	public record Limits(@DefaultValue("1MB") DataSize maxMessageSize, @Nullable DataSize maxFrameSize,
			@DefaultValue("1024") int maxFragments, @DefaultValue("30s") Duration messageTimeout,
			@DefaultValue("8KB") DataSize maxRequestLine, @DefaultValue("64KB") DataSize maxHeadSize,
			@DefaultValue("100") int maxHeaderFields, @DefaultValue("10s") Duration handshakeTimeout,
			@DefaultValue("10s") Duration closeTimeout, @DefaultValue("30s") Duration writeTimeout,
			@Nullable Integer maxConnections, @Nullable Integer maxConnectionsPerIp,
			@Nullable Integer maxConnectionsPerUser, @Nullable Integer messagesPerSecond,
			@Nullable DataSize bytesPerSecond, @Nullable Duration maxAge, @DefaultValue("256") int maxBacklog) {

	}

	/**
	 * What waits for a slow peer.
	 *
	 * @param highWaterMark Bytes in a session's outbound queue from which on there is no
	 * room for another message.
	 * @param slowConsumer What happens when there is no room for a message, unless its
	 * delivery says more; an endpoint's annotation wins.
	 * @param memoryBudget Bytes that may wait for all peers together, a quarter of the
	 * heap unless set; when more do, the session for which most waits loses messages that
	 * may be dropped, or is closed with 1013.
	 * @param fragmentSize Longest payload of a data frame, up to 16MB; longer messages
	 * leave as fragments, between which a ping can pass.
	 */
	public record Outbound(@DefaultValue("1MB") DataSize highWaterMark,
			@DefaultValue("close") SlowConsumer slowConsumer, @Nullable DataSize memoryBudget,
			@DefaultValue("64KB") DataSize fragmentSize) {

	}

	/**
	 * Compression of messages (permessage-deflate).
	 *
	 * @param enabled Whether messages are compressed when the client offers it.
	 * @param level How hard to try, from 1 (fast) to 9 (small).
	 * @param minSize Shortest message that is compressed.
	 * @param serverNoContextTakeover Whether the server compresses each message by
	 * itself; otherwise every session keeps a compressor.
	 * @param clientNoContextTakeover Whether clients have to compress each message by
	 * itself; otherwise every session keeps a decompressor.
	 * @param serverMaxWindowBits Largest window of the server's compressor as a power of
	 * two, from 8 to 15.
	 * @param clientMaxWindowBits Largest window of the client's compressor as a power of
	 * two, from 8 to 15; clients that do not offer to be limited use 15.
	 */
	public record Compression(@DefaultValue("false") boolean enabled, @DefaultValue("6") int level,
			@DefaultValue("1KB") DataSize minSize, @DefaultValue("true") boolean serverNoContextTakeover,
			@DefaultValue("true") boolean clientNoContextTakeover, @DefaultValue("15") int serverMaxWindowBits,
			@DefaultValue("15") int clientMaxWindowBits) {

	}

	/**
	 * How messages find the method that takes them.
	 *
	 * @param typeProperty Field of a message that holds its type, by which
	 * '@OnMessage(type = …)' chooses.
	 * @param unmatched What becomes of a message that no method takes; an endpoint's
	 * annotation wins.
	 */
	public record Messages(@DefaultValue("type") String typeProperty, @DefaultValue("error") Unmatched unmatched) {

	}

	/**
	 * Sending to several sessions.
	 *
	 * @param transactional Whether what is sent inside a transaction waits for its
	 * commit, and is dropped when it is rolled back.
	 */
	public record Messaging(@DefaultValue("true") boolean transactional) {

	}

	/**
	 * The threads that run the callbacks of endpoints. They are not used when
	 * {@code spring.threads.virtual.enabled} is set on Java 21 or later.
	 *
	 * @param poolSize Most threads that run callbacks of endpoints; 8 for each processor
	 * but at least 32 unless set. Not used with virtual threads.
	 * @param queueCapacity Most sessions that wait for a thread before reading from
	 * further peers pauses. Not used with virtual threads.
	 * @param keepAlive How long a thread may be idle before it ends. Not used with
	 * virtual threads.
	 */
	public record Execution(@Nullable Integer poolSize, @DefaultValue("10000") int queueCapacity,
			@DefaultValue("60s") Duration keepAlive) {

	}

	/**
	 * What becomes of failures.
	 *
	 * @param unhandled What becomes of a session when no method for errors takes a
	 * failure, which is logged in any case.
	 */
	public record Errors(@DefaultValue("close") UnhandledFailure unhandled) {

	}

	/**
	 * Who may open sessions.
	 *
	 * @param requireAuthentication Whether handshakes for which no authenticator or
	 * interceptor names a principal are refused with 401; they are let in unless set.
	 */
	public record Security(@Nullable Boolean requireAuthentication) {

	}

	/**
	 * Settings of one endpoint.
	 *
	 * @param limits how much a peer may send to this endpoint
	 * @param compression whether this endpoint's messages are compressed
	 * @param messages how this endpoint's messages find the method that takes them
	 * @param codec Name of the codec of sessions whose subprotocol chooses none, such as
	 * 'json', 'cbor' or 'protobuf'; as the endpoint's annotation says unless set.
	 * @param allowedOrigins Origins whose pages may open a session of this endpoint, '*'
	 * for all, nothing for the request's own host; as for all endpoints unless set.
	 * @param outbound what waits for slow peers of this endpoint
	 */
	@ConfigurationPropertiesSource
	public record Endpoint(@DefaultValue EndpointLimits limits, @DefaultValue EndpointCompression compression,
			@DefaultValue EndpointMessages messages, @Nullable String codec, @Nullable List<String> allowedOrigins,
			@DefaultValue EndpointOutbound outbound) {

	}

	/**
	 * How much a peer may send to one endpoint.
	 *
	 * @param maxMessageSize Largest message, up to 1GB or, where a method takes messages
	 * as streams, of any size; as for all endpoints unless set.
	 * @param maxFrameSize Largest frame; as for all endpoints unless set, and never above
	 * the message.
	 * @param maxFragments Most frames of one message; as for all endpoints unless set.
	 * @param messagesPerSecond Most messages, pings and pongs that a peer may send in a
	 * second, 0 for no limit; as for all endpoints unless set.
	 * @param bytesPerSecond Most payload that a peer may send in a second, 0 for no
	 * limit; as for all endpoints unless set.
	 * @param maxAge Longest life of a session, less up to a tenth at random, 0 for no
	 * limit; as for all endpoints unless set.
	 * @param messageTimeout Longest time from the first to the last byte of a message; as
	 * for all endpoints unless set.
	 */
	public record EndpointLimits(@Nullable DataSize maxMessageSize, @Nullable DataSize maxFrameSize,
			@Nullable Integer maxFragments, @Nullable Integer messagesPerSecond, @Nullable DataSize bytesPerSecond,
			@Nullable Duration maxAge, @Nullable Duration messageTimeout) {

	}

	/**
	 * What waits for slow peers of one endpoint.
	 *
	 * @param highWaterMark Bytes in a session's outbound queue from which on there is no
	 * room for another message; as for all endpoints unless set.
	 * @param slowConsumer What happens when there is no room for a message; as the
	 * endpoint's annotation says unless set.
	 * @param fragmentSize Longest payload of a data frame, up to 16MB; as for all
	 * endpoints unless set.
	 */
	public record EndpointOutbound(@Nullable DataSize highWaterMark, @Nullable SlowConsumer slowConsumer,
			@Nullable DataSize fragmentSize) {

	}

	/**
	 * How one endpoint's messages find the method that takes them.
	 *
	 * @param unmatched What becomes of a message that no method takes; as the endpoint's
	 * annotation says unless set.
	 */
	public record EndpointMessages(@Nullable Unmatched unmatched) {

	}

	/**
	 * Whether one endpoint's messages are compressed.
	 *
	 * @param enabled Whether messages are compressed when the client offers it; as for
	 * all endpoints unless set.
	 */
	public record EndpointCompression(@Nullable Boolean enabled) {

	}

}
