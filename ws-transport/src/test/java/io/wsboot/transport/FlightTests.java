package io.wsboot.transport;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whether bytes leave by one write or by a gathering one makes no difference to them.
 */
class FlightTests {

	private final BufferPool pool = new BufferPool();

	private final Taker taker = new Taker();

	@Test
	void littleInSeveralBuffersLeavesAsOne() throws Exception {
		assertThat(writeAll(1000, entries(100, 200, 300))).isEqualTo(1);
		assertThat(this.taker.mostBuffers).isEqualTo(1);
	}

	@Test
	void muchIsGathered() throws Exception {
		assertThat(writeAll(100_000, entries(3000, 3000))).isEqualTo(1);
		assertThat(this.taker.mostBuffers).isEqualTo(2);
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 7, 99, 100, 101, 299, 5000 })
	void whatIsNotTakenIsWrittenNext(int appetite) throws Exception {
		writeAll(appetite, entries(100, 1, 200, 4000, 300, 60));
	}

	@Test
	void littleOnTheHeapIsCopiedToWhereTheSystemWritesItFrom() throws Exception {
		assertThat(writeAll(1000, shared(null, 60))).isEqualTo(1);
		assertThat(this.taker.direct).isTrue();
		assertThat(writeAll(1000, shared(entries(100), 60))).isEqualTo(1);
		assertThat(this.taker.direct).isTrue();
	}

	@Test
	void littleOnTheHeapIsNotMovedToBuffersOfItsOwnWhereMuchIsWritten() throws Exception {
		writeAll(100, shared(shared(entries(4000), 200), 300));
		assertThat(this.taker.mostBuffers).isEqualTo(3);
	}

	/** Writes until everything is out, and compares. */
	private int writeAll(int appetite, WriteEntry last) throws Exception {
		this.taker.appetite = appetite;
		Flight flight = this.pool.flight();
		StringBuilder expected = new StringBuilder();
		WriteEntry entry = last;
		do {
			entry = entry.next();
			expected.append(StandardCharsets.US_ASCII.decode(content(entry)));
		}
		while (entry != last);
		int writes = 0;
		for (; !isOut(last); writes++) {
			int count = flight.gather(last, this.pool);
			long written = flight.write(this.taker, count, flight.remaining(count));
			assertThat(written).isBetween(1L, (long) appetite);
			flight.clear();
		}
		assertThat(this.taker.taken.toString(StandardCharsets.US_ASCII)).isEqualTo(expected.toString());
		this.taker.taken.reset();
		return writes;
	}

	private static boolean isOut(WriteEntry last) {
		WriteEntry entry = last;
		do {
			entry = entry.next();
			if (!entry.isOut()) {
				return false;
			}
		}
		while (entry != last);
		return true;
	}

	private WriteEntry entries(int... sizes) {
		WriteEntry last = null;
		char content = 'a';
		for (int size : sizes) {
			WriteEntry entry = this.pool.entry(size);
			entry.run().put(String.valueOf(content++).repeat(size).getBytes(StandardCharsets.US_ASCII));
			entry.count(size);
			entry.seal();
			last = entry.behind(last);
		}
		return last;
	}

	private ByteBuffer content(WriteEntry entry) {
		ByteBuffer[] content = new ByteBuffer[2];
		entry.gather(content, 0, this.pool);
		return content[0].duplicate();
	}

	/** Adds an entry that refers to bytes on the heap. */
	private static WriteEntry shared(WriteEntry last, int size) {
		WriteEntry entry = new WriteEntry(null);
		entry.refer(ByteBuffer.wrap("s".repeat(size).getBytes(StandardCharsets.US_ASCII)).asReadOnlyBuffer());
		entry.count(size);
		entry.seal();
		return entry.behind(last);
	}

	/**
	 * Takes some bytes of each write.
	 */
	private static final class Taker implements RawChannel {

		private final ByteArrayOutputStream taken = new ByteArrayOutputStream();

		private int appetite;

		private int mostBuffers;

		private boolean direct = true;

		@Override
		public SocketChannel socket() {
			throw new UnsupportedOperationException();
		}

		@Override
		public int read(ByteBuffer in) {
			throw new UnsupportedOperationException();
		}

		@Override
		public long write(ByteBuffer[] out, int count) {
			this.mostBuffers = Math.max(this.mostBuffers, count);
			int left = this.appetite;
			for (int i = 0; i < count; i++) {
				this.direct &= out[i].isDirect();
				for (; left > 0 && out[i].hasRemaining(); left--) {
					this.taken.write(out[i].get());
				}
			}
			return this.appetite - left;
		}

		@Override
		public void shutdownOutput() {
			throw new UnsupportedOperationException();
		}

		@Override
		public void close() {
			throw new UnsupportedOperationException();
		}

	}

}
