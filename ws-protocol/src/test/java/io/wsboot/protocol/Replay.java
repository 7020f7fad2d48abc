package io.wsboot.protocol;

import java.nio.ByteBuffer;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Feeds the same bytes in every split to a fresh protocol, from direct and heap buffers
 * that are spoiled after each read, with messages taken as a whole and in chunks; the
 * events must be the same. They are recorded once and must be exhausted after each test.
 */
final class Replay implements AfterEachCallback {

	private final Recorder recorder = new Recorder();

	private ProtocolLimits limits = ProtocolLimits.DEFAULTS;

	private @Nullable DeflateParameters deflate;

	Replay limits(long maxFrameSize, long maxMessageSize, int maxFragments) {
		this.limits = new ProtocolLimits(maxFrameSize, maxMessageSize, maxFragments);
		return this;
	}

	Replay deflate(DeflateParameters parameters) {
		this.deflate = parameters;
		return this;
	}

	Replay receive(Role role, byte[]... wire) {
		byte[] all = Wire.join(wire);
		List<String> first = run(role, List.of(all), true, false);
		for (List<byte[]> split : Splits.of(all)) {
			assertThat(run(role, split, true, false)).as("%d direct pieces", split.size()).isEqualTo(first);
			assertThat(run(role, split, false, false)).as("%d heap pieces", split.size()).isEqualTo(first);
			assertThat(run(role, split, true, true)).as("%d pieces in chunks", split.size()).isEqualTo(first);
		}
		this.recorder.add(first);
		return this;
	}

	void expect(String... events) {
		this.recorder.expect(events);
	}

	private List<String> run(Role role, List<byte[]> pieces, boolean direct, boolean chunks) {
		Recorder events = new Recorder();
		CountedBuffers buffers = new CountedBuffers(direct);
		CompressionPool pool = new CompressionPool(1);
		ProtocolSettings settings = new ProtocolSettings(role, this.limits, chunks,
				(this.deflate != null) ? new PerMessageDeflate(this.deflate, CompressionOptions.DEFAULTS, pool) : null);
		WebSocketProtocol protocol = new WebSocketProtocol(settings, chunks ? new JoinedChunks(events) : events,
				new RecordedBytes(), buffers);
		for (byte[] piece : pieces) {
			ByteBuffer in = Wire.embedded(piece, direct);
			int limit = in.limit();
			protocol.receive(in);
			assertThat(in.position()).as("all is used").isEqualTo(limit);
			assertThat(in.limit()).isEqualTo(limit);
			assertThat(buffers.lent()).isLessThanOrEqualTo(protocol.isMessageOpen() ? 1 : 0);
		}
		protocol.endInput();
		assertThat(buffers.lent()).isZero();
		assertThat(protocol.isMessageOpen()).isFalse();
		assertThat(pool.live()).as("what inflates comes back").isEqualTo(pool.idle());
		pool.close();
		assertThat(pool.live()).isZero();
		return events.take();
	}

	@Override
	public void afterEach(ExtensionContext context) {
		this.recorder.afterEach(context);
	}

}
