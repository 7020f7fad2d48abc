package io.wsboot.conformance.interop;

import java.net.URI;
import java.util.concurrent.TimeUnit;

import org.eclipse.jetty.websocket.client.ClientUpgradeRequest;
import org.eclipse.jetty.websocket.client.WebSocketClient;
import org.jspecify.annotations.Nullable;

/**
 * Jetty's client.
 */
final class JettyClient implements PeerClient {

	private final WebSocketClient client = new WebSocketClient();

	JettyClient() throws Exception {
		this(0);
	}

	/**
	 * A client that cuts what it sends.
	 * @param fragment the longest frame, 0 for messages in one
	 */
	JettyClient(int fragment) throws Exception {
		JettySide.widen(this.client);
		this.client.setMaxFrameSize(fragment);
		this.client.start();
	}

	@Override
	public Side connect(URI uri, @Nullable String offer, Events events) throws Exception {
		ClientUpgradeRequest request = new ClientUpgradeRequest(uri);
		request.setSubProtocols("unknown.wsboot", SUBPROTOCOL);
		if (offer != null) {
			request.addExtensions(offer);
		}
		return new JettySide(this.client.connect(new JettySide.Listener(events), request).get(30, TimeUnit.SECONDS));
	}

	@Override
	public void close() throws Exception {
		this.client.stop();
	}

}
