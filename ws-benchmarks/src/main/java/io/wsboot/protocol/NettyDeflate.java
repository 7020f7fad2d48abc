package io.wsboot.protocol;

import java.util.Map;

import io.netty.handler.codec.http.websocketx.extensions.WebSocketClientExtension;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketExtensionData;
import io.netty.handler.codec.http.websocketx.extensions.compression.PerMessageDeflateClientExtensionHandshaker;

/**
 * Netty's permessage-deflate for a client, as its opening handshake makes it.
 */
final class NettyDeflate {

	private static final String NAME = "permessage-deflate";

	private NettyDeflate() {
	}

	/**
	 * What a client and a server agree on.
	 * @param level how hard to try
	 * @param takeover whether messages refer to earlier ones, in both directions
	 */
	static WebSocketClientExtension agree(int level, boolean takeover) {
		Map<String, String> answer = takeover ? Map.of()
				: Map.of("client_no_context_takeover", "", "server_no_context_takeover", "");
		int maxMessage = (int) ProtocolLimits.DEFAULTS.maxMessageSize();
		WebSocketClientExtension extension = new PerMessageDeflateClientExtensionHandshaker(level, false,
				DeflateParameters.MOST_WINDOW_BITS, true, !takeover, maxMessage)
			.handshakeExtension(new WebSocketExtensionData(NAME, answer));
		if (extension == null) {
			throw new IllegalStateException("Netty refuses " + NAME + " with " + answer);
		}
		return extension;
	}

}
