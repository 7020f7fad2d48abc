package io.wsboot.transport;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.wsboot.protocol.CloseStatus;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Writes down what a handler is told, in order, for one session or several.
 */
class Recorder implements WsHandler {

	private final BlockingQueue<String> events = new LinkedBlockingQueue<>();

	private final CompletableFuture<WsSession> session = new CompletableFuture<>();

	@Override
	public void onOpen(WsSession opened) throws Exception {
		this.session.complete(opened);
		this.events.add("open");
	}

	@Override
	public void onText(WsSession opened, String text) throws Exception {
		this.events.add("text " + text);
	}

	@Override
	public void onBinary(WsSession opened, ByteBuffer data) throws Exception {
		this.events.add("binary " + data.remaining());
	}

	@Override
	public void onPing(WsSession opened, ByteBuffer payload) throws Exception {
		this.events.add("ping " + Payloads.string(payload, false));
	}

	@Override
	public void onPong(WsSession opened, ByteBuffer payload) throws Exception {
		this.events.add("pong " + Payloads.string(payload, false));
	}

	@Override
	public void onClose(WsSession opened, CloseStatus status) throws Exception {
		this.events.add("close " + status.code() + (status.reason().isEmpty() ? "" : " " + status.reason()));
	}

	/**
	 * The first session that was opened.
	 */
	WsSession session() throws Exception {
		return this.session.get(10, TimeUnit.SECONDS);
	}

	/**
	 * Awaits the next event.
	 */
	String next() throws InterruptedException {
		return this.events.poll(10, TimeUnit.SECONDS);
	}

	/**
	 * Awaits events, exactly these and in this order.
	 */
	void expect(String... expected) throws InterruptedException {
		for (String event : expected) {
			assertThat(next()).isEqualTo(event);
		}
	}

	/**
	 * What was written down and not expected yet.
	 */
	List<String> rest() {
		List<String> rest = new ArrayList<>();
		this.events.drainTo(rest);
		return rest;
	}

}
