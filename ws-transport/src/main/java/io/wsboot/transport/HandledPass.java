package io.wsboot.transport;

/**
 * What the pass of one connection has a handler do on the loop, and how long that takes.
 * A loop has one, because it works on one connection at a time.
 */
final class HandledPass {

	private long begun;

	private int messages;

	private boolean data;

	/**
	 * A read is going to be decoded.
	 */
	void begin() {
		this.begun = System.nanoTime();
		this.messages = 0;
		this.data = false;
	}

	/**
	 * An event is going to be handled.
	 * @param event what happened
	 */
	void handles(InboundBatch.Event event) {
		this.data |= event.isData();
		if (event.isMessage()) {
			this.messages++;
		}
	}

	/**
	 * The read has been decoded.
	 * @param calls told how long handling took, if a message or a part of one was handled
	 */
	void end(HandlerCalls calls) {
		if (this.data) {
			calls.handled(this.messages, System.nanoTime() - this.begun);
		}
	}

}
