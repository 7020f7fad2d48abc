package io.wsboot.spring.endpoint;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

import io.wsboot.protocol.ProtocolLimits;
import io.wsboot.spring.annotation.Execution;
import io.wsboot.spring.messaging.SessionDirectory;
import io.wsboot.spring.messaging.WsInboundInterceptor;
import io.wsboot.spring.messaging.WsMessaging;
import io.wsboot.spring.messaging.WsOutboundInterceptor;
import io.wsboot.spring.messaging.WsTopics;
import io.wsboot.transport.Topics;
import io.wsboot.transport.SessionCompression;
import io.wsboot.transport.SessionLimits;
import io.wsboot.transport.TransportListener;
import io.wsboot.transport.TransportOptions;
import io.wsboot.transport.WsServer;

import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.convert.support.DefaultConversionService;

/**
 * Endpoint beans behind a real socket, with nothing of Spring Boot.
 */
final class EndpointServer implements EndpointRuntime, AutoCloseable {

	private final ExecutorService executor = Executors.newFixedThreadPool(2,
			(task) -> new Thread(task, "test-handler"));

	/** How often the executor of handlers takes nothing from now on. */
	final AtomicInteger rejections = new AtomicInteger();

	private final Executor handlers = (task) -> {
		if (this.rejections.getAndUpdate((left) -> Math.max(left - 1, 0)) > 0) {
			throw new RejectedExecutionException("full");
		}
		this.executor.execute(task);
	};

	private final ExecutorService streams = Executors.newCachedThreadPool((task) -> new Thread(task, "test-stream"));

	private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

	private final WsServer server;

	EndpointServer(Class<?>... endpoints) throws IOException {
		this(new MessageCodecs(List.of(Scans.json())), MessageSettings.DEFAULTS, endpoints);
	}

	EndpointServer(MessageCodecs codecs, MessageSettings settings, Class<?>... endpoints) throws IOException {
		Topics topics = new Topics();
		SessionDirectory sessions = new SessionDirectory();
		this.context.registerBean(WsMessaging.class,
				() -> new WsMessaging(topics, sessions, codecs.encoders(), beans(WsOutboundInterceptor.class)));
		this.context.registerBean(WsTopics.class, () -> new WsTopics(topics));
		this.context.register(endpoints);
		this.context.refresh();
		WsMessaging messaging = this.context.getBean(WsMessaging.class);
		EndpointRegistry registry = new EndpointScanner(this.context, codecs, new DefaultConversionService(), messaging,
				(names) -> settings)
			.scan();
		EndpointUpgradeHandler handler = new EndpointUpgradeHandler(registry, OriginPolicy.sameHost(), this,
				new WsInterceptors(beans(WsHandshakeInterceptor.class), beans(WsInboundInterceptor.class),
						beans(WsOutboundInterceptor.class)),
				sessions);
		this.server = WsServer.builder()
			.address(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
			.options(TransportOptions.DEFAULTS.withEventLoops(1))
			.upgradeHandler(handler)
			.httpExchangeHandler(handler)
			.topics(topics)
			.sessionIds(sessions.ids())
			.build();
		this.server.start();
	}

	private <T> List<T> beans(Class<T> type) {
		return this.context.getBeanProvider(type).orderedStream().toList();
	}

	int port() {
		return this.server.port();
	}

	int sessions() {
		return this.server.sessions().size();
	}

	<T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	@Override
	public Executor executor(EndpointDefinition endpoint) {
		return (endpoint.execution() == Execution.EXECUTOR) ? this.handlers : null;
	}

	@Override
	public Executor handshakeExecutor(EndpointDefinition endpoint) {
		return this.executor;
	}

	@Override
	public Executor streams(EndpointDefinition endpoint) {
		return this.streams;
	}

	@Override
	public long maxWholeMessage() {
		return ProtocolLimits.DEFAULTS.maxMessageSize();
	}

	@Override
	public ProtocolLimits limits(EndpointDefinition endpoint) {
		boolean unlimited = endpoint.path().equals("/upload");
		return unlimited ? new ProtocolLimits(1 << 20, 1 << 30, Integer.MAX_VALUE) : null;
	}

	@Override
	public SessionLimits sessionLimits(EndpointDefinition endpoint) {
		return null;
	}

	@Override
	public SessionCompression compression(EndpointDefinition endpoint) {
		return null;
	}

	@Override
	public TransportListener listener(EndpointDefinition endpoint) {
		return null;
	}

	@Override
	public void close() {
		this.server.close();
		this.executor.shutdown();
		this.streams.shutdown();
		this.context.close();
	}

}
