package io.wsboot.transport;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import io.wsboot.protocol.CloseStatus;
import io.wsboot.transport.InboundBatch.Event;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class InboundBatchTests {

	private final InboundBatch batch = new InboundBatch();

	@Test
	void aNewBatchIsEmpty() {
		assertThat(this.batch.isEmpty()).isTrue();
		assertThat(this.batch.hasNext()).isFalse();
		assertThat(this.batch.messages()).isZero();
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 1023, 1024, 1025, 16 * 1024 - 1, 16 * 1024, 16 * 1024 + 1, 300_000 })
	void aPayloadOfEverySizeIsKept(int size) {
		byte[] payload = bytes(size, 7);
		this.batch.add(Event.BINARY, ByteBuffer.wrap(payload));
		assertThat(this.batch.isEmpty()).isFalse();
		assertThat(this.batch.next()).isEqualTo(Event.BINARY);
		assertThat(read(this.batch.nextPayload())).isEqualTo(payload);
		assertThat(this.batch.hasNext()).isFalse();
	}

	@Test
	void payloadsAreCopiedAndTheirBuffersAreLeftAsTheyWere() {
		ByteBuffer small = ByteBuffer.wrap(new byte[] { 9, 1, 2, 9 }, 1, 2);
		ByteBuffer large = ByteBuffer.allocateDirect(20_002).position(1).limit(20_001);
		this.batch.add(Event.BINARY, small);
		this.batch.add(Event.BINARY, large);
		assertThat(small.remaining()).isEqualTo(2);
		assertThat(large.remaining()).isEqualTo(20_000);
		small.put(1, (byte) 5);
		large.put(1, (byte) 5);
		assertThat(read(next())).containsExactly(1, 2);
		assertThat(read(next())).isEqualTo(new byte[20_000]);
	}

	@Test
	void eventsWithoutAPayloadHaveAnEmptyOne() {
		this.batch.add(Event.OPENED);
		this.batch.add(Event.CLOSE_RECEIVED, CloseStatus.of(4000, "bye"));
		assertThat(next().hasRemaining()).isFalse();
		assertThat(this.batch.next()).isEqualTo(Event.CLOSE_RECEIVED);
		assertThat(this.batch.status()).isEqualTo(CloseStatus.of(4000, "bye"));
		assertThat(next().hasRemaining()).isFalse();
	}

	@Test
	void withoutACloseTheStatusIsAbnormal() {
		this.batch.add(Event.TEXT, ByteBuffer.allocate(1));
		assertThat(this.batch.status()).isEqualTo(CloseStatus.ABNORMAL);
	}

	@Test
	void onlyMessagesAreCountedAsMessages() {
		for (Event event : Event.values()) {
			this.batch.add(event, ByteBuffer.allocate(1));
		}
		assertThat(this.batch.messages()).as("whole ones, and the last chunks of two").isEqualTo(5);
		assertThat(this.batch.events()).isEqualTo(Event.values().length);
	}

	@Test
	void aResetBatchIsAsNew() {
		this.batch.add(Event.TEXT, ByteBuffer.wrap(bytes(5000, 1)));
		this.batch.add(Event.TEXT, ByteBuffer.wrap(bytes(20_000, 2)));
		this.batch.add(Event.CLOSED, CloseStatus.NORMAL);
		this.batch.link(new InboundBatch());
		next();
		assertThat(this.batch.reset()).isTrue();
		assertThat(this.batch.isEmpty()).isTrue();
		assertThat(this.batch.hasNext()).isFalse();
		assertThat(this.batch.messages()).isZero();
		assertThat(this.batch.status()).isEqualTo(CloseStatus.ABNORMAL);
		assertThat(this.batch.link()).isNull();
		this.batch.add(Event.BINARY, ByteBuffer.wrap(bytes(30_000, 3)));
		this.batch.add(Event.BINARY, ByteBuffer.wrap(bytes(3, 4)));
		assertThat(read(next())).isEqualTo(bytes(30_000, 3));
		assertThat(read(next())).isEqualTo(bytes(3, 4));
	}

	@Test
	void aBatchThatHasGrownLargeIsNotKept() {
		for (int i = 0; i < 10; i++) {
			this.batch.add(Event.BINARY, ByteBuffer.wrap(bytes(10_000, i)));
		}
		assertThat(this.batch.reset()).isFalse();
	}

	@Test
	void aBatchOfManyTinyEventsIsNotKept() {
		for (int i = 0; i < 20_000; i++) {
			this.batch.add(Event.PONG, ByteBuffer.allocate(0));
		}
		assertThat(this.batch.reset()).isFalse();
	}

	@Test
	void aHandlerThatMovesTheLimitsOfItsPayloadDoesNotHarmTheNext() {
		this.batch.add(Event.BINARY, ByteBuffer.wrap(bytes(100, 1)));
		this.batch.add(Event.BINARY, ByteBuffer.wrap(bytes(100, 2)));
		next().clear().position(50).mark();
		assertThat(read(next())).isEqualTo(bytes(100, 2));
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4 })
	void anySequenceComesOutAsItWentIn(long seed) {
		Random random = new Random(seed);
		for (int use = 0; use < 5; use++) {
			List<Event> events = new ArrayList<>();
			List<byte[]> payloads = new ArrayList<>();
			int count = random.nextInt(200);
			for (int i = 0; i < count; i++) {
				Event event = Event.values()[random.nextInt(Event.values().length)];
				byte[] payload = bytes(random.nextInt(random.nextInt(10) == 0 ? 40_000 : 200), i);
				this.batch.add(event, ByteBuffer.wrap(payload));
				events.add(event);
				payloads.add(payload);
			}
			for (int i = 0; i < count; i++) {
				assertThat(this.batch.hasNext()).isTrue();
				assertThat(this.batch.next()).as("seed %d event %d", seed, i).isEqualTo(events.get(i));
				assertThat(read(this.batch.nextPayload())).as("seed %d event %d", seed, i).isEqualTo(payloads.get(i));
			}
			assertThat(this.batch.hasNext()).isFalse();
			this.batch.reset();
		}
	}

	private ByteBuffer next() {
		return this.batch.nextPayload();
	}

	private static byte[] bytes(int size, int value) {
		byte[] bytes = new byte[size];
		Arrays.fill(bytes, (byte) value);
		return bytes;
	}

	private static byte[] read(ByteBuffer buffer) {
		byte[] bytes = new byte[buffer.remaining()];
		buffer.get(bytes);
		return bytes;
	}

}
