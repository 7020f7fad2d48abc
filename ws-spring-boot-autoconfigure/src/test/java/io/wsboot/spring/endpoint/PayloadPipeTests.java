package io.wsboot.spring.endpoint;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * A payload on its way to a method that reads it as a stream.
 */
class PayloadPipeTests {

	private final PayloadPipe pipe = new PayloadPipe();

	@Test
	void whatIsAddedIsReadInOrder() throws Exception {
		Random random = new Random(9);
		byte[] payload = new byte[1_000_000];
		random.nextBytes(payload);
		CompletableFuture<byte[]> read = CompletableFuture.supplyAsync(this::readAll);
		for (int from = 0; from < payload.length;) {
			int length = Math.min(random.nextInt(10_000), payload.length - from);
			this.pipe.add(ByteBuffer.wrap(payload, from, length), from + length == payload.length);
			from += length;
		}
		assertThat(read.get(10, TimeUnit.SECONDS)).isEqualTo(payload);
		assertThat(this.pipe.stream().read()).isEqualTo(-1);
	}

	@Test
	void singleBytesAreRead() throws Exception {
		this.pipe.add(ByteBuffer.wrap(new byte[] { 1, (byte) 255 }), true);
		InputStream stream = this.pipe.stream();
		assertThat(stream.read(new byte[1], 0, 0)).isZero();
		assertThat(stream.available()).isEqualTo(2);
		assertThat(stream.read()).isEqualTo(1);
		assertThat(stream.read()).isEqualTo(255);
		assertThat(stream.read()).isEqualTo(-1);
	}

	@Test
	void itIsFullUntilHalfOfItIsRead() throws Exception {
		AtomicInteger told = new AtomicInteger();
		this.pipe.whenThereIsRoom(told::incrementAndGet);
		assertThat(told).hasValue(1);
		this.pipe.add(ByteBuffer.allocate(PayloadPipe.CAPACITY - 1), false);
		assertThat(this.pipe.isFull()).isFalse();
		this.pipe.add(ByteBuffer.allocate(1), false);
		assertThat(this.pipe.isFull()).isTrue();
		this.pipe.whenThereIsRoom(told::incrementAndGet);
		this.pipe.stream().readNBytes(PayloadPipe.CAPACITY / 2 - 1);
		assertThat(told).hasValue(1);
		this.pipe.stream().read();
		assertThat(told).hasValue(2);
		this.pipe.stream().read();
		assertThat(told).hasValue(2);
	}

	@Test
	void closingMakesRoomAndDropsTheRest() throws Exception {
		AtomicInteger told = new AtomicInteger();
		this.pipe.add(ByteBuffer.allocate(PayloadPipe.CAPACITY), false);
		this.pipe.whenThereIsRoom(told::incrementAndGet);
		this.pipe.stream().close();
		assertThat(told).hasValue(1);
		this.pipe.add(ByteBuffer.allocate(PayloadPipe.CAPACITY), true);
		assertThat(this.pipe.isFull()).isFalse();
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> this.pipe.stream().read())
			.withMessage("The payload can be read only as long as the method runs");
	}

	@Test
	void aReaderOfAnIncompletePayloadIsTold() throws Exception {
		this.pipe.add(ByteBuffer.wrap("part".getBytes(StandardCharsets.UTF_8)), false);
		CompletableFuture<Throwable> failure = CompletableFuture.supplyAsync(() -> catchThrowable(() -> {
			assertThat(this.pipe.stream().readNBytes(4)).asString().isEqualTo("part");
			this.pipe.stream().read();
		}));
		this.pipe.fail("The session has ended");
		assertThat(failure.get(10, TimeUnit.SECONDS)).isInstanceOf(IOException.class)
			.hasMessage("The session has ended");
	}

	@Test
	void aCompletePayloadCannotFail() throws Exception {
		this.pipe.add(ByteBuffer.wrap("all".getBytes(StandardCharsets.UTF_8)), true);
		this.pipe.fail("The session has ended");
		assertThat(this.pipe.stream().readAllBytes()).asString().isEqualTo("all");
	}

	private byte[] readAll() {
		try {
			return this.pipe.stream().readAllBytes();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
