package io.wsboot.conformance.external;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;

import io.wsboot.protocol.CloseStatus;
import io.wsboot.transport.HandshakeRequest;
import io.wsboot.transport.UpgradeDecision;
import io.wsboot.transport.WsHandler;
import io.wsboot.transport.WsServer;
import io.wsboot.transport.WsSession;

/**
 * Closes every session at once, with the code and the reason that the query asks for:
 * {@code /closing?code=4999&reason=bye}. Prints its port and runs until it is ended.
 */
final class ClosingServer {

	private ClosingServer() {
	}

	/**
	 * Runs the server.
	 * @param arguments none
	 * @throws Exception if there is no port
	 */
	public static void main(String[] arguments) throws Exception {
		try (WsServer server = WsServer.builder()
			.address(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
			.upgradeHandler(ClosingServer::decide)
			.build()) {
			server.start();
			System.out.println("listening on " + server.port());
			new CountDownLatch(1).await();
		}
	}

	private static CompletionStage<UpgradeDecision> decide(HandshakeRequest request) {
		return CompletableFuture.completedFuture(UpgradeDecision.accept(new Closing(status(request))));
	}

	private static CloseStatus status(HandshakeRequest request) {
		Map<String, String> parameters = new HashMap<>();
		for (String pair : String.valueOf(request.query()).split("&")) {
			String[] parts = pair.split("=", 2);
			parameters.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
		}
		return CloseStatus.of(Integer.parseInt(parameters.get("code")), parameters.get("reason"));
	}

	private record Closing(CloseStatus status) implements WsHandler {

		@Override
		public void onOpen(WsSession session) {
			session.close(this.status);
		}

	}

}
