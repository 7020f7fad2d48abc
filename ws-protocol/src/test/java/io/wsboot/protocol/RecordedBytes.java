package io.wsboot.protocol;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A byte sink that keeps what it got and insists on how it has to be used.
 */
final class RecordedBytes implements ByteSink {

	private static final int BEFORE = 5;

	private final ByteArrayOutputStream wire = new ByteArrayOutputStream();

	private final List<String> calls = new ArrayList<>();

	private @Nullable ByteBuffer claimed;

	private int claimedSize;

	private boolean direct;

	private int fragmentSize = FRAGMENT_SIZE;

	private boolean ended;

	RecordedBytes direct(boolean direct) {
		this.direct = direct;
		return this;
	}

	RecordedBytes fragmentSize(int size) {
		this.fragmentSize = size;
		return this;
	}

	@Override
	public int fragmentSize() {
		return this.fragmentSize;
	}

	/**
	 * Takes what was written since the last call.
	 */
	byte[] take() {
		byte[] taken = this.wire.toByteArray();
		this.wire.reset();
		this.calls.clear();
		return taken;
	}

	String takeHex() {
		return Wire.hex(take());
	}

	/**
	 * The calls since the last {@link #take}: {@code control <bytes>},
	 * {@code data <bytes>}, {@code data <bytes>+<bytes by reference>},
	 * {@code shared <bytes>}, {@code end}.
	 */
	List<String> calls() {
		return this.calls;
	}

	boolean isEnded() {
		return this.ended;
	}

	@Override
	public ByteBuffer claim(int size, boolean control) {
		assertThat(this.claimed).as("one claim at a time").isNull();
		assertThat(this.ended).as("nothing follows the end").isFalse();
		this.calls.add(control ? "control" : "data");
		int capacity = BEFORE + size;
		this.claimed = this.direct ? ByteBuffer.allocateDirect(capacity) : ByteBuffer.allocate(capacity);
		this.claimedSize = size;
		return this.claimed.order(ByteOrder.BIG_ENDIAN).position(BEFORE);
	}

	@Override
	public void write(ByteBuffer claimed) {
		note(" " + takeClaimed(claimed));
	}

	@Override
	public void write(ByteBuffer claimed, ByteBuffer payload) {
		note(" " + takeClaimed(claimed) + "+" + payload.remaining());
		this.wire.writeBytes(Wire.bytes(payload));
	}

	@Override
	public void writeShared(ByteBuffer frames) {
		assertThat(frames.isReadOnly()).isTrue();
		this.calls.add("shared " + frames.remaining());
		byte[] bytes = new byte[frames.remaining()];
		frames.get(bytes);
		this.wire.writeBytes(bytes);
	}

	@Override
	public void end() {
		assertThat(this.ended).as("one end").isFalse();
		this.ended = true;
		this.calls.add("end");
	}

	private int takeClaimed(ByteBuffer buffer) {
		assertThat(buffer).isSameAs(this.claimed);
		this.claimed = null;
		int size = buffer.position() - BEFORE;
		assertThat(size).as("what was claimed is what is used").isEqualTo(this.claimedSize);
		byte[] bytes = new byte[size];
		buffer.get(BEFORE, bytes);
		this.wire.writeBytes(bytes);
		return size;
	}

	private void note(String detail) {
		int last = this.calls.size() - 1;
		this.calls.set(last, this.calls.get(last) + detail);
	}

}
