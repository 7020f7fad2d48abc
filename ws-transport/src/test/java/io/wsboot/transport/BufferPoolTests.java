package io.wsboot.transport;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class BufferPoolTests {

	private final BufferPool pool = new BufferPool();

	@ParameterizedTest
	@CsvSource({ "0, 16384, true", "1, 16384, true", "16384, 16384, true", "16385, 65600, true", "65600, 65600, true",
			"65601, 65601, false", "1000000, 1000000, false" })
	void everySizeIsServed(int size, int capacity, boolean direct) {
		ByteBuffer buffer = this.pool.acquire(size);
		assertThat(buffer.position()).isZero();
		assertThat(buffer.limit()).isEqualTo(capacity);
		assertThat(buffer.isDirect()).isEqualTo(direct);
		assertThat(buffer.order()).isEqualTo(ByteOrder.BIG_ENDIAN);
	}

	@Test
	void aReleasedBufferIsLentAgainAsNew() {
		for (int size : new int[] { 100, 40_000 }) {
			ByteBuffer buffer = this.pool.acquire(size);
			buffer.position(10).limit(20).mark();
			buffer.order(ByteOrder.LITTLE_ENDIAN);
			this.pool.release(buffer);
			ByteBuffer again = this.pool.acquire(size);
			assertThat(again).isSameAs(buffer);
			assertThat(again.position()).isZero();
			assertThat(again.limit()).isEqualTo(again.capacity());
			assertThat(again.order()).isEqualTo(ByteOrder.BIG_ENDIAN);
		}
	}

	@Test
	void aSmallBufferIsNeverLentForALargeSize() {
		this.pool.release(this.pool.acquire(10));
		assertThat(this.pool.acquire(BufferPool.RUN + 1).capacity()).isEqualTo(BufferPool.FRAGMENT);
	}

	@Test
	void whatDoesNotFitIsNotKept() {
		this.pool.release(null);
		this.pool.release(ByteBuffer.allocate(BufferPool.RUN));
		this.pool.release(ByteBuffer.allocateDirect(100));
		ByteBuffer buffer = this.pool.acquire(100);
		assertThat(buffer.isDirect()).isTrue();
		assertThat(buffer.capacity()).isEqualTo(BufferPool.RUN);
	}

	@Test
	void aBufferIsWipedAsFarAsItWasUsed() {
		BufferPool pool = new BufferPool();
		ByteBuffer used = pool.acquire(BufferPool.FRAGMENT);
		for (int i = 0; i < 10_000; i++) {
			used.put((byte) 1);
		}
		used.flip().position(5_000);
		pool.releaseWiped(used, 9_999);
		ByteBuffer again = pool.acquire(BufferPool.FRAGMENT);
		assertThat(again).isSameAs(used);
		for (int i = 0; i < 9_999; i++) {
			assertThat(again.get(i)).isZero();
		}
		assertThat(again.get(9_999)).isOne();
	}

}
