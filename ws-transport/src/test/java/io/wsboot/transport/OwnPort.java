package io.wsboot.transport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

import static org.assertj.core.api.Assertions.fail;

/**
 * A port for a test that binds it more than once.
 * <p>
 * Between two listeners a port that the system has chosen belongs to whoever comes first:
 * to another process that asks for any, to an outgoing connection, even to the one that
 * is meant to reach it. So this is one of those that no system gives to who asks for any.
 */
final class OwnPort {

	private static final int LOWEST = 20_000;

	/** Below what Linux gives away, which begins lower than what others do. */
	private static final int HIGHEST = 32_000;

	private static final int MOST_TAKEN = 100;

	private OwnPort() {
	}

	/**
	 * Finds a port that is free.
	 */
	static InetSocketAddress find() {
		for (int i = 0; i < MOST_TAKEN; i++) {
			InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(),
					ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST));
			try (ServerSocket free = new ServerSocket()) {
				free.bind(address);
				return address;
			}
			catch (IOException ex) {
				// somebody has it
			}
		}
		return fail("No port from %d to %d is free", LOWEST, HIGHEST);
	}

}
