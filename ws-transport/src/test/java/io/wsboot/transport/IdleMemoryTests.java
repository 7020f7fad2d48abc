package io.wsboot.transport;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.wsboot.transport.TestServer.eventually;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a connection costs while it is idle, before it has been used and afterwards. The
 * peers are in another process. {@code -Dws.idle=15000} opens so many.
 */
class IdleMemoryTests {

	private static final int MOST_DIRECT_MEMORY = 200;

	private static final int WAVES = 3;

	private static final int WAVE = Integer.getInteger("ws.idle", 3000) / WAVES;

	private final ExecutorService executor = Executors.newFixedThreadPool(2);

	@AfterEach
	void stop() {
		this.executor.shutdown();
	}

	/**
	 * The bounds are what it takes at present, and a little: they are there to be
	 * lowered. The JDK alone needs 656 bytes for a channel that is accepted and
	 * registered.
	 */
	@ParameterizedTest
	@CsvSource({ "true, 1250", "false, 1350" })
	void anIdleConnectionTakesLittleHeapAndNoBufferBeforeAndAfterItIsUsed(boolean loop, int mostHeap) throws Exception {
		try (TestServer server = TestServer.start(TestServer.OPTIONS, new TestServer.Echo(),
				loop ? null : this.executor); ChildPeers peers = ChildPeers.start(server.port())) {
			open(server, peers, 1);
			long heap = ProcessResources.heap();
			open(server, peers, 2);
			long direct = ProcessResources.directMemory();
			open(server, peers, WAVES);
			assertPerConnection("before use", mostHeap, heap, direct);
			peers.echo();
			assertThat(server.counts().received).hasValue(WAVES * WAVE);
			assertPerConnection("after use", mostHeap, heap, direct);
			peers.close();
			eventually().untilAsserted(() -> assertThat(server.counts().closed).hasValue(WAVES * WAVE));
			// the last callbacks may still wait for their thread
			eventually()
				.untilAsserted(() -> assertThat(ProcessResources.heap()).as("heap without them").isLessThan(heap));
			assertThat(ProcessResources.directMemory()).as("direct memory without them")
				.isLessThanOrEqualTo(direct + (long) MOST_DIRECT_MEMORY * WAVE);
		}
	}

	private static void open(TestServer server, ChildPeers peers, int wave) throws Exception {
		peers.open(WAVE);
		eventually().untilAsserted(() -> assertThat(server.server().sessions().size()).isEqualTo(wave * WAVE));
	}

	/** The first wave, and what comes with it, does not count. */
	private static void assertPerConnection(String when, int mostHeap, long heap, long direct) {
		assertThat((ProcessResources.heap() - heap) / ((WAVES - 1) * WAVE)).as("heap of a connection, %s", when)
			.isLessThanOrEqualTo(mostHeap);
		assertThat((ProcessResources.directMemory() - direct) / WAVE).as("direct memory of a connection, %s", when)
			.isLessThanOrEqualTo(MOST_DIRECT_MEMORY);
	}

}
