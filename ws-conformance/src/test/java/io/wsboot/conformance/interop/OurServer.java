package io.wsboot.conformance.interop;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import io.wsboot.protocol.CompressionOptions;
import io.wsboot.transport.UpgradeDecision;
import io.wsboot.transport.WsServer;
import org.jspecify.annotations.Nullable;

/**
 * {@link WsServer}. At {@code /executor} its handler runs on an executor, elsewhere on
 * the event loop.
 */
final class OurServer implements PeerServer {

	private final ExecutorService executor = Executors.newFixedThreadPool(2);

	private final @Nullable CompressionOptions compression;

	private WsServer server;

	OurServer(@Nullable CompressionOptions compression) {
		this.compression = compression;
	}

	@Override
	public int start(Events events) throws IOException {
		OurSide.Handler handler = new OurSide.Handler(events);
		this.server = WsServer.builder()
			.address(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
			.options(OurSide.OPTIONS.withEventLoops(1).withCompression(this.compression))
			.upgradeHandler((request) -> CompletableFuture.completedStage(UpgradeDecision.accept(handler)
				.withSubprotocol(PeerClient.SUBPROTOCOL)
				.withExecutor(request.path().equals("/executor") ? this.executor : null)))
			.build();
		this.server.start();
		return this.server.port();
	}

	@Override
	public void close() {
		this.server.close();
		this.executor.shutdown();
	}

}
