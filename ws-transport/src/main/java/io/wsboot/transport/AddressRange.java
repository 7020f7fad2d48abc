package io.wsboot.transport;

import java.net.InetAddress;
import java.util.regex.Pattern;

/**
 * The addresses that begin with the same bits, in CIDR notation (RFC 4632 §3.1): an
 * address, and how many of its bits count; all of them if that is left out. An IPv4
 * address in its IPv6 form is the IPv4 address.
 */
final class AddressRange {

	private static final Pattern BITS = Pattern.compile("[0-9]{1,3}");

	private final byte[] address;

	private final int bits;

	private AddressRange(byte[] address, int bits) {
		this.address = address;
		this.bits = bits;
	}

	/**
	 * Reads a range.
	 * @param text such as {@code 10.0.0.0/8}, {@code fd00::/8} or {@code 127.0.0.1}
	 * @return the range
	 * @throws IllegalArgumentException if it is none
	 */
	static AddressRange of(String text) {
		int slash = text.indexOf('/');
		String host = (slash < 0) ? text : text.substring(0, slash);
		InetAddress first = (host.indexOf(':') >= 0) ? IpLiteral.v6(host) : IpLiteral.v4(host);
		if (first == null) {
			throw wrong(text);
		}
		int all = first.getAddress().length * Byte.SIZE;
		int bits = (slash < 0) ? all : bits(text.substring(slash + 1));
		if (bits < 0 || bits > all) {
			throw wrong(text);
		}
		return new AddressRange(first.getAddress(), bits);
	}

	private static int bits(String text) {
		return BITS.matcher(text).matches() ? Integer.parseInt(text) : -1;
	}

	private static IllegalArgumentException wrong(String text) {
		return new IllegalArgumentException("'" + text + "' is no range of addresses: write an address, or one with the"
				+ " number of bits that count, such as 10.0.0.0/8 or fd00::/8");
	}

	/**
	 * Whether an address begins with the same bits.
	 * @param other the address
	 * @return {@code false} also if it is of the other version of IP
	 */
	boolean contains(InetAddress other) {
		byte[] bytes = other.getAddress();
		if (bytes.length != this.address.length) {
			return false;
		}
		int whole = this.bits / Byte.SIZE;
		for (int i = 0; i < whole; i++) {
			if (bytes[i] != this.address[i]) {
				return false;
			}
		}
		int rest = Byte.SIZE - this.bits % Byte.SIZE;
		return rest == Byte.SIZE || (bytes[whole] & 0xFF) >> rest == (this.address[whole] & 0xFF) >> rest;
	}

}
