package io.wsboot.transport;

import java.io.ByteArrayOutputStream;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Decompresses messages as a peer does that remembers all of them (RFC 7692 §7.2.2).
 */
final class PeerInflater implements AutoCloseable {

	private static final byte[] TAIL = { 0, 0, (byte) 0xFF, (byte) 0xFF };

	private final Inflater inflater = new Inflater(true);

	byte[] inflate(byte[] deflated) {
		ByteArrayOutputStream message = new ByteArrayOutputStream();
		inflate(deflated, message);
		inflate(TAIL, message);
		return message.toByteArray();
	}

	private void inflate(byte[] deflated, ByteArrayOutputStream message) {
		byte[] piece = new byte[64 * 1024];
		this.inflater.setInput(deflated);
		try {
			for (int count = this.inflater.inflate(piece); count > 0; count = this.inflater.inflate(piece)) {
				message.write(piece, 0, count);
			}
		}
		catch (DataFormatException ex) {
			throw new AssertionError("The peer cannot decompress it", ex);
		}
		if (this.inflater.getRemaining() > 0) {
			throw new AssertionError("The peer cannot go on");
		}
	}

	@Override
	public void close() {
		this.inflater.end();
	}

}
