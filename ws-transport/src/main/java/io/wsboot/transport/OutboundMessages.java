package io.wsboot.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

import io.wsboot.protocol.PreparedMessage;
import org.jspecify.annotations.Nullable;

/**
 * The messages that a session sends: whole, piece by piece, or encoded once for many; and
 * always behind what the same thread has published. The lower layer of a {@link Session}.
 */
abstract class OutboundMessages implements WsSession {

	private static final CompletionStage<@Nullable Void> SENT = CompletableFuture.completedStage(null);

	private final OutboundGate gate;

	private final HandlerCalls calls;

	OutboundMessages(OutboundGate gate, HandlerCalls calls) {
		this.gate = gate;
		this.calls = calls;
	}

	final OutboundGate gate() {
		return this.gate;
	}

	/**
	 * The other end of the session, where what the peer says is handled.
	 * @return the session's callbacks
	 */
	final HandlerCalls calls() {
		return this.calls;
	}

	final EventLoop loop() {
		return this.gate.loop();
	}

	@Override
	public final CompletionStage<@Nullable Void> sendText(CharSequence text, SendOptions options) {
		TextEncoder encoder = loop().buffers().textEncoder();
		try {
			ByteBuffer utf8 = encoder.encode(text);
			return send(true, utf8, !encoder.keeps(utf8), options.compressible());
		}
		finally {
			loop().buffers().recycle(encoder);
		}
	}

	@Override
	public final CompletionStage<@Nullable Void> sendTextBytes(ByteBuffer utf8) {
		return send(true, utf8, false, true);
	}

	@Override
	public final CompletionStage<@Nullable Void> sendBinary(ByteBuffer data, SendOptions options) {
		return send(false, data, false, options.compressible());
	}

	@Override
	public final CompletionStage<@Nullable Void> sendBinary(Flow.Publisher<ByteBuffer> pieces, SendOptions options) {
		return PublishedMessage.publish(session(), pieces, options);
	}

	@Override
	public final MessageOutputStream openBinary(SendOptions options) {
		return new MessageOutputStream(FragmentWriter.open(session(), false, options));
	}

	@Override
	public final MessageWriter openText(SendOptions options) {
		return new MessageWriter(FragmentWriter.open(session(), true, options));
	}

	@Override
	public final SendResult offerText(CharSequence text) {
		TextEncoder encoder = loop().buffers().textEncoder();
		try {
			ByteBuffer utf8 = encoder.encode(text);
			return offer(true, utf8, !encoder.keeps(utf8));
		}
		finally {
			loop().buffers().recycle(encoder);
		}
	}

	@Override
	public final SendResult offerTextBytes(ByteBuffer utf8) {
		return offer(true, utf8, false);
	}

	@Override
	public final SendResult offerBinary(ByteBuffer data) {
		return offer(false, data, false);
	}

	@Override
	public final SendResult offer(PreparedMessage message, Delivery delivery) {
		if (isBehindFanOut()) {
			return behindFanOut(() -> offerNow(message), message.size());
		}
		return offerNow(message);
	}

	/**
	 * Sends a message that is fanned out. Called by the fan-out, on the loop.
	 * @param message the message
	 * @param delivery what it is worth to a peer that reads too slowly
	 */
	final void deliver(PreparedMessage message, Delivery delivery) {
		offerNow(message);
	}

	private CompletionStage<@Nullable Void> send(boolean text, ByteBuffer payload, boolean handedOver,
			boolean compressible) {
		if (isBehindFanOut()) {
			CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
			ByteBuffer own = handedOver ? payload : Payloads.copy(payload);
			SendResult result = behindFanOut(() -> follow(offerNow(text, own, true, compressible), done),
					own.remaining());
			return (result == SendResult.REFUSED) ? follow(result, done) : done;
		}
		SendResult result = offerNow(text, payload, handedOver, compressible);
		return (result == SendResult.SENT) ? SENT : follow(result, new CompletableFuture<>());
	}

	private CompletionStage<@Nullable Void> follow(SendResult result, CompletableFuture<@Nullable Void> done) {
		switch (result) {
			case SENT -> done.complete(null);
			case QUEUED -> this.gate.whenFlushed(done);
			case DROPPED -> done.completeExceptionally(new MessageDroppedException(DropReason.DROPPABLE));
			case REFUSED -> done.completeExceptionally(new IOException("The session is closing: nothing can be sent"));
		}
		return done;
	}

	private SendResult offer(boolean text, ByteBuffer payload, boolean handedOver) {
		if (isBehindFanOut()) {
			ByteBuffer own = handedOver ? payload : Payloads.copy(payload);
			return behindFanOut(() -> offerNow(text, own, true, true), own.remaining());
		}
		return offerNow(text, payload, handedOver, true);
	}

	private SendResult offerNow(boolean text, ByteBuffer payload, boolean handedOver, boolean compressible) {
		int size = payload.remaining();
		return counted(this.gate.send(text, payload, handedOver, compressible), text, size);
	}

	private SendResult offerNow(PreparedMessage message) {
		return counted(this.gate.send(message), message.isText(), message.size());
	}

	private SendResult counted(SendResult result, boolean text, int size) {
		if (result != SendResult.REFUSED) {
			sent(text, size);
		}
		return result;
	}

	/**
	 * A message was taken for sending.
	 * @param text whether it is text
	 * @param size its payload
	 */
	final void sent(boolean text, long size) {
		this.calls.listener().messageSent(text, size);
	}

	/**
	 * Waits until what this thread published is on its way. Not to be called on a loop.
	 */
	final void awaitFanOuts() {
		if (isBehindFanOut()) {
			CompletableFuture<@Nullable Void> reached = new CompletableFuture<>();
			if (loop().fanOuts().runBehind(() -> reached.complete(null))) {
				reached.join();
			}
		}
	}

	/**
	 * Has a message begin when its turn has come, behind what this thread published.
	 * @param message the message
	 */
	final void begin(StreamedMessage message) {
		if (!isBehindFanOut()) {
			this.gate.begin(message);
		}
		else if (!loop().fanOuts().runBehind(() -> this.gate.begin(message))) {
			message.sessionEnded();
		}
	}

	/** What is sent directly must not overtake what this thread published before. */
	final boolean isBehindFanOut() {
		return loop().fanOuts().wouldBeOvertaken();
	}

	private SendResult behindFanOut(Runnable send, int bytes) {
		if (!isOpen()) {
			return SendResult.REFUSED;
		}
		return loop().fanOuts().run(send, bytes) ? SendResult.QUEUED : SendResult.REFUSED;
	}

	/** This session, for what is sent piece by piece. */
	abstract Session session();

}
