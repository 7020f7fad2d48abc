package io.wsboot.conformance.interop;

import java.io.IOException;
import java.net.URI;
import java.util.concurrent.TimeUnit;

import io.wsboot.protocol.CompressionOptions;
import io.wsboot.transport.WsClient;
import org.jspecify.annotations.Nullable;

/**
 * {@link WsClient}.
 */
final class OurClient implements PeerClient {

	private final WsClient client;

	/**
	 * A client that offers what its options say, whatever {@code offer} does.
	 */
	OurClient(@Nullable CompressionOptions compression) throws IOException {
		this.client = WsClient.builder()
			.options(OurSide.OPTIONS.withEventLoops(1).withCompression(compression))
			.build();
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
