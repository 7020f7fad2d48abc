package io.wsboot.transport;

import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * Bytes to a header of the PROXY protocol (its specification §2), resumable at any byte.
 * It refuses on the first byte that is wrong, takes nothing that is behind the header,
 * and says how much of what is to come belongs to it for certain: so whoever reads no
 * more than that leaves to the next protocol what is its.
 * <p>
 * The header of version 1 is a line of at most 107 bytes; that of version 2 may announce
 * up to 4 KiB, which are kept as they come.
 */
final class ProxyHeaderDecoder {

	/** The longest line that version 1 allows, with its end. */
	static final int MOST_V1 = 107;

	/** What version 2 may announce. */
	static final int MOST_V2 = 4096;

	/** Those that have every byte of their beginning in common. */
	private static final byte[] V1 = { 'P', 'R', 'O', 'X', 'Y', ' ' };

	private static final byte[] V2 = { 0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A };

	/** "PROXY UNKNOWN" and the end of the line. */
	private static final int LEAST_V1 = 15;

	private static final int SMALL = 128;

	private byte[] head = new byte[SMALL];

	private int size;

	/** Whether the last byte has arrived. */
	private boolean complete;

	private @Nullable SocketAddress source;

	/**
	 * Takes bytes up to the end of the header.
	 * @param in the bytes; what is behind the header stays
	 * @return {@code true} when the header is complete
	 * @throws ProxyHeaderException if this is none
	 */
	boolean decode(ByteBuffer in) throws ProxyHeaderException {
		while (!this.complete && in.hasRemaining()) {
			add(in.get());
			if (isV2()) {
				this.complete = judgeV2();
			}
			else {
				this.complete = judgeV1();
			}
		}
		return this.complete;
	}

	/**
	 * How many bytes that have not come yet belong to the header for certain.
	 * @return 1 or more until it is complete, then 0
	 */
	int missing() {
		if (this.complete) {
			return 0;
		}
		if (isV2()) {
			return (this.size < ProxyHeaderV2.FIXED ? ProxyHeaderV2.FIXED : totalV2()) - this.size;
		}
		if (this.size < LEAST_V1) {
			return LEAST_V1 - this.size;
		}
		return (this.head[this.size - 1] == '\r') ? 1 : 2;
	}

	/**
	 * Whose connection it is. Asked when the header is complete.
	 * @return the client's address; {@code null} if the connection is the proxy's own, or
	 * the proxy does not know
	 */
	@Nullable SocketAddress source() {
		return this.source;
	}

	private boolean isV2() {
		return this.size > 0 && this.head[0] == V2[0];
	}

	private int totalV2() {
		return ProxyHeaderV2.FIXED + ProxyHeaderV2.length(this.head);
	}

	private void add(byte next) {
		if (this.size == this.head.length) {
			this.head = Arrays.copyOf(this.head, 2 * this.size);
		}
		this.head[this.size++] = next;
	}

	private boolean judgeV1() throws ProxyHeaderException {
		int last = this.size - 1;
		if (last < V1.length && this.head[last] != V1[last]) {
			throw new ProxyHeaderException("the connection does not begin with a PROXY header");
		}
		boolean ended = last > 0 && this.head[last - 1] == '\r';
		if (ended != (this.head[last] == '\n')) {
			throw new ProxyHeaderException("the PROXY line must end with CR LF");
		}
		if (ended) {
			this.source = ProxyHeaderV1.source(this.head, this.size - 2);
		}
		else if (this.size == MOST_V1) {
			throw new ProxyHeaderException("the PROXY line is longer than " + MOST_V1 + " bytes");
		}
		return ended;
	}

	private boolean judgeV2() throws ProxyHeaderException {
		int last = this.size - 1;
		if (last < V2.length && this.head[last] != V2[last]) {
			throw new ProxyHeaderException("the connection does not begin with a PROXY header");
		}
		if (last == V2.length) {
			ProxyHeaderV2.judgeCommand(this.head[last]);
		}
		if (this.size < ProxyHeaderV2.FIXED) {
			return false;
		}
		if (this.size == ProxyHeaderV2.FIXED) {
			ProxyHeaderV2.judgeFixed(this.head, MOST_V2);
		}
		if (this.size < totalV2()) {
			return false;
		}
		this.source = ProxyHeaderV2.source(this.head, this.size);
		return true;
	}

}
