package io.wsboot.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Records what a peer said as lines of text, and must be exhausted after each test. What
 * it was lent is spoiled before a callback returns.
 * <p>
 * The lines: {@code ascii <text>}, {@code text <text>} when not all of it is ASCII,
 * {@code binary <hex>}, {@code text chunk [last ]<text>},
 * {@code binary chunk [last ]<hex>}, {@code ping <hex>}, {@code pong <hex>},
 * {@code close <code> <reason>}, {@code violation <code>}. What is long is abridged.
 */
final class Recorder implements MessageSink, AfterEachCallback {

	private final List<String> lines = new ArrayList<>();

	private Runnable during = () -> {
	};

	/**
	 * Sets what every callback does besides being recorded.
	 */
	void during(Runnable action) {
		this.during = action;
	}

	void expect(String... expected) {
		assertThat(this.lines).containsExactly(expected);
		this.lines.clear();
	}

	List<String> take() {
		List<String> taken = List.copyOf(this.lines);
		this.lines.clear();
		return taken;
	}

	void add(List<String> events) {
		this.lines.addAll(events);
	}

	int size() {
		return this.lines.size();
	}

	@Override
	public void text(ByteBuffer utf8, boolean ascii) {
		String text = new String(Wire.bytes(utf8), StandardCharsets.UTF_8);
		record((ascii ? "ascii " : "text ") + abridge(text));
		spoil(utf8);
	}

	@Override
	public void binary(ByteBuffer payload) {
		record("binary " + abridge(Wire.hex(payload)));
		spoil(payload);
	}

	@Override
	public void chunk(boolean text, ByteBuffer bytes, boolean last) {
		String payload = text ? new String(Wire.bytes(bytes), StandardCharsets.UTF_8) : Wire.hex(bytes);
		record((text ? "text chunk " : "binary chunk ") + (last ? "last " : "") + abridge(payload));
		spoil(bytes);
	}

	@Override
	public void ping(ByteBuffer payload) {
		record("ping " + Wire.hex(payload));
		spoil(payload);
	}

	@Override
	public void pong(ByteBuffer payload) {
		record("pong " + Wire.hex(payload));
		spoil(payload);
	}

	@Override
	public void close(CloseStatus status) {
		record("close " + status.code() + " " + status.reason());
	}

	@Override
	public void violation(Violation violation) {
		record("violation " + violation.code());
	}

	@Override
	public void afterEach(ExtensionContext context) {
		assertThat(this.lines).as("events that no assertion asked for").isEmpty();
	}

	private void record(String line) {
		this.lines.add(line);
		this.during.run();
	}

	static void spoil(ByteBuffer lent) {
		while (lent.hasRemaining()) {
			lent.put((byte) 0xEE);
		}
		lent.clear().position(lent.limit());
	}

	/**
	 * Long payloads as their length and a hash.
	 */
	static String abridge(String payload) {
		return (payload.length() <= 300) ? payload
				: payload.length() + "#" + Arrays.hashCode(payload.getBytes(StandardCharsets.UTF_8));
	}

}
