package io.wsboot.spring.endpoint;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;

import io.wsboot.protocol.CloseStatus;
import io.wsboot.protocol.PreparedMessage;
import io.wsboot.transport.Delivery;
import io.wsboot.transport.MessageOutputStream;
import io.wsboot.transport.MessageWriter;
import io.wsboot.transport.SendOptions;
import io.wsboot.transport.SendResult;
import io.wsboot.transport.Suspension;
import io.wsboot.transport.WsSession;

/**
 * A session without a socket: remembers what is sent.
 */
final class FakeSession implements WsSession {

	/** What was sent, in order: {@code text:…} or {@code binary:…} in hexadecimal. */
	final List<String> sent = new ArrayList<>();

	/** With what it was closed, each time. */
	final List<CloseStatus> closes = new ArrayList<>();

	private final Map<String, Object> attributes = new HashMap<>();

	@Override
	public String id() {
		return "0123456789abcdef0123456789abcdef";
	}

	@Override
	public boolean isOpen() {
		return this.closes.isEmpty();
	}

	@Override
	public boolean isClosedLocally() {
		return !isOpen();
	}

	@Override
	public String subprotocol() {
		return null;
	}

	@Override
	public SocketAddress peerAddress() {
		return InetSocketAddress.createUnresolved("peer", 1);
	}

	@Override
	public Map<String, Object> attributes() {
		return this.attributes;
	}

	@Override
	public CompletionStage<Void> sendText(CharSequence text, SendOptions options) {
		offerText(text);
		return CompletableFuture.completedFuture(null);
	}

	@Override
	public CompletionStage<Void> sendBinary(ByteBuffer data, SendOptions options) {
		offerBinary(data);
		return CompletableFuture.completedFuture(null);
	}

	@Override
	public CompletionStage<Void> sendBinary(Flow.Publisher<ByteBuffer> pieces, SendOptions options) {
		throw new UnsupportedOperationException();
	}

	@Override
	public MessageOutputStream openBinary(SendOptions options) {
		throw new UnsupportedOperationException();
	}

	@Override
	public MessageWriter openText(SendOptions options) {
		throw new UnsupportedOperationException();
	}

	@Override
	public SendResult offerText(CharSequence text) {
		return sent("text:" + text);
	}

	@Override
	public SendResult offerTextBytes(ByteBuffer utf8) {
		return sent("text:" + StandardCharsets.UTF_8.decode(utf8.duplicate()));
	}

	@Override
	public SendResult offerBinary(ByteBuffer data) {
		byte[] bytes = new byte[data.remaining()];
		data.get(data.position(), bytes);
		return sent("binary:" + HexFormat.of().formatHex(bytes));
	}

	@Override
	public SendResult offer(PreparedMessage message, Delivery delivery) {
		throw new UnsupportedOperationException();
	}

	private SendResult sent(String message) {
		if (!isOpen()) {
			return SendResult.REFUSED;
		}
		this.sent.add(message);
		return SendResult.SENT;
	}

	@Override
	public void ping(ByteBuffer payload) {
		throw new UnsupportedOperationException();
	}

	@Override
	public void close(CloseStatus status) {
		this.closes.add(status);
	}

	@Override
	public CompletionStage<Void> sendTextBytes(ByteBuffer utf8) {
		throw new UnsupportedOperationException();
	}

	@Override
	public Suspension suspend(Runnable ended) {
		throw new UnsupportedOperationException();
	}

	@Override
	public void continueOn(Executor executor, Runnable rest) {
		executor.execute(rest);
	}

	@Override
	public void execute(Runnable task) {
		task.run();
	}

	@Override
	public void pauseReading() {
		throw new UnsupportedOperationException();
	}

	@Override
	public void resumeReading() {
		throw new UnsupportedOperationException();
	}

	@Override
	public boolean join(String topic) {
		throw new UnsupportedOperationException();
	}

	@Override
	public boolean leave(String topic) {
		throw new UnsupportedOperationException();
	}

	@Override
	public Set<String> topics() {
		throw new UnsupportedOperationException();
	}

	@Override
	public long queuedBytes() {
		return 0;
	}

}
