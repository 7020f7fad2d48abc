package io.wsboot.spring.endpoint;

import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;

import io.wsboot.protocol.CloseStatus;
import io.wsboot.protocol.PreparedMessage;
import io.wsboot.spring.messaging.WsMessage;
import io.wsboot.spring.messaging.WsOutboundInterceptor;
import io.wsboot.transport.Delivery;
import io.wsboot.transport.MessageOutputStream;
import io.wsboot.transport.MessageWriter;
import io.wsboot.transport.SendOptions;
import io.wsboot.transport.SendResult;
import io.wsboot.transport.Suspension;
import io.wsboot.transport.WsSession;
import org.jspecify.annotations.Nullable;

/**
 * A session whose messages pass the interceptors before they leave.
 *
 * @param session the session itself
 * @param interceptors in the order in which they are asked
 */
record InterceptedSession(WsSession session, List<WsOutboundInterceptor> interceptors) implements WsSession {

	/** The session itself, whoever stands before it. */
	static WsSession unwrap(WsSession session) {
		return (session instanceof InterceptedSession intercepted) ? intercepted.session : session;
	}

	/** Equals the session itself, too, so that it can be found among others. */
	@Override
	public boolean equals(@Nullable Object other) {
		return (other instanceof WsSession session) && this.session.equals(unwrap(session));
	}

	@Override
	public int hashCode() {
		return this.session.hashCode();
	}

	@Override
	public String toString() {
		return this.session.toString();
	}

	private @Nullable WsMessage intercept(WsMessage leaving) {
		WsMessage message = leaving;
		for (WsOutboundInterceptor interceptor : this.interceptors) {
			message = interceptor.sending(this.session, message);
			if (message == null) {
				return null;
			}
		}
		return message;
	}

	private CompletionStage<@Nullable Void> send(WsMessage leaving, SendOptions options) {
		WsMessage message = intercept(leaving);
		if (message == null) {
			return CompletableFuture.completedFuture(null);
		}
		if (!message.isText()) {
			return this.session.sendBinary(message.bytes(), options);
		}
		return options.equals(SendOptions.DEFAULTS) ? this.session.sendTextBytes(message.bytes())
				: this.session.sendText(message.string(), options);
	}

	private SendResult offer(WsMessage leaving) {
		WsMessage message = intercept(leaving);
		if (message == null) {
			return SendResult.SENT;
		}
		return message.isText() ? this.session.offerTextBytes(message.bytes())
				: this.session.offerBinary(message.bytes());
	}

	@Override
	public CompletionStage<@Nullable Void> sendText(CharSequence text, SendOptions options) {
		return send(WsMessage.text(text), options);
	}

	@Override
	public CompletionStage<@Nullable Void> sendTextBytes(ByteBuffer utf8) {
		return send(WsMessage.text(utf8), SendOptions.DEFAULTS);
	}

	@Override
	public CompletionStage<@Nullable Void> sendBinary(ByteBuffer data, SendOptions options) {
		return send(WsMessage.binary(data), options);
	}

	@Override
	public SendResult offerText(CharSequence text) {
		return offer(WsMessage.text(text));
	}

	@Override
	public SendResult offerTextBytes(ByteBuffer utf8) {
		return offer(WsMessage.text(utf8));
	}

	@Override
	public SendResult offerBinary(ByteBuffer data) {
		return offer(WsMessage.binary(data));
	}

	@Override
	public CompletionStage<@Nullable Void> sendBinary(Flow.Publisher<ByteBuffer> pieces, SendOptions options) {
		return this.session.sendBinary(pieces, options);
	}

	@Override
	public MessageOutputStream openBinary(SendOptions options) {
		return this.session.openBinary(options);
	}

	@Override
	public MessageWriter openText(SendOptions options) {
		return this.session.openText(options);
	}

	@Override
	public SendResult offer(PreparedMessage message, Delivery delivery) {
		return this.session.offer(message, delivery);
	}

	@Override
	public String id() {
		return this.session.id();
	}

	@Override
	public boolean isOpen() {
		return this.session.isOpen();
	}

	@Override
	public boolean isClosedLocally() {
		return this.session.isClosedLocally();
	}

	@Override
	public @Nullable String subprotocol() {
		return this.session.subprotocol();
	}

	@Override
	public SocketAddress peerAddress() {
		return this.session.peerAddress();
	}

	@Override
	public Map<String, Object> attributes() {
		return this.session.attributes();
	}

	@Override
	public void ping(ByteBuffer payload) {
		this.session.ping(payload);
	}

	@Override
	public void close(CloseStatus status) {
		this.session.close(status);
	}

	@Override
	public Suspension suspend(Runnable ended) {
		return this.session.suspend(ended);
	}

	@Override
	public void continueOn(Executor executor, Runnable rest) {
		this.session.continueOn(executor, rest);
	}

	@Override
	public void runInScope(Runnable task) {
		this.session.runInScope(task);
	}

	@Override
	public void execute(Runnable task) {
		this.session.execute(task);
	}

	@Override
	public void pauseReading() {
		this.session.pauseReading();
	}

	@Override
	public void resumeReading() {
		this.session.resumeReading();
	}

	@Override
	public boolean join(String topic) {
		return this.session.join(topic);
	}

	@Override
	public boolean leave(String topic) {
		return this.session.leave(topic);
	}

	@Override
	public Set<String> topics() {
		return this.session.topics();
	}

	@Override
	public long queuedBytes() {
		return this.session.queuedBytes();
	}

}
