package io.wsboot.spring.server;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.function.Supplier;

import io.wsboot.transport.ListenException;
import io.wsboot.transport.WsServer;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationContext;
import org.springframework.context.SmartLifecycle;

/**
 * Starts the listener with its context and stops it again, in the phase of Spring Boot's
 * web server. It may be stopped and started as often as wanted: each start builds a new
 * server, and a listener that was given any free port keeps that port if it is still
 * free, so that peers find it again.
 * <p>
 * Without an endpoint, a start does nothing.
 */
public final class WsServerLifecycle implements SmartLifecycle {

	/**
	 * The phase of {@link #getPhase()}: the same as a web server's.
	 */
	public static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 2048;

	private static final Log logger = LogFactory.getLog(WsServerLifecycle.class);

	private final Supplier<WsServerFactory> factories;

	private final HandlerThreads handlerThreads;

	private final ApplicationContext context;

	private int lastFreePort;

	private volatile @Nullable WsServer server;

	/**
	 * Sets up the lifecycle.
	 * @param factories gives the factory, asked at each start and not earlier, so that an
	 * endpoint may depend on this lifecycle
	 * @param handlerThreads start before the listener and end after it
	 * @param context publishes the events
	 */
	public WsServerLifecycle(Supplier<WsServerFactory> factories, HandlerThreads handlerThreads,
			ApplicationContext context) {
		this.factories = factories;
		this.handlerThreads = handlerThreads;
		this.context = context;
	}

	/**
	 * Starts a new server, unless one is running or there is no endpoint.
	 * @throws WsServerStartException if the address cannot be bound
	 */
	@Override
	public synchronized void start() {
		if (this.server != null) {
			return;
		}
		WsServerFactory factory = this.factories.get();
		List<String> paths = factory.paths();
		if (paths.isEmpty()) {
			logger.info("No WebSocket endpoint was found, so the WebSocket listener does not start");
			return;
		}
		WsServer.Builder builder = factory.builder();
		WsServer started = listen(builder);
		SocketAddress address = started.localAddress();
		this.server = started;
		logger.info(StartLine.of(started.localAddresses(), builder.listening(), paths, builder.options()));
		this.context.publishEvent(new WsServerStartedEvent(this.context, address));
	}

	/**
	 * Stops the server: its port is free and every {@code onClose} has run, or was given
	 * up, when this returns.
	 */
	@Override
	public synchronized void stop() {
		WsServer stopped = this.server;
		if (stopped == null) {
			return;
		}
		this.server = null;
		SocketAddress address = stopped.localAddress();
		try {
			stopped.close();
		}
		finally {
			this.handlerThreads.stop();
		}
		logger.info("WebSocket listener on " + StartLine.name(address) + " stopped");
		this.context.publishEvent(new WsServerStoppedEvent(this.context, address));
	}

	/**
	 * The server that runs at the moment.
	 * @return the server, {@code null} when stopped or without an endpoint
	 */
	public @Nullable WsServer server() {
		return this.server;
	}

	/**
	 * Whose events the listener's are.
	 * @return the context
	 */
	ApplicationContext context() {
		return this.context;
	}

	@Override
	public boolean isRunning() {
		return this.server != null;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

	/**
	 * Whether a pause of the context stops the listener.
	 * @return {@code false}: it outlasts it, as a web server does
	 */
	@Override
	public boolean isPauseable() {
		return false;
	}

	private WsServer listen(WsServer.Builder builder) {
		SocketAddress wanted = builder.address();
		this.handlerThreads.start();
		WsServer started = null;
		try {
			started = (wanted instanceof InetSocketAddress inet && inet.getPort() == 0)
					? listenOnFreePort(builder, inet) : listenOn(builder, wanted);
			return started;
		}
		catch (ListenException ex) {
			throw new WsServerStartException(ex.address(), (ex.getCause() instanceof IOException said) ? said : ex);
		}
		catch (IOException ex) {
			throw new WsServerStartException(wanted, ex);
		}
		finally {
			if (started == null) {
				this.handlerThreads.stop();
			}
		}
	}

	private WsServer listenOnFreePort(WsServer.Builder builder, InetSocketAddress wanted) throws IOException {
		WsServer started = (this.lastFreePort != 0) ? listenAgain(builder, wanted) : null;
		if (started == null) {
			started = listenOn(builder, wanted);
			this.lastFreePort = started.port();
		}
		return started;
	}

	private @Nullable WsServer listenAgain(WsServer.Builder builder, InetSocketAddress wanted) throws IOException {
		try {
			return listenOn(builder, new InetSocketAddress(wanted.getAddress(), this.lastFreePort));
		}
		catch (BindException ex) {
			logger.debug("Port " + this.lastFreePort + " was taken meanwhile; any other will do", ex);
			return null;
		}
	}

	private static WsServer listenOn(WsServer.Builder builder, SocketAddress address) throws IOException {
		WsServer server = builder.address(address).build();
		boolean started = false;
		try {
			server.start();
			started = true;
			return server;
		}
		finally {
			if (!started) {
				server.close();
			}
		}
	}

}
