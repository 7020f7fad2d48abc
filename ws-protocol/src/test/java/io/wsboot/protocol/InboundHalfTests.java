package io.wsboot.protocol;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * How {@code receive} is stopped, ended and re-entered.
 */
class InboundHalfTests {

	@RegisterExtension
	private final Recorder events = new Recorder();

	private final RecordedBytes bytes = new RecordedBytes();

	private final WebSocketProtocol protocol = new WebSocketProtocol(
			ProtocolSettings.of(Role.CLIENT, ProtocolLimits.DEFAULTS), this.events, this.bytes, BufferSource.HEAP);

	@Test
	void stopLeavesTheRestUnread() {
		this.events.during(this.protocol::stop);
		ByteBuffer in = ByteBuffer.wrap(Wire.hex("8202616289008a0161810081016f"));
		int[] ends = { 4, 6, 9, 11, 14 };
		for (int end : ends) {
			assertThat(in.hasRemaining()).isTrue();
			this.protocol.receive(in);
			assertThat(in.position()).isEqualTo(end);
			assertThat(this.events.size()).isOne();
			this.events.take();
		}
	}

	@Test
	void stopStopsBehindAGatheredMessageToo() {
		this.events.during(this.protocol::stop);
		ByteBuffer in = ByteBuffer.wrap(Wire.hex("0201618001628900"));
		this.protocol.receive(in);
		assertThat(in.remaining()).isEqualTo(2);
		this.events.expect("binary 6162");
	}

	@Test
	void stopOutsideOfACallbackHasNoEffect() {
		this.protocol.stop();
		this.protocol.receive(ByteBuffer.wrap(Wire.hex("8900")));
		this.events.expect("ping ");
	}

	@Test
	void anEndOfInputWithinACallbackDiscardsTheRest() {
		this.events.during(this.protocol::endInput);
		ByteBuffer in = ByteBuffer.wrap(Wire.hex("89008900"));
		this.protocol.receive(in);
		assertThat(in.hasRemaining()).isFalse();
		assertThat(this.protocol.isInputOver()).isTrue();
		this.events.expect("ping ");
	}

	@Test
	void anAbortWithinACallbackDiscardsTheRest() {
		this.events.during(this.protocol::aborted);
		ByteBuffer in = ByteBuffer.wrap(Wire.hex("89008900"));
		this.protocol.receive(in);
		assertThat(in.hasRemaining()).isFalse();
		assertThat(this.protocol.isInputOver()).isTrue();
		this.events.expect("ping ");
	}

	@ParameterizedTest
	@ValueSource(strings = { "complete", "failed", "closed" })
	void inputIsDiscardedInTheLastStates(String state) {
		switch (state) {
			case "complete" -> this.protocol.closeReceived(CloseStatus.NORMAL);
			case "failed" -> this.protocol.fail(Violation.RSV_BITS);
			default -> this.protocol.aborted();
		}
		ByteBuffer in = ByteBuffer.wrap(Wire.hex("8900"));
		this.protocol.receive(in);
		assertThat(in.hasRemaining()).isFalse();
		assertThat(this.protocol.isInputOver()).isTrue();
	}

	@Test
	void inputIsReadAfterOurCloseUntilThePeersArrives() {
		this.protocol.close(CloseStatus.NORMAL);
		this.protocol.receive(ByteBuffer.wrap(Wire.hex("810161880203e8")));
		this.events.expect("ascii a", "close 1000 ");
	}

	@Test
	void theInputIsOverWhenACloseIsTold() {
		this.events.during(() -> assertThat(this.protocol.isInputOver()).isTrue());
		this.protocol.receive(ByteBuffer.wrap(Wire.hex("8800")));
		this.events.expect("close 1005 ");
	}

	@Test
	void aCloseDoesNotChangeTheStateBeforeItsTurn() {
		this.protocol.receive(ByteBuffer.wrap(Wire.hex("8800")));
		this.events.expect("close 1005 ");
		assertThat(this.protocol.state()).isEqualTo(ClosingState.OPEN);
		assertThat(this.protocol.sendText(ByteBuffer.wrap(Wire.utf8("reply")), false)).isTrue();
	}

	@Test
	void aMessageIsOpenFromItsFirstByteToItsLast() {
		assertThat(this.protocol.isMessageOpen()).isFalse();
		for (byte value : Wire.hex("01 02 61 62 89 01 70 00 00 80 01")) {
			this.protocol.receive(ByteBuffer.wrap(new byte[] { value }));
			assertThat(this.protocol.isMessageOpen()).isTrue();
		}
		this.events.during(() -> assertThat(this.protocol.isMessageOpen()).isFalse());
		this.protocol.receive(ByteBuffer.wrap(Wire.hex("63")));
		assertThat(this.protocol.isMessageOpen()).isFalse();
		this.events.expect("ping 70", "ascii abc");
	}

	@Test
	void aCutControlFrameIsNoOpenMessage() {
		for (byte value : Wire.hex("89 02 61")) {
			this.protocol.receive(ByteBuffer.wrap(new byte[] { value }));
			assertThat(this.protocol.isMessageOpen()).isFalse();
		}
	}

	@Test
	void noMessageIsOpenOnceTheInputIsOver() {
		this.protocol.receive(ByteBuffer.wrap(Wire.hex("0102")));
		this.protocol.endInput();
		assertThat(this.protocol.isMessageOpen()).isFalse();
	}

	@Test
	void anExceptionOfACallbackLeavesTheRestIntact() {
		ByteBuffer in = ByteBuffer.wrap(Wire.hex("8101618900 0102 6162 8001 63 8a00".replace(" ", "")));
		for (int i = 0; i < 3; i++) {
			this.events.during(() -> {
				throw new IllegalStateException("a fault above");
			});
			assertThatIllegalStateException().isThrownBy(() -> this.protocol.receive(in));
			assertThat(in.limit()).isEqualTo(in.capacity());
		}
		this.events.during(() -> {
		});
		this.protocol.receive(in);
		this.events.expect("ascii a", "ping ", "ascii abc", "pong ");
	}

	@Test
	void theByteOrderOfTheInputDoesNotMatter() {
		byte[] payload = new byte[300];
		WebSocketProtocol server = new WebSocketProtocol(ProtocolSettings.of(Role.SERVER, ProtocolLimits.DEFAULTS),
				this.events, this.bytes, BufferSource.HEAP);
		server.receive(ByteBuffer.wrap(Wire.frameTo(Role.SERVER, 0x82, payload)).order(ByteOrder.LITTLE_ENDIAN));
		this.events.expect("binary " + Recorder.abridge(Wire.hex(payload)));
	}

}
