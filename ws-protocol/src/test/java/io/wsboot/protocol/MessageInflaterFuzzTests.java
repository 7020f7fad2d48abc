package io.wsboot.protocol;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * RFC 7692 §6.2, §7.2.2: any compressed payload in any fragments and any division says
 * the same, whole or in chunks; what it says is what the JDK inflates at once; and
 * nothing native is kept.
 */
class MessageInflaterFuzzTests {

	private static final int MOST = 4000;

	private static final ProtocolLimits LIMITS = new ProtocolLimits(2000, MOST, 16);

	private static final int[] FIRST_BYTES = { 0xC2, 0x42, 0x00, 0x80, 0xC1, 0x41, 0x82, 0x89, 0x81, 0x01 };

	/** What is found only while inflating. */
	private static final Set<Violation> INFLATED = EnumSet.of(Violation.CORRUPT_DEFLATE, Violation.INVALID_UTF8,
			Violation.MESSAGE_TOO_BIG);

	/** What a message was inflated to, and what ended it all. */
	private record Heard(List<String> messages, @Nullable Violation violation) {
	}

	@FuzzTest
	void saysTheSameHoweverItIsTaken(byte[] data) {
		FuzzInput input = new FuzzInput(data);
		int flags = input.next();
		int split = input.next();
		boolean takeover = (flags & 1) != 0;
		Role role = ((flags & 2) != 0) ? Role.SERVER : Role.CLIENT;
		List<byte[]> frames = new ArrayList<>();
		byte[] single = null;
		while (input.hasMore() && frames.size() < 20) {
			int firstByte = FIRST_BYTES[input.next() % FIRST_BYTES.length];
			byte[] payload = input.take((firstByte == 0x89) ? input.next() % 126 : input.next());
			single = (frames.isEmpty() && firstByte == 0xC2) ? payload : null;
			frames.add(Wire.frameTo(role, firstByte, payload));
		}
		byte[] wire = Wire.join(frames.toArray(byte[][]::new));
		Heard whole = hear(role, takeover, false, List.of(wire));
		assertSame(hear(role, takeover, false, FuzzInput.split(wire, split)), whole);
		assertSame(hear(role, takeover, true, FuzzInput.split(wire, split)), whole);
		if (single != null) {
			assertInflated(single, whole);
		}
	}

	/**
	 * Input that breaks several rules at once may be called by either: it depends on how
	 * much is inflated before it is looked at.
	 */
	private static void assertSame(Heard one, Heard other) {
		assertThat(one.messages()).isEqualTo(other.messages());
		if (!INFLATED.contains(one.violation()) || !INFLATED.contains(other.violation())) {
			assertThat(one.violation()).isEqualTo(other.violation());
		}
	}

	private static void assertInflated(byte[] deflated, Heard heard) {
		byte[] expected = inflate(deflated);
		if (heard.violation() == null) {
			assertThat(expected).isNotNull();
			assertThat(heard.messages()).containsExactly("binary " + Wire.hex(expected));
		}
		else if (heard.violation() == Violation.MESSAGE_TOO_BIG) {
			assertThat(expected == null || expected.length > MOST || deflated.length > MOST).isTrue();
		}
		else {
			assertThat(heard.violation()).isEqualTo(Violation.CORRUPT_DEFLATE);
		}
	}

	/**
	 * All at once, as §7.2.2 says it: with the tail behind; {@code null} for what is
	 * corrupt. A stream may follow a final block.
	 */
	private static byte @Nullable [] inflate(byte[] deflated) {
		byte[] all = Wire.join(deflated, Wire.hex("0000ffff"));
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		byte[] some = new byte[1000];
		Inflater inflater = new Inflater(true);
		int at = 0;
		try {
			inflater.setInput(all);
			while (out.size() <= MOST) {
				int length = inflater.inflate(some);
				out.write(some, 0, length);
				if (inflater.finished()) {
					at = all.length - inflater.getRemaining();
					inflater.reset();
					inflater.setInput(all, at, all.length - at);
				}
				if (length == 0 && inflater.needsInput()) {
					return out.toByteArray();
				}
			}
			return out.toByteArray();
		}
		catch (DataFormatException ex) {
			return null;
		}
		finally {
			inflater.end();
		}
	}

	private static Heard hear(Role role, boolean takeover, boolean chunks, List<byte[]> pieces) {
		CompressionPool pool = new CompressionPool(1);
		PerMessageDeflate deflate = new PerMessageDeflate(new DeflateParameters(!takeover, !takeover, 15, 15),
				CompressionOptions.DEFAULTS, pool);
		Messages messages = new Messages();
		CountedBuffers buffers = new CountedBuffers(false);
		WebSocketProtocol protocol = new WebSocketProtocol(new ProtocolSettings(role, LIMITS, chunks, deflate),
				messages, new RecordedBytes(), buffers);
		for (byte[] piece : pieces) {
			ByteBuffer in = ByteBuffer.wrap(piece.clone());
			protocol.receive(in);
			assertThat(in.hasRemaining()).isFalse();
			assertThat(buffers.lentBytes()).isLessThanOrEqualTo(64 * 1024);
			assertThat(pool.live()).isLessThanOrEqualTo(1);
		}
		protocol.endInput();
		assertThat(buffers.lent()).isZero();
		assertThat(pool.live()).as("native memory in use").isEqualTo(pool.idle());
		pool.close();
		assertThat(pool.live()).as("native memory in all").isZero();
		return new Heard(messages.lines, messages.violation);
	}

	/**
	 * Keeps whole messages, in chunks or not.
	 */
	private static final class Messages implements MessageSink {

		private final List<String> lines = new ArrayList<>();

		private final ByteArrayOutputStream chunks = new ByteArrayOutputStream();

		private @Nullable Violation violation;

		@Override
		public void text(ByteBuffer utf8, boolean ascii) {
			this.lines.add("text " + Wire.hex(utf8));
		}

		@Override
		public void binary(ByteBuffer payload) {
			this.lines.add("binary " + Wire.hex(payload));
		}

		@Override
		public void chunk(boolean text, ByteBuffer bytes, boolean last) {
			assertThat(text && !Utf8Validator.isValid(bytes, bytes.position(), bytes.limit())).isFalse();
			this.chunks.writeBytes(Wire.bytes(bytes));
			assertThat(this.chunks.size()).isLessThanOrEqualTo(MOST);
			if (last) {
				this.lines.add((text ? "text " : "binary ") + Wire.hex(this.chunks.toByteArray()));
				this.chunks.reset();
			}
		}

		@Override
		public void ping(ByteBuffer payload) {
			this.lines.add("ping " + Wire.hex(payload));
		}

		@Override
		public void pong(ByteBuffer payload) {
			throw new AssertionError("no pong was sent");
		}

		@Override
		public void close(CloseStatus status) {
			throw new AssertionError("no close was sent");
		}

		@Override
		public void violation(Violation violation) {
			assertThat(this.violation).isNull();
			this.violation = violation;
		}

	}

}
