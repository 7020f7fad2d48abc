package io.wsboot.transport;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.util.zip.CRC32C;

import org.jspecify.annotations.Nullable;

/**
 * The header of version 2 of the PROXY protocol (its specification §2.2): 12 bytes that
 * no other protocol begins with, version and command, address family and protocol, a
 * length; then as many bytes as that says, with the addresses and records of type, length
 * and value.
 */
final class ProxyHeaderV2 {

	/** Of the part that is always there. */
	static final int FIXED = 16;

	private static final int COMMAND_AT = 12;

	private static final int FAMILY_AT = 13;

	private static final int LENGTH_AT = 14;

	private static final int LOCAL = 0x20;

	private static final int PROXY = 0x21;

	private static final int UNSPECIFIED = 0x00;

	private static final int TCP4 = 0x11;

	private static final int TCP6 = 0x21;

	private static final int UNIX = 0x31;

	private static final int IPV4_BYTES = 4;

	private static final int IPV6_BYTES = 16;

	private static final int PATH_BYTES = 108;

	private static final int PORT_BYTES = 2;

	private static final int RECORD_HEAD = 3;

	private static final int CRC32C_RECORD = 0x03;

	private ProxyHeaderV2() {
	}

	/**
	 * What the header announces behind its fixed part.
	 * @param head the fixed part
	 * @return bytes
	 */
	static int length(byte[] head) {
		return ByteBuffer.wrap(head).getShort(LENGTH_AT) & 0xFFFF;
	}

	static void judgeCommand(byte command) throws ProxyHeaderException {
		if (command != LOCAL && command != PROXY) {
			throw new ProxyHeaderException("the PROXY header has another version than 2, or an unknown command");
		}
	}

	/**
	 * Judges a header by its fixed part, before the rest is read.
	 * @param head the fixed part
	 * @param most what may follow, in bytes
	 * @throws ProxyHeaderException if it cannot be right
	 */
	static void judgeFixed(byte[] head, int most) throws ProxyHeaderException {
		if (length(head) > most) {
			throw new ProxyHeaderException(
					"the PROXY header announces " + length(head) + " bytes; at most " + most + " are allowed");
		}
		if (head[COMMAND_AT] == PROXY && length(head) < addresses(head)) {
			throw new ProxyHeaderException("the PROXY header is too short for the addresses it announces");
		}
	}

	/**
	 * Whose connection it is.
	 * @param head the whole header
	 * @param size its length
	 * @return the client's address; {@code null} if the connection is the proxy's own, or
	 * the proxy does not know
	 * @throws ProxyHeaderException if the header is malformed
	 */
	static @Nullable SocketAddress source(byte[] head, int size) throws ProxyHeaderException {
		if (head[COMMAND_AT] == LOCAL) {
			// whatever follows is to be ignored
			return null;
		}
		judgeRecords(head, size);
		ByteBuffer addresses = ByteBuffer.wrap(head, FIXED, size - FIXED);
		return switch (head[FAMILY_AT]) {
			case TCP4 -> internet(addresses, IPV4_BYTES);
			case TCP6 -> internet(addresses, IPV6_BYTES);
			case UNIX -> path(addresses);
			default -> null;
		};
	}

	/** How long the addresses are. */
	private static int addresses(byte[] head) throws ProxyHeaderException {
		return switch (head[FAMILY_AT]) {
			case UNSPECIFIED -> 0;
			case TCP4 -> 2 * (IPV4_BYTES + PORT_BYTES);
			case TCP6 -> 2 * (IPV6_BYTES + PORT_BYTES);
			case UNIX -> 2 * PATH_BYTES;
			default -> throw new ProxyHeaderException("the PROXY header is about something else than a stream");
		};
	}

	private static SocketAddress internet(ByteBuffer addresses, int length) throws ProxyHeaderException {
		byte[] client = new byte[length];
		addresses.get(client);
		int port = addresses.getShort(addresses.position() + length) & 0xFFFF;
		try {
			return new InetSocketAddress(InetAddress.getByAddress(client), port);
		}
		catch (UnknownHostException ex) {
			throw new ProxyHeaderException("the PROXY header has an address that is none");
		}
	}

	private static SocketAddress path(ByteBuffer addresses) throws ProxyHeaderException {
		byte[] client = new byte[PATH_BYTES];
		addresses.get(client);
		String path = new String(client, StandardCharsets.UTF_8);
		int end = path.indexOf('\0');
		try {
			return UnixDomainSocketAddress.of((end < 0) ? path : path.substring(0, end));
		}
		catch (InvalidPathException ex) {
			throw new ProxyHeaderException("the PROXY header has a path that is none");
		}
	}

	/** The records are skipped, but they must be whole, and their checksum right. */
	private static void judgeRecords(byte[] head, int size) throws ProxyHeaderException {
		ByteBuffer records = ByteBuffer.wrap(head, 0, size).position(FIXED + addresses(head));
		while (records.hasRemaining()) {
			if (records.remaining() < RECORD_HEAD) {
				throw new ProxyHeaderException("the PROXY header ends within a record");
			}
			int type = records.get();
			int length = records.getShort() & 0xFFFF;
			if (length > records.remaining()) {
				throw new ProxyHeaderException("the PROXY header ends within a record");
			}
			if (type == CRC32C_RECORD) {
				judgeChecksum(head, size, records.position(), length);
			}
			records.position(records.position() + length);
		}
	}

	/** The checksum is that of the whole header with zeros in its own place. */
	private static void judgeChecksum(byte[] head, int size, int at, int length) throws ProxyHeaderException {
		boolean right = length == Integer.BYTES;
		if (right) {
			CRC32C sum = new CRC32C();
			sum.update(head, 0, at);
			sum.update(new byte[Integer.BYTES]);
			sum.update(head, at + Integer.BYTES, size - at - Integer.BYTES);
			right = (int) sum.getValue() == ByteBuffer.wrap(head).getInt(at);
		}
		if (!right) {
			throw new ProxyHeaderException("the checksum of the PROXY header is wrong");
		}
	}

}
