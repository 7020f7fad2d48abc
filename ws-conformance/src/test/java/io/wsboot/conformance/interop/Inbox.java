package io.wsboot.conformance.interop;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Keeps what one end heard, in order.
 */
final class Inbox implements Events {

	private final BlockingQueue<Object> heard = new LinkedBlockingQueue<>();

	@Override
	public void text(Side side, String message) {
		this.heard.add(message);
	}

	@Override
	public void binary(Side side, byte[] message) {
		this.heard.add(message);
	}

	@Override
	public void pong(Side side, byte[] payload) {
		this.heard.add(new Pong(new String(payload, StandardCharsets.UTF_8)));
	}

	@Override
	public void closed(int code, String reason) {
		this.heard.add(new Closed(code, reason));
	}

	/**
	 * Awaits the next event, which must be this one.
	 */
	void expect(Object expected) throws InterruptedException {
		Object next = this.heard.poll(30, TimeUnit.SECONDS);
		// a difference of 16 MB would be no message for a reader
		if (expected instanceof String text && text.length() > 1000) {
			assertThat(text.equals(next)).as("text of %d characters, got %s", text.length(), describe(next)).isTrue();
		}
		else {
			assertThat(next).isEqualTo(expected);
		}
	}

	/**
	 * Awaits the next event, which must be a close with this code.
	 */
	void expectClose(int code) throws InterruptedException {
		assertThat(this.heard.poll(30, TimeUnit.SECONDS)).isInstanceOfSatisfying(Closed.class,
				(closed) -> assertThat(closed.code()).isEqualTo(code));
	}

	private static String describe(Object event) {
		return (event instanceof String text) ? "another of " + text.length() : String.valueOf(event);
	}

	record Pong(String payload) {
	}

	record Closed(int code, String reason) {
	}

}
