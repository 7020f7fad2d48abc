package io.wsboot.protocol;

import java.nio.ByteBuffer;
import java.util.List;

import io.wsboot.protocol.NaiveFrames.Frame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What is sent on the way out (RFC 6455 §5.5.1, §7).
 */
class OutboundHalfTests {

	private final RecordedBytes bytes = new RecordedBytes();

	@ParameterizedTest
	@EnumSource
	void ourCloseCarriesCodeAndReason(Role role) {
		WebSocketProtocol protocol = protocol(role);
		assertThat(protocol.close(CloseStatus.of(4000, "bye"))).isTrue();
		assertThat(closePayload()).isEqualTo("0fa0627965");
		assertThat(protocol.state()).isEqualTo(ClosingState.CLOSE_SENT);
		assertThat(protocol.closeStatus()).isSameAs(CloseStatus.ABNORMAL);
		assertThat(this.bytes.isEnded()).isFalse();
	}

	@ParameterizedTest
	@EnumSource
	void nothingIsSentAfterOurClose(Role role) {
		WebSocketProtocol protocol = protocol(role);
		protocol.close(CloseStatus.NORMAL);
		this.bytes.take();
		assertNothingMayBeSent(protocol);
	}

	@ParameterizedTest
	@ValueSource(ints = { 1004, 1005, 1006, 1010, 1015, 1016, 2999 })
	void aCodeThatMayNotBeSentIsRefused(int code) {
		WebSocketProtocol server = protocol(Role.SERVER);
		assertThatIllegalArgumentException().isThrownBy(() -> server.close(CloseStatus.of(code)))
			.withMessageContaining(String.valueOf(code));
		assertThat(server.state()).isEqualTo(ClosingState.OPEN);
		assertThat(this.bytes.calls()).isEmpty();
	}

	@ParameterizedTest
	@EnumSource
	void thePeersCloseIsEchoedByItsCode(Role role) {
		WebSocketProtocol protocol = protocol(role);
		CloseStatus status = CloseStatus.of(3001, "enough");
		protocol.closeReceived(status);
		assertThat(closePayload()).isEqualTo("0bb9");
		assertThat(protocol.state()).isEqualTo(ClosingState.COMPLETE);
		assertThat(protocol.closeStatus()).isEqualTo(status);
		assertNothingMayBeSent(protocol);
	}

	@ParameterizedTest
	@EnumSource
	void theServerEndsTheStreamFirst(Role role) {
		protocol(role).closeReceived(CloseStatus.NORMAL);
		assertThat(this.bytes.isEnded()).isEqualTo(role == Role.SERVER);
	}

	@ParameterizedTest
	@EnumSource
	void aCloseWithoutStatusIsEchoedEmpty(Role role) {
		WebSocketProtocol protocol = protocol(role);
		protocol.closeReceived(CloseStatus.NO_STATUS);
		assertThat(closePayload()).isEmpty();
		assertThat(protocol.closeStatus()).isSameAs(CloseStatus.NO_STATUS);
	}

	@ParameterizedTest
	@EnumSource
	void thePeersCloseAfterOursIsNotEchoed(Role role) {
		WebSocketProtocol protocol = protocol(role);
		protocol.close(CloseStatus.GOING_AWAY);
		this.bytes.take();
		protocol.closeReceived(CloseStatus.NORMAL);
		assertThat(this.bytes.calls()).isEqualTo((role == Role.SERVER) ? List.of("end") : List.of());
		assertThat(protocol.state()).isEqualTo(ClosingState.COMPLETE);
		assertThat(protocol.closeStatus()).isSameAs(CloseStatus.NORMAL);
	}

	@Test
	void aSecondCloseOfThePeerHasNoEffect() {
		WebSocketProtocol protocol = protocol(Role.SERVER);
		protocol.closeReceived(CloseStatus.NORMAL);
		this.bytes.take();
		protocol.closeReceived(CloseStatus.GOING_AWAY);
		assertThat(this.bytes.calls()).isEmpty();
		assertThat(protocol.closeStatus()).isSameAs(CloseStatus.NORMAL);
	}

	@ParameterizedTest
	@EnumSource
	void repliesMayStillBeSentBetweenThePeersCloseAndItsEcho(Role role) {
		Recorder events = new Recorder();
		WebSocketProtocol protocol = new WebSocketProtocol(ProtocolSettings.of(role, ProtocolLimits.DEFAULTS), events,
				this.bytes, BufferSource.HEAP);
		protocol.receive(ByteBuffer.wrap(Wire.frameTo(role, 0x88, "")));
		events.expect("close 1005 ");
		assertThat(protocol.sendText(ByteBuffer.wrap(Wire.utf8("reply")), false)).isTrue();
		protocol.closeReceived(CloseStatus.NO_STATUS);
		assertThat(NaiveFrames.decode(this.bytes.take())).extracting(Frame::firstByte).containsExactly(0x81, 0x88);
	}

	@ParameterizedTest
	@EnumSource
	void aViolationIsAnsweredByItsCodeAndName(Violation violation) {
		WebSocketProtocol protocol = protocol(Role.SERVER);
		assertThat(protocol.fail(violation)).isTrue();
		assertThat(this.bytes.isEnded()).isTrue();
		assertThat(closePayload())
			.isEqualTo("%04x".formatted(violation.closeCode()) + Wire.hex(Wire.utf8(violation.code())));
		assertThat(protocol.state()).isEqualTo(ClosingState.FAILED);
		assertThat(protocol.closeStatus()).isEqualTo(CloseStatus.of(violation.closeCode(), violation.code()));
		assertNothingMayBeSent(protocol);
	}

	@Test
	void aClientThatFailsLeavesTheEndOfTheStreamToTheServer() {
		protocol(Role.CLIENT).fail(Violation.MASKED_FRAME);
		assertThat(this.bytes.calls()).hasSize(1);
		assertThat(this.bytes.isEnded()).isFalse();
	}

	@ParameterizedTest
	@EnumSource
	void aViolationBeforeTheEndOfThePeersStreamEndsOurs(Role role) {
		WebSocketProtocol protocol = protocol(role);
		protocol.streamEnded();
		assertThat(protocol.fail(Violation.RSV_BITS)).isTrue();
		assertThat(this.bytes.calls()).containsExactly("end");
		assertThat(protocol.state()).isEqualTo(ClosingState.CLOSED);
	}

	@Test
	void aViolationAfterOurCloseSendsNoSecondOne() {
		WebSocketProtocol protocol = protocol(Role.SERVER);
		protocol.close(CloseStatus.NORMAL);
		this.bytes.take();
		assertThat(protocol.fail(Violation.RSV_BITS)).isTrue();
		assertThat(this.bytes.calls()).containsExactly("end");
		assertThat(protocol.state()).isEqualTo(ClosingState.FAILED);
		assertThat(protocol.closeStatus().reason()).isEqualTo("rsv-bits");
	}

	@Test
	void aViolationAfterTheHandshakeHasNoEffect() {
		WebSocketProtocol protocol = protocol(Role.SERVER);
		protocol.closeReceived(CloseStatus.NORMAL);
		this.bytes.take();
		assertThat(protocol.fail(Violation.RSV_BITS)).isFalse();
		assertThat(this.bytes.calls()).isEmpty();
	}

	@ParameterizedTest
	@EnumSource
	void repliesAreSentWhileDraining(Role role) {
		WebSocketProtocol protocol = protocol(role);
		protocol.streamEnded();
		assertThat(protocol.state()).isEqualTo(ClosingState.DRAINING);
		assertThat(protocol.sendText(ByteBuffer.wrap(Wire.utf8("reply")), false)).isTrue();
		assertThat(protocol.sendPing(ByteBuffer.allocate(0))).isTrue();
		assertThat(protocol.sendPong(ByteBuffer.allocate(0))).isTrue();
		assertThat(protocol.send(PreparedMessage.text("reply"), false)).isTrue();
		assertThat(protocol.close(CloseStatus.NORMAL)).isFalse();
		this.bytes.take();
		protocol.drained();
		assertThat(this.bytes.calls()).containsExactly("end");
		assertThat(protocol.state()).isEqualTo(ClosingState.CLOSED);
		assertThat(protocol.closeStatus()).isSameAs(CloseStatus.ABNORMAL);
		assertNothingMayBeSent(protocol);
	}

	@Test
	void drainedHasNoEffectElsewhere() {
		WebSocketProtocol protocol = protocol(Role.SERVER);
		protocol.drained();
		assertThat(protocol.state()).isEqualTo(ClosingState.OPEN);
		assertThat(this.bytes.calls()).isEmpty();
	}

	@Test
	void theEndOfTheStreamAfterTheHandshakeKeepsItsStatus() {
		WebSocketProtocol protocol = protocol(Role.CLIENT);
		protocol.closeReceived(CloseStatus.NORMAL);
		protocol.streamEnded();
		assertThat(protocol.state()).isEqualTo(ClosingState.CLOSED);
		assertThat(protocol.closeStatus()).isSameAs(CloseStatus.NORMAL);
	}

	@Test
	void theEndOfTheStreamInsteadOfAnAnswerToOurCloseIsAbnormal() {
		WebSocketProtocol protocol = protocol(Role.CLIENT);
		protocol.close(CloseStatus.NORMAL);
		protocol.streamEnded();
		assertThat(protocol.state()).isEqualTo(ClosingState.CLOSED);
		assertThat(protocol.closeStatus()).isSameAs(CloseStatus.ABNORMAL);
	}

	@Test
	void aConnectionThatIsLostWritesNothing() {
		WebSocketProtocol protocol = protocol(Role.SERVER);
		protocol.aborted();
		assertThat(protocol.state()).isEqualTo(ClosingState.CLOSED);
		assertThat(protocol.closeStatus()).isSameAs(CloseStatus.ABNORMAL);
		assertNothingMayBeSent(protocol);
	}

	private void assertNothingMayBeSent(WebSocketProtocol protocol) {
		this.bytes.take();
		ByteBuffer payload = ByteBuffer.wrap(Wire.utf8("late"));
		assertThat(protocol.sendText(payload, false)).isFalse();
		assertThat(protocol.sendBinary(payload, true)).isFalse();
		assertThat(protocol.send(PreparedMessage.binary(payload), false)).isFalse();
		assertThat(protocol.sendPing(payload)).isFalse();
		assertThat(protocol.sendPong(payload)).isFalse();
		assertThat(protocol.close(CloseStatus.NORMAL)).isFalse();
		assertThat(this.bytes.calls()).isEmpty();
	}

	private String closePayload() {
		List<Frame> frames = NaiveFrames.decode(this.bytes.take());
		assertThat(frames).hasSize(1);
		assertThat(frames.get(0).firstByte()).isEqualTo(0x88);
		return Wire.hex(frames.get(0).payload());
	}

	private WebSocketProtocol protocol(Role role) {
		return new WebSocketProtocol(ProtocolSettings.of(role, ProtocolLimits.DEFAULTS), new Recorder(), this.bytes,
				BufferSource.HEAP);
	}

}
