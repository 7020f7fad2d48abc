package io.wsboot.peers;

import java.nio.ByteBuffer;

import io.undertow.websockets.core.AbstractReceiveListener;
import io.undertow.websockets.core.BufferedBinaryMessage;
import io.undertow.websockets.core.BufferedTextMessage;
import io.undertow.websockets.core.WebSocketCallback;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.WebSockets;
import org.xnio.Pooled;

/**
 * Returns each message, or sends each text to everybody.
 */
final class MessageListener extends AbstractReceiveListener {

	private final boolean broadcast;

	MessageListener(boolean broadcast) {
		this.broadcast = broadcast;
	}

	@Override
	protected void onFullTextMessage(WebSocketChannel channel, BufferedTextMessage message) {
		String text = message.getData();
		if (!this.broadcast) {
			WebSockets.sendText(text, channel, null);
			return;
		}
		for (WebSocketChannel each : channel.getPeerConnections()) {
			WebSockets.sendText(text, each, null);
		}
	}

	@Override
	protected void onFullBinaryMessage(WebSocketChannel channel, BufferedBinaryMessage message) {
		Pooled<ByteBuffer[]> data = message.getData();
		WebSockets.sendBinary(data.getResource(), channel, new WebSocketCallback<Void>() {

			@Override
			public void complete(WebSocketChannel channel, Void context) {
				data.close();
			}

			@Override
			public void onError(WebSocketChannel channel, Void context, Throwable throwable) {
				data.close();
			}

		});
	}

}
