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
			return send(true, utf8, !encoder.keeps(utf8), options);
		}
		finally {
			loop().buffers().recycle(encoder);
		}
	}

	@Override
	public final CompletionStage<@Nullable Void> sendTextBytes(ByteBuffer utf8) {
		return send(true, utf8, false, SendOptions.DEFAULTS);
	}

	@Override
	public final CompletionStage<@Nullable Void> sendBinary(ByteBuffer data, SendOptions options) {
		return send(false, data, false, options);
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
			return behindFanOut(() -> offerNow(message, delivery), message.size());
		}
		return offerNow(message, delivery);
	}

	/**
	 * Sends a message that is fanned out. Called by the fan-out, on the loop.
	 * @param message the message
	 * @param delivery what it is worth to a peer that reads too slowly
	 */
	final void deliver(PreparedMessage message, Delivery delivery) {
		offerNow(message, delivery);
	}

	private CompletionStage<@Nullable Void> send(boolean text, ByteBuffer payload, boolean handedOver,
			SendOptions options) {
		if (isBehindFanOut()) {
			ByteBuffer own = handedOver ? payload : Payloads.copy(payload);
			Deferred.Message message = new Deferred.Message(text, own, true, options.compressible());
			CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
			SendResult taken = behindFanOut(
					() -> follow(this.gate.trySend(text, own, true), message, options.delivery(), done),
					own.remaining());
			return (taken == SendResult.REFUSED) ? refused(done) : done;
		}
		int size = payload.remaining();
		SendResult tried = this.gate.trySend(text, payload, handedOver);
		if (tried == SendResult.SENT) {
			sent(text, size);
			return SENT;
		}
		return follow(tried, new Deferred.Message(text, payload, handedOver, options.compressible()),
				options.delivery(), new CompletableFuture<>());
	}

	/**
	 * Sends a message, if it is not sent yet, and has a future complete when it is out.
	 */
	private CompletionStage<@Nullable Void> follow(@Nullable SendResult tried, Deferred.Message message,
			Delivery delivery, CompletableFuture<@Nullable Void> done) {
		int size = message.size();
		SendResult result = tried;
		if (result == null) {
			result = this.gate.sendInTurn(message, delivery, done);
		}
		else if (result == SendResult.QUEUED) {
			this.gate.whenFlushed(done);
		}
		else if (result == SendResult.SENT) {
			done.complete(null);
		}
		counted(result, message.text(), size);
		return (result == SendResult.REFUSED) ? refused(done) : done;
	}

	private static CompletionStage<@Nullable Void> refused(CompletableFuture<@Nullable Void> done) {
		done.completeExceptionally(new IOException("The session is closing: nothing can be sent"));
		return done;
	}

	private SendResult offer(boolean text, ByteBuffer payload, boolean handedOver) {
		if (isBehindFanOut()) {
			ByteBuffer own = handedOver ? payload : Payloads.copy(payload);
			return behindFanOut(() -> offerNow(text, own, true), own.remaining());
		}
		return offerNow(text, payload, handedOver);
	}

	private SendResult offerNow(boolean text, ByteBuffer payload, boolean handedOver) {
		int size = payload.remaining();
		return counted(this.gate.send(text, payload, handedOver), text, size);
	}

	private SendResult offerNow(PreparedMessage message, Delivery delivery) {
		return counted(this.gate.send(message, delivery), message.isText(), message.size());
	}

	private SendResult counted(SendResult result, boolean text, int size) {
		if (result == SendResult.SENT || result == SendResult.QUEUED) {
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
