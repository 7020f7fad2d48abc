package io.wsboot.protocol;

import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;

import com.sun.management.ThreadMXBean;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the protocol of a connection keeps on the heap, with compressed oops.
 */
class ConnectionFootprintTests {

	private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private static final int CONNECTIONS = 10_000;

	private static final int ROUNDS = 5;

	/** One object; smaller with compact object headers. */
	private static final long LEAST_BYTES = 56;

	private static final long MOST_BYTES = 80;

	private final WebSocketProtocol[] connections = new WebSocketProtocol[CONNECTIONS];

	private final Recorder events = new Recorder();

	@ParameterizedTest
	@EnumSource
	void anIdleConnectionTakesLittle(Role role) {
		long least = Long.MAX_VALUE;
		for (int round = 0; round < ROUNDS; round++) {
			least = Math.min(least, allocatedBy(() -> connect(role)));
		}
		assertThat(least / CONNECTIONS).isBetween(LEAST_BYTES, MOST_BYTES);
	}

	@ParameterizedTest
	@EnumSource
	void aHeaderThatIsCutTakesNothing(Role role) {
		ByteBuffer cut = ByteBuffer.wrap(Wire.frameTo(role, 0x82, "x".repeat(200)));
		cut.limit(3);
		long least = Long.MAX_VALUE;
		for (int round = 0; round < ROUNDS; round++) {
			connect(role);
			least = Math.min(least, allocatedBy(() -> {
				for (WebSocketProtocol connection : this.connections) {
					connection.receive(cut.rewind());
				}
			}));
		}
		assertThat(least / CONNECTIONS).isZero();
		assertThat(this.connections).allMatch(WebSocketProtocol::isMessageOpen);
	}

	private void connect(Role role) {
		ProtocolSettings settings = ProtocolSettings.of(role, ProtocolLimits.DEFAULTS);
		RecordedBytes bytes = new RecordedBytes();
		for (int i = 0; i < CONNECTIONS; i++) {
			this.connections[i] = new WebSocketProtocol(settings, this.events, bytes, BufferSource.HEAP);
		}
	}

	private static long allocatedBy(Runnable work) {
		long before = THREADS.getCurrentThreadAllocatedBytes();
		work.run();
		return THREADS.getCurrentThreadAllocatedBytes() - before;
	}

}
