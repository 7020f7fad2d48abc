package io.wsboot.transport;

import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * What the JDK's client hears: whole texts, the lengths of whole binary messages, and the
 * code of the Close.
 */
final class JdkListener implements WebSocket.Listener {

	final LinkedBlockingQueue<String> texts = new LinkedBlockingQueue<>();

	final LinkedBlockingQueue<Integer> binaries = new LinkedBlockingQueue<>();

	final CompletableFuture<Integer> closed = new CompletableFuture<>();

	private final StringBuilder text = new StringBuilder();

	private int binary;

	@Override
	public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
		this.text.append(data);
		if (last) {
			this.texts.add(this.text.toString());
			this.text.setLength(0);
		}
		socket.request(1);
		return null;
	}

	@Override
	public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
		this.binary += data.remaining();
		if (last) {
			this.binaries.add(this.binary);
			this.binary = 0;
		}
		socket.request(1);
		return null;
	}

	@Override
	public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
		this.closed.complete(code);
		return null;
	}

}
