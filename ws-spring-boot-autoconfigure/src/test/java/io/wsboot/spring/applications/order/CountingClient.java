package io.wsboot.spring.applications.order;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.wsboot.protocol.CloseStatus;
import io.wsboot.transport.SendResult;
import io.wsboot.transport.WsHandler;
import io.wsboot.transport.WsSession;

/**
 * Sends numbers in their order, every third in binary if wanted, and closes while the
 * last of them are being worked on.
 */
final class CountingClient implements WsHandler {

	/** So many messages, and the Close, are sent when all before have been answered. */
	static final int LAST = 100;

	private final int messages;

	private final boolean mixed;

	private final Queue<String> faults = new ConcurrentLinkedQueue<>();

	private int answers;

	private volatile int closeCode;

	CountingClient(int messages, boolean mixed) {
		this.messages = messages;
		this.mixed = mixed;
	}

	@Override
	public void onOpen(WsSession session) {
		send(session, 0, this.messages - LAST);
	}

	@Override
	public void onText(WsSession session, String text) {
		if (!text.equals(Integer.toString(this.answers))) {
			this.faults.add("answer " + text + " came as number " + this.answers);
		}
		this.answers++;
		if (this.answers == this.messages - LAST) {
			send(session, this.answers, this.messages);
			session.close();
		}
	}

	@Override
	public void onClose(WsSession session, CloseStatus status) {
		if (this.answers < this.messages - LAST) {
			this.faults.add("only " + this.answers + " answers came");
		}
		this.closeCode = status.code();
	}

	int closeCode() {
		return this.closeCode;
	}

	Queue<String> faults() {
		return this.faults;
	}

	private void send(WsSession session, int from, int to) {
		for (int number = from; number < to; number++) {
			if (send(session, number) == SendResult.REFUSED) {
				this.faults.add("message " + number + " was refused");
			}
		}
	}

	private SendResult send(WsSession session, int number) {
		String text = Integer.toString(number);
		return (this.mixed && number % 3 == 0)
				? session.offerBinary(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)))
				: session.offerText(text);
	}

}
