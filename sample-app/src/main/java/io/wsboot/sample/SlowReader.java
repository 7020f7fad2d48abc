package io.wsboot.sample;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

import io.wsboot.transport.ConnectionOptions;
import io.wsboot.transport.WsClient;
import io.wsboot.transport.WsHandler;
import io.wsboot.transport.WsSession;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * A reader of the prices that can be stopped: what a phone without a connection is to the
 * server. A browser cannot stop reading a WebSocket, so this is a client of its own. It
 * connects when it is told to read for the first time. Who reads nothing answers no ping,
 * either: when that lasts, the server ends the connection.
 */
@Component
final class SlowReader implements WsHandler, DisposableBean {

	/** Small, so that what is not read waits at the server, and soon. */
	private static final int RECEIVE_BUFFER = 4096;

	private final Environment environment;

	private final JsonMapper json;

	private final Map<String, Double> prices = new ConcurrentSkipListMap<>();

	private final AtomicLong received = new AtomicLong();

	private @Nullable WsClient client;

	private @Nullable WsSession session;

	private boolean paused;

	SlowReader(Environment environment, JsonMapper json) {
		this.environment = environment;
		this.json = json;
	}

	/**
	 * Stops reading.
	 */
	synchronized void pause() throws IOException {
		connected().pauseReading();
		this.paused = true;
	}

	/**
	 * Reads on.
	 */
	synchronized void resume() throws IOException {
		connected().resumeReading();
		this.paused = false;
	}

	/**
	 * What it has read so far.
	 */
	synchronized State state() {
		boolean open = this.session != null && this.session.isOpen();
		return new State(open ? (this.paused ? "paused" : "reading") : "off", this.received.get(), this.prices);
	}

	@Override
	public void onText(WsSession session, String text) {
		Tick tick = this.json.readValue(text, Tick.class);
		this.prices.put(tick.symbol(), tick.price());
		this.received.incrementAndGet();
	}

	@Override
	public synchronized void destroy() {
		if (this.client != null) {
			this.client.close();
		}
	}

	private WsSession connected() throws IOException {
		WsSession known = this.session;
		if (known != null && known.isOpen()) {
			return known;
		}
		if (this.client == null) {
			this.client = WsClient.builder()
				.connections(ConnectionOptions.DEFAULTS.withReceiveBufferSize(RECEIVE_BUFFER))
				.build();
		}
		String port = this.environment.getRequiredProperty("local.ws.server.port");
		try {
			WsSession opened = this.client.connect("ws://localhost:" + port + "/ticker", this)
				.toCompletableFuture()
				.join();
			this.session = opened;
			return opened;
		}
		catch (CompletionException ex) {
			throw new IOException("The listener is out of reach", ex.getCause());
		}
	}

	/**
	 * How it is doing.
	 *
	 * @param state {@code off}, {@code reading} or {@code paused}
	 * @param received how many prices it has read
	 * @param prices the last price of each share that it has read
	 */
	record State(String state, long received, Map<String, Double> prices) {

	}

}
