package io.wsboot.benchmarks.load;

import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Makes plain bytes of what a server has compressed, with the context of all that it has
 * sent before (RFC 7692 §7.2.2).
 */
final class Inflation {

	private static final int ROOM = 4096;

	private final Inflater inflater = new Inflater(true);

	private final ByteBuffer plain = ByteBuffer.allocateDirect(ROOM);

	private final ByteBuffer tail = ByteBuffer.allocateDirect(4).putInt(0x0000FFFF).flip();

	private final Faults faults;

	Inflation(Faults faults) {
		this.faults = faults;
	}

	/**
	 * Takes a piece of a payload; {@link #next()} has to be asked for all that comes of
	 * it before the bytes change.
	 */
	void take(ByteBuffer piece) {
		this.inflater.setInput(piece);
	}

	/**
	 * Takes what the sender has left out at the end of a message.
	 */
	void takeTail() {
		this.inflater.setInput(this.tail.rewind());
	}

	/** More plain bytes, none if another piece is needed. */
	ByteBuffer next() {
		this.plain.clear();
		try {
			this.inflater.inflate(this.plain);
		}
		catch (DataFormatException ex) {
			this.faults.add("a message cannot be decompressed: %s", ex);
		}
		return this.plain.flip();
	}

}
