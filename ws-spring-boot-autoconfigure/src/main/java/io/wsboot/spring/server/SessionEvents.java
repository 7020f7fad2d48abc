package io.wsboot.spring.server;

import java.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

import io.wsboot.transport.HandshakeRequest;
import io.wsboot.transport.SessionEnd;
import io.wsboot.transport.TransportListener;
import io.wsboot.transport.WsSession;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEvent;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Publishes what happens to sessions as events of the application, if somebody listens
 * when the listener starts. Nothing is made otherwise. Listeners may block: they run on a
 * thread of their own, which exists while there is something to publish. Up to
 * {@value #MOST_WAITING} events wait for it; further ones are lost, and a warning says
 * so. Thread-safe.
 */
public final class SessionEvents implements AutoCloseable {

	/**
	 * How many events may wait for listeners.
	 */
	public static final int MOST_WAITING = 10_000;

	private static final Log logger = LogFactory.getLog(SessionEvents.class);

	private static final Duration LAST_CALL = Duration.ofSeconds(2);

	private static final long IDLE_SECONDS = 10;

	private final ApplicationContext context;

	private final EventAudience audience;

	private final Function<WsSession, @Nullable String> endpoints;

	private final Function<WsSession, @Nullable String> users;

	private final ThreadPoolExecutor publisher;

	/** Events that were lost since there was room the last time. */
	private final AtomicLong lost = new AtomicLong();

	/**
	 * Sets up events.
	 * @param context publishes them
	 * @param endpoints names the endpoint of an open session
	 * @param users names the user of an open session
	 */
	public SessionEvents(ApplicationContext context, Function<WsSession, @Nullable String> endpoints,
			Function<WsSession, @Nullable String> users) {
		this.context = context;
		this.audience = new EventAudience(context);
		this.endpoints = endpoints;
		this.users = users;
		CustomizableThreadFactory threads = new CustomizableThreadFactory("ws-events-");
		threads.setDaemon(true);
		this.publisher = new ThreadPoolExecutor(1, 1, IDLE_SECONDS, TimeUnit.SECONDS,
				new ArrayBlockingQueue<>(MOST_WAITING), threads);
		this.publisher.allowCoreThreadTimeOut(true);
	}

	/**
	 * Asks once more who listens.
	 * @return publishes to them; {@code null} if nobody does
	 */
	public @Nullable TransportListener observer() {
		boolean opened = this.audience.listensTo(WsSessionOpenedEvent.class);
		boolean closed = this.audience.listensTo(WsSessionClosedEvent.class);
		boolean refused = this.audience.listensTo(WsHandshakeRefusedEvent.class);
		return (opened || closed || refused) ? new Observer(opened, closed, refused) : null;
	}

	/**
	 * Waits a moment until what waits has been published, and publishes nothing more.
	 */
	@Override
	public void close() {
		this.publisher.shutdown();
		try {
			if (!this.publisher.awaitTermination(LAST_CALL.toNanos(), TimeUnit.NANOSECONDS)) {
				this.publisher.shutdownNow();
			}
		}
		catch (InterruptedException ex) {
			this.publisher.shutdownNow();
			Thread.currentThread().interrupt();
		}
	}

	private void publish(ApplicationEvent event) {
		try {
			this.publisher.execute(() -> tell(event));
		}
		catch (RejectedExecutionException ex) {
			if (this.lost.getAndIncrement() == 0 && !this.publisher.isShutdown()) {
				logger
					.warn("Listeners of WebSocket events are too slow: " + MOST_WAITING + " events wait for them, and "
							+ event.getClass().getSimpleName() + " and those that follow are lost until there is room; "
							+ "make these listeners faster, or @Async");
			}
		}
	}

	private void tell(ApplicationEvent event) {
		// not before there is room for many, or the log would hear of each
		boolean room = this.publisher.getQueue().remainingCapacity() >= MOST_WAITING / 2;
		long before = room ? this.lost.getAndSet(0) : 0;
		if (before > 0) {
			logger.warn(before + " WebSocket events were lost, because listeners were too slow; make them faster, "
					+ "or @Async");
		}
		try {
			this.context.publishEvent(event);
		}
		catch (RuntimeException ex) {
			logger.warn("A listener of " + event.getClass().getSimpleName() + " failed; correct it. Others of that "
					+ "event may not have been told", ex);
		}
	}

	/**
	 * Turns what happens into events.
	 */
	private final class Observer implements TransportListener {

		private final boolean opened;

		private final boolean closed;

		private final boolean refused;

		Observer(boolean opened, boolean closed, boolean refused) {
			this.opened = opened;
			this.closed = closed;
			this.refused = refused;
		}

		@Override
		public void sessionOpened(WsSession session, long handshakeNanos) {
			if (this.opened) {
				publish(new WsSessionOpenedEvent(SessionEvents.this.context, session,
						SessionEvents.this.endpoints.apply(session), SessionEvents.this.users.apply(session)));
			}
		}

		@Override
		public void sessionClosed(WsSession session, SessionEnd end) {
			if (this.closed) {
				publish(new WsSessionClosedEvent(SessionEvents.this.context, session,
						SessionEvents.this.endpoints.apply(session), SessionEvents.this.users.apply(session), end));
			}
		}

		@Override
		public void handshakeRefused(int status, SocketAddress peer, @Nullable HandshakeRequest request) {
			if (this.refused) {
				publish(new WsHandshakeRefusedEvent(SessionEvents.this.context, status, peer, request));
			}
		}

	}

}
