package io.wsboot.transport;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * The queue alone, with letters in place of frames: capitals are control frames.
 */
class WriteQueueTests {

	private final BufferPool pool = new BufferPool();

	private final WriteQueue queue = new WriteQueue() {

		@Override
		BufferPool pool() {
			return WriteQueueTests.this.pool;
		}

	};

	private final ByteBuffer[] gathered = new ByteBuffer[2 * WriteQueue.FLIGHT_ENTRIES];

	private final ByteArrayOutputStream out = new ByteArrayOutputStream();

	@Test
	void aNewQueueIsEmptyAndNotFinished() {
		this.queue.launch();
		assertThat(this.queue.inFlight()).isNull();
		assertThat(this.queue.encodedBytes()).isZero();
		assertThat(this.queue.isFinished()).isFalse();
	}

	@Test
	void smallFramesShareARun() {
		data("a");
		data("b");
		data("c");
		this.queue.launch();
		assertThat(entries()).isOne();
		writeAll();
		assertThat(written()).isEqualTo("abc");
	}

	@Test
	void aRunIsNoLongerThanItsBuffer() {
		for (int i = 0; i < 5; i++) {
			data("x".repeat(6000));
		}
		this.queue.launch();
		assertThat(entries()).isEqualTo(3);
		writeAll();
		assertThat(written()).hasSize(30_000);
	}

	@Test
	void controlLeavesBeforeDataThatIsNotInFlight() {
		data("abc");
		this.queue.launch();
		data("def");
		control("P");
		control("Q");
		write(2);
		this.queue.launch();
		write(1);
		this.queue.launch();
		writeAll();
		assertThat(written()).isEqualTo("abcPQdef");
	}

	@Test
	void whatIsPartlyWrittenIsFinishedFirst() {
		data("abcdef");
		this.queue.launch();
		write(3);
		control("P");
		this.queue.launch();
		writeAll();
		assertThat(written()).isEqualTo("abcdefP");
	}

	@Test
	void whatIsInFlightIsNotAddedTo() {
		data("abc");
		this.queue.launch();
		data("def");
		this.queue.launch();
		assertThat(entries()).isOne();
		write(3);
		assertThat(entries()).isZero();
		writeAll();
		assertThat(written()).isEqualTo("abcdef");
	}

	@Test
	void aFlightIsShortEnoughForAPingToWait() {
		for (int i = 0; i < 10; i++) {
			data("x".repeat(50_000));
		}
		this.queue.launch();
		assertThat(entries()).isEqualTo(2);
		control("P");
		write(100_000);
		writeAll();
		assertThat(written().indexOf('P')).isEqualTo(100_000);
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 20_000, 64 * 1024 })
	void aPayloadApartFollowsItsHeader(int size) {
		String payload = "y".repeat(size);
		apart("h:", payload);
		data("next");
		this.queue.launch();
		assertThat(this.queue.encodedBytes()).isEqualTo(size + 6);
		writeAll();
		assertThat(written()).isEqualTo("h:" + payload + "next");
	}

	@Test
	void bytesOnTheHeapAreMovedToDirectBuffersAndDirectOnesAreNot() {
		apart("h:", "y".repeat(20_000));
		ByteBuffer direct = ByteBuffer.allocateDirect(20_000);
		this.queue.write(this.queue.claim(10, false).put(bytes("d:")), direct);
		this.queue.launch();
		int count = gather();
		assertThat(count).isEqualTo(4);
		for (int i = 0; i < count; i++) {
			assertThat(this.gathered[i].isDirect()).isTrue();
		}
		assertThat(this.gathered[3]).isSameAs(direct);
	}

	@Test
	void buffersGoHomeWhenTheyAreOut() {
		data("a");
		apart("h:", "y".repeat(20_000));
		this.queue.launch();
		assertThat(gather()).as("the header is in the run").isEqualTo(2);
		ByteBuffer run = this.gathered[0];
		ByteBuffer staged = this.gathered[1];
		writeAll();
		assertThat(this.pool.entry(BufferPool.RUN).run()).isSameAs(run);
		assertThat(this.pool.acquire(BufferPool.FRAGMENT)).isSameAs(staged);
	}

	@Test
	void sharedBytesAreNotCopiedWhenTheyAreAlone() {
		ByteBuffer shared = ByteBuffer.allocateDirect(100);
		this.queue.writeShared(shared);
		this.queue.launch();
		gather();
		assertThat(this.gathered[0]).isSameAs(shared);
	}

	@Test
	void manySmallSharedFramesDoNotCostAnEntryEach() {
		for (int i = 0; i < 1000; i++) {
			this.queue.writeShared(ByteBuffer.wrap(bytes("0123456789")).asReadOnlyBuffer());
		}
		assertThat(this.queue.encodedBytes()).isEqualTo(10_000);
		this.queue.launch();
		assertThat(entries()).as("eight that are shared, and a run").isEqualTo(9);
		writeAll();
		assertThat(written()).isEqualTo("0123456789".repeat(1000));
	}

	@Test
	void sharedAndOwnFramesKeepTheirOrder() {
		data("a");
		this.queue.writeShared(ByteBuffer.wrap(bytes("b")));
		this.queue.writeShared(ByteBuffer.wrap(bytes("c".repeat(15_000))));
		this.queue.writeShared(ByteBuffer.wrap(bytes("d".repeat(15_000))));
		data("e");
		this.queue.writeShared(ByteBuffer.wrap(bytes("f")));
		writeAll();
		assertThat(written()).isEqualTo("ab" + "c".repeat(15_000) + "d".repeat(15_000) + "ef");
	}

	@Test
	void rawBytesAreOvertakenByNothing() {
		this.queue.writeRaw(ByteBuffer.wrap(bytes("head")));
		data("a");
		control("P");
		writeAll();
		assertThat(written()).isEqualTo("headPa");
	}

	@Test
	void theCountIsOfBytesThatWaitOrAreInFlight() {
		data("abc");
		control("P");
		assertThat(this.queue.encodedBytes()).isEqualTo(4);
		assertThat(this.queue.controlBytes()).isEqualTo(1);
		this.queue.launch();
		assertThat(this.queue.encodedBytes()).isEqualTo(4);
		assertThat(this.queue.controlBytes()).isZero();
		write(3);
		assertThat(this.queue.encodedBytes()).isEqualTo(1);
		assertThat(this.queue.dataQueued()).isEqualTo(3);
		assertThat(this.queue.dataFlushed()).as("whole entries only").isZero();
		write(1);
		assertThat(this.queue.dataFlushed()).isEqualTo(3);
	}

	@Test
	void theStreamIsFinishedWhenItWasEndedAndAllIsOut() {
		data("abc");
		this.queue.end();
		assertThat(this.queue.isEnded()).isTrue();
		assertThat(this.queue.isFinished()).isFalse();
		writeAll();
		assertThat(this.queue.isFinished()).isTrue();
	}

	@Test
	void whatIsDroppedNeverCountsAsOut() {
		data("in flight");
		this.queue.launch();
		write(3);
		data("dropped");
		long end = this.queue.dataQueued();
		control("P");
		this.queue.dropWaiting();
		assertThat(this.queue.encodedBytes()).isEqualTo("flight".length() + 1);
		data("the close, longer than what was dropped");
		writeAll();
		assertThat(written()).isEqualTo("in flightPthe close, longer than what was dropped");
		assertThat(this.queue.encodedBytes()).isZero();
		assertThat(this.queue.dataFlushed()).isLessThan(end).isEqualTo("in flight".length());
	}

	@Test
	void disposingDropsEverythingWrittenPartlyOrNotAtAll() {
		data("in flight");
		this.queue.launch();
		write(3);
		data("waiting");
		control("P");
		this.queue.dropAll();
		assertThat(this.queue.encodedBytes()).isZero();
		assertThat(this.queue.dataFlushed()).isZero();
		assertThat(this.queue.inFlight()).isNull();
		this.queue.launch();
		assertThat(this.queue.inFlight()).isNull();
	}

	@Test
	void onlyTheBufferOfTheLastClaimIsTaken() {
		ByteBuffer claimed = this.queue.claim(10, false);
		assertThatIllegalStateException().isThrownBy(() -> this.queue.write(ByteBuffer.allocate(10)));
		this.queue.write(claimed.put(bytes("a")));
		assertThatIllegalStateException().isThrownBy(() -> this.queue.write(claimed));
	}

	@ParameterizedTest
	@ValueSource(longs = { 21, 22, 23, 24 })
	void whateverIsWrittenHoweverItLeavesWholeAndInOrder(long seed) {
		Random random = new Random(seed);
		StringBuilder data = new StringBuilder();
		StringBuilder control = new StringBuilder();
		long queued = 0;
		for (int step = 0; step < 1000; step++) {
			int size = 1 + random.nextInt((random.nextInt(20) == 0) ? 70_000 : 300);
			String payload = Character.toString('a' + random.nextInt(26)).repeat(size);
			switch (random.nextInt(6)) {
				case 0 -> {
					String letter = Character.toString('A' + random.nextInt(26));
					control(letter);
					control.append(letter);
				}
				case 1 -> {
					data(payload.substring(0, Math.min(size, 60_000)));
					data.append(payload, 0, Math.min(size, 60_000));
				}
				case 2 -> {
					apart("h", payload);
					data.append('h').append(payload);
				}
				case 3 -> {
					this.queue.writeShared(ByteBuffer.wrap(bytes(payload)));
					data.append(payload);
				}
				default -> {
					this.queue.launch();
					write(random.nextInt(100_000));
				}
			}
			queued = data.length() + control.length() - this.out.size();
			assertThat(this.queue.encodedBytes()).as("seed %d step %d", seed, step).isEqualTo(queued);
		}
		writeAll();
		assertThat(written().replaceAll("[A-Z]", "")).isEqualTo(data.toString());
		assertThat(written().replaceAll("[a-z]", "")).isEqualTo(control.toString());
		assertThat(this.queue.dataFlushed()).isEqualTo(this.queue.dataQueued()).isEqualTo(data.length());
	}

	private void data(String letters) {
		this.queue.write(this.queue.claim(letters.length(), false).put(bytes(letters)));
	}

	private void control(String letters) {
		this.queue.write(this.queue.claim(letters.length(), true).put(bytes(letters)));
	}

	private void apart(String header, String payload) {
		this.queue.write(this.queue.claim(header.length(), false).put(bytes(header)), ByteBuffer.wrap(bytes(payload)));
	}

	private int entries() {
		return inFlight().size();
	}

	private List<WriteEntry> inFlight() {
		List<WriteEntry> entries = new ArrayList<>();
		WriteEntry last = this.queue.inFlight();
		for (WriteEntry entry = last; entry != null && (entries.isEmpty() || entry != last);) {
			entry = entry.next();
			entries.add(entry);
		}
		return entries;
	}

	private int gather() {
		int count = 0;
		for (WriteEntry entry : inFlight()) {
			count = entry.gather(this.gathered, count, this.pool);
		}
		return count;
	}

	/** Writes so many bytes of what is in flight, as a kernel does. */
	private void write(int most) {
		int count = gather();
		int left = most;
		for (int i = 0; i < count && left > 0; i++) {
			byte[] taken = new byte[Math.min(left, this.gathered[i].remaining())];
			this.gathered[i].get(taken);
			this.out.writeBytes(taken);
			left -= taken.length;
		}
		this.queue.landed(most - left);
	}

	private void writeAll() {
		for (int flights = 0; this.queue.encodedBytes() > 0; flights++) {
			assertThat(flights).isLessThan(10_000);
			this.queue.launch();
			write(Integer.MAX_VALUE);
		}
	}

	private String written() {
		return this.out.toString(StandardCharsets.US_ASCII);
	}

	private static byte[] bytes(String letters) {
		return letters.getBytes(StandardCharsets.US_ASCII);
	}

}
