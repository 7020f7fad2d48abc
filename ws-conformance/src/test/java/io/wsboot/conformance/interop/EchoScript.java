package io.wsboot.conformance.interop;

import java.nio.charset.StandardCharsets;

/**
 * What every server of the contract does: it returns each message, unless a text asks for
 * something else. Its closes and nothing else go into an inbox.
 *
 * @param closes where closes are kept
 */
record EchoScript(Inbox closes) implements Events {

	/** Asks for a close: {@code close 4000 reason}. */
	static final String CLOSE = "close ";

	/** Asks for a ping; its pong comes back as {@code pong payload}. */
	static final String PING = "ping ";

	@Override
	public void text(Side side, String message) throws Exception {
		if (message.startsWith(CLOSE)) {
			side.close(Integer.parseInt(message.substring(6, 10)), message.substring(11));
		}
		else if (message.startsWith(PING)) {
			side.ping(message.substring(PING.length()).getBytes(StandardCharsets.UTF_8));
		}
		else {
			side.text(message);
		}
	}

	@Override
	public void binary(Side side, byte[] message) throws Exception {
		side.binary(message);
	}

	@Override
	public void pong(Side side, byte[] payload) throws Exception {
		side.text("pong " + new String(payload, StandardCharsets.UTF_8));
	}

	@Override
	public void closed(int code, String reason) {
		this.closes.closed(code, reason);
	}

}
