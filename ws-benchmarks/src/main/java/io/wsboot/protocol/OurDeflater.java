package io.wsboot.protocol;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/**
 * Our permessage-deflate on the sending side.
 */
final class OurDeflater implements Contender {

	private static final int RSV1_BINARY = 0xC2;

	private final byte[][] messages;

	private final ByteBuffer[] payloads;

	private final PerMessageDeflate deflate;

	private final MessageDeflater deflater;

	private final Tally tally = new Tally();

	OurDeflater(byte[][] messages, boolean takeover) {
		this.messages = messages;
		this.payloads = new ByteBuffer[messages.length];
		for (int i = 0; i < messages.length; i++) {
			this.payloads[i] = ByteBuffer.allocateDirect(messages[i].length).put(messages[i]).flip();
		}
		this.deflate = agree(takeover);
		this.deflater = new MessageDeflater(this.deflate, Role.SERVER);
	}

	/**
	 * What both sides agree on: the JDK's default level and the largest windows.
	 * @param takeover whether messages refer to earlier ones, in both directions
	 */
	static PerMessageDeflate agree(boolean takeover) {
		int window = DeflateParameters.MOST_WINDOW_BITS;
		return new PerMessageDeflate(new DeflateParameters(!takeover, !takeover, window, window),
				CompressionOptions.DEFAULTS, new CompressionPool(1));
	}

	@Override
	public long pass() {
		long deflated = 0;
		for (ByteBuffer payload : this.payloads) {
			deflated += deflate(payload).remaining();
			this.tally.add(payload.remaining());
		}
		return deflated;
	}

	private ByteBuffer deflate(ByteBuffer payload) {
		ByteBuffer deflated = this.deflater.deflate(payload);
		if (deflated == null) {
			throw new IllegalStateException("The sample does not become shorter");
		}
		return deflated;
	}

	/**
	 * All messages once, compressed, in frames of a server.
	 */
	byte[] wire() {
		ByteArrayOutputStream wire = new ByteArrayOutputStream();
		for (byte[] message : this.messages) {
			ByteBuffer deflated = deflate(ByteBuffer.wrap(message));
			byte[] payload = new byte[deflated.remaining()];
			deflated.get(payload);
			wire.writeBytes(SampleFrames.frame(RSV1_BINARY, payload, false));
		}
		return wire.toByteArray();
	}

	@Override
	public Tally tally() {
		return this.tally;
	}

	@Override
	public void release() {
		this.deflater.close();
		this.deflate.pool().close();
	}

}
