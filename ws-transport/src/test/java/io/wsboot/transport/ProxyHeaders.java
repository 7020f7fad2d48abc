package io.wsboot.transport;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * Headers of the PROXY protocol, written from its specification.
 */
final class ProxyHeaders {

	/** From 192.0.2.7, port 56324. */
	static final byte[] V1 = line("PROXY TCP4 192.0.2.7 198.51.100.1 56324 443\r\n");

	private static final byte[] SIGNATURE = RawPeer.hex("0d0a0d0a000d0a515549540a");

	private ProxyHeaders() {
	}

	static byte[] line(String text) {
		return text.getBytes(StandardCharsets.ISO_8859_1);
	}

	/**
	 * Version 2.
	 * @param commandAndFamily two bytes
	 * @param rest addresses and records
	 */
	static byte[] v2(String commandAndFamily, byte[] rest) {
		return ByteBuffer.allocate(SIGNATURE.length + 4 + rest.length)
			.put(SIGNATURE)
			.put(RawPeer.hex(commandAndFamily))
			.putShort((short) rest.length)
			.put(rest)
			.array();
	}

	/**
	 * Version 2, from 192.0.2.7, port 56324.
	 * @param records in hexadecimal
	 */
	static byte[] v2(String records) {
		return v2("2111", RawPeer.hex("c0000207 c6336401 dc04 01bb" + records));
	}

	/**
	 * The same with a checksum behind other records.
	 */
	static byte[] v2WithChecksum() {
		byte[] header = v2("04 0002 0000" + "03 0004 00000000");
		CRC32C sum = new CRC32C();
		sum.update(header);
		ByteBuffer.wrap(header).putInt(header.length - Integer.BYTES, (int) sum.getValue());
		return header;
	}

}
