package io.wsboot.conformance.interop;

import java.io.IOException;
import java.net.URI;
import java.util.concurrent.TimeUnit;

import io.wsboot.transport.WsClient;
import org.jspecify.annotations.Nullable;

/**
 * {@link WsClient}.
 */
final class OurClient implements PeerClient {

	private final WsClient client;

	OurClient() throws IOException {
		this.client = new WsClient(OurSide.OPTIONS.withEventLoops(1));
	}

	@Override
	public Side connect(URI uri, @Nullable String offer, Events events) throws Exception {
		WsClient.Request request = WsClient.Request.of(uri.toString(), new OurSide.Handler(events))
			.withSubprotocols("unknown.wsboot", SUBPROTOCOL);
		return new OurSide(this.client.connect(request).toCompletableFuture().get(30, TimeUnit.SECONDS));
	}

	@Override
	public void close() {
		this.client.close();
	}

}
