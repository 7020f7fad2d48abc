package io.wsboot.transport;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.wsboot.transport.TransportOptions.Timeouts;

/**
 * A server in a process of its own, which is to run out of descriptors. It says its port
 * on the first line, logs its argument, echoes binary messages, answers a text message
 * with the time in which its loops were busy, and ends with its input.
 */
final class DescriptorServer {

	private DescriptorServer() {
	}

	public static void main(String[] args) throws IOException {
		if (args.length > 0) {
			System.getLogger(DescriptorServer.class.getName()).log(Level.INFO, args[0]);
		}
		Duration minute = Duration.ofMinutes(1);
		WsServer server = WsServer.builder()
			.address(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
			.options(TestServer.OPTIONS.withTimeouts(new Timeouts(minute, minute, minute, minute)))
			.upgradeHandler((request) -> CompletableFuture.completedStage(UpgradeDecision.accept(new Answers())))
			.build();
		server.start();
		System.out.println(server.port());
		while (System.in.read() >= 0) {
			// until the test is over
		}
		server.close();
	}

	private static final class Answers implements WsHandler {

		@Override
		public void onText(WsSession session, String text) {
			ThreadMXBean threads = ManagementFactory.getThreadMXBean();
			long nanos = 0;
			for (Thread thread : Thread.getAllStackTraces().keySet()) {
				if (thread.getName().startsWith("ws-loop")) {
					nanos += threads.getThreadCpuTime(thread.getId());
				}
			}
			session.offerText(Long.toString(nanos));
		}

		@Override
		public void onBinary(WsSession session, ByteBuffer data) {
			session.offerBinary(data);
		}

	}

}
