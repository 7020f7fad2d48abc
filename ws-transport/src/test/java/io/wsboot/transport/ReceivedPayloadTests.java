package io.wsboot.transport;

import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Large messages that a handler sends back from where they were received: they are not
 * copied, leave together, and nothing that overwrites the receive buffer harms them.
 */
class ReceivedPayloadTests {

	private static final int SIZE = 20_000;

	private GateFixture fixture;

	private OutboundGate gate;

	@BeforeEach
	void open() throws Exception {
		this.fixture = new GateFixture();
		this.gate = this.fixture.gate();
	}

	@AfterEach
	void close() throws Exception {
		assertThat(this.fixture.channel().misuse()).isNull();
		this.fixture.close();
	}

	@Test
	void messagesOfOnePassLeaveInOneWrite() throws Exception {
		List<SendResult> results = new ArrayList<>();
		echo(3, (at) -> results.add(offer(at)));
		assertThat(results).containsOnly(SendResult.QUEUED);
		assertThat(this.fixture.channel().writes()).isOne();
		assertReturned(3);
		assertThat(this.gate.queuedBytes()).isZero();
	}

	@Test
	void moreThanOneWriteTakesLeavesInSeveral() throws Exception {
		echo(24, this::offer);
		assertThat(this.fixture.channel().writes()).isBetween(2, 4);
		assertReturned(24);
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 10, 19_999, 20_004, 20_005, 45_000 })
	void whatTheKernelDoesNotTakeIsKept(int taken) throws Exception {
		boolean[] full = new boolean[1];
		this.fixture.channel().appetite(once(taken, full));
		echo(3, this::offer);
		assertThat(this.fixture.channel().taken()).hasSize(taken);
		this.fixture.unblock();
		assertReturned(3);
	}

	@Test
	void whatIsSentInBetweenKeepsItsPlace() throws Exception {
		echo(2, (at) -> {
			offer(at);
			this.fixture.send("behind " + at);
		});
		this.fixture.settle();
		List<byte[]> messages = this.fixture.frames().messages();
		assertThat(messages).hasSize(4);
		assertThat(messages.get(0)).isEqualTo(payload(0));
		assertThat(messages.get(1)).asString().isEqualTo("behind 0");
		assertThat(messages.get(2)).isEqualTo(payload(1));
		assertThat(messages.get(3)).asString().isEqualTo("behind 1");
	}

	@Test
	void whatIsSentBehindABlockedKernelIsCopied() throws Exception {
		this.fixture.channel().takeNothing();
		this.fixture.send("first");
		echo(2, this::offer);
		this.fixture.unblock();
		List<byte[]> messages = this.fixture.frames().messages();
		assertThat(messages).hasSize(3);
		assertThat(messages.get(1)).isEqualTo(payload(0));
		assertThat(messages.get(2)).isEqualTo(payload(1));
	}

	@Test
	void anotherThreadsMessageFollowsBehind() throws Exception {
		echo(2, (at) -> {
			offer(at);
			if (at == 1) {
				Thread other = new Thread(() -> this.fixture.send("from elsewhere"));
				other.start();
				join(other);
			}
		});
		this.fixture.settle();
		List<byte[]> messages = this.fixture.frames().messages();
		assertThat(messages).hasSize(3);
		assertThat(messages.get(1)).isEqualTo(payload(1));
		assertThat(messages.get(2)).asString().isEqualTo("from elsewhere");
	}

	@Test
	void aConnectionThatIsGoneMeanwhileGivesEverythingBack() throws Exception {
		echo(2, (at) -> {
			offer(at);
			if (at == 1) {
				this.gate.abort();
			}
		});
		this.fixture.settle();
		assertThat(this.fixture.channel().taken()).isEmpty();
		assertThat(this.gate.queuedBytes()).isZero();
	}

	@Test
	void aHandlerCannotChangeWhatItWasGiven() throws Exception {
		this.fixture.onLoop(() -> {
			ReceiveBuffer buffer = this.fixture.loop().receiveBuffer();
			ByteBuffer lent = buffer.lend(buffer.clear().limit(10).position(3));
			assertThat(lent.remaining()).isEqualTo(7);
			assertThatExceptionOfType(ReadOnlyBufferException.class).isThrownBy(() -> lent.put(3, (byte) 1));
			ByteBuffer other = ByteBuffer.allocate(3);
			assertThat(buffer.lend(other)).isSameAs(other);
			return null;
		});
	}

	/** A read with some messages, each of which is handled as in a pass. */
	private void echo(int messages, IntHandler handler) throws Exception {
		this.fixture.onLoop(() -> {
			ByteBuffer received = this.fixture.loop().receiveBuffer().clear();
			for (int i = 0; i < messages; i++) {
				received.put(payload(i));
			}
			this.gate.cork();
			for (int i = 0; i < messages; i++) {
				handler.handle(i);
			}
			this.gate.uncork();
			// as the next read does
			received.clear();
			while (received.hasRemaining()) {
				received.put((byte) '!');
			}
			return null;
		});
		this.fixture.settle();
	}

	private SendResult offer(int index) {
		ReceiveBuffer buffer = this.fixture.loop().receiveBuffer();
		ByteBuffer received = buffer.clear().limit((index + 1) * SIZE).position(index * SIZE);
		return this.gate.send(false, buffer.lend(received), false);
	}

	private void assertReturned(int messages) throws Exception {
		List<byte[]> returned = this.fixture.frames().messages();
		assertThat(returned).hasSize(messages);
		for (int i = 0; i < messages; i++) {
			assertThat(returned.get(i)).isEqualTo(payload(i));
		}
	}

	private static byte[] payload(int index) {
		byte[] bytes = new byte[SIZE];
		Arrays.fill(bytes, (byte) ('a' + index));
		return bytes;
	}

	/** A kernel that takes so much at first, and then nothing. */
	private static IntUnaryOperator once(int taken, boolean[] full) {
		return (offered) -> {
			int now = full[0] ? 0 : Math.min(offered, taken);
			full[0] = true;
			return now;
		};
	}

	private static void join(Thread thread) {
		try {
			thread.join(10_000);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Handles a message by its index. */
	private interface IntHandler {

		void handle(int index);

	}

}
