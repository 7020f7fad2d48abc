package io.wsboot.protocol.http;

/**
 * The text form of an IPv6 address (RFC 3986 §3.2.2): eight groups of one to four
 * hexadecimal digits, of which one run may be left out as {@code ::} and the last two may
 * be an IPv4 address.
 */
final class Ipv6 {

	private static final int GROUPS = 8;

	private Ipv6() {
	}

	static boolean isAddress(String text) {
		int gap = text.indexOf("::");
		if (gap < 0) {
			return groups(text, 0, text.length(), true) == GROUPS;
		}
		int before = groups(text, 0, gap, false);
		int after = groups(text, gap + 2, text.length(), true);
		return before >= 0 && after >= 0 && before + after < GROUPS;
	}

	/** The number of groups between two places, -1 if anything else is there. */
	private static int groups(String text, int start, int end, boolean last) {
		if (start == end) {
			return 0;
		}
		int count = 0;
		int i = start;
		while (true) {
			int groupEnd = HttpSyntax.end(text, i, HttpSyntax.HEX);
			if (groupEnd < end && text.charAt(groupEnd) == '.') {
				return (last && isIpv4(text, i, end)) ? count + 2 : -1;
			}
			if (groupEnd == i || groupEnd > i + 4) {
				return -1;
			}
			count++;
			if (groupEnd == end) {
				return count;
			}
			if (text.charAt(groupEnd) != ':') {
				return -1;
			}
			i = groupEnd + 1;
		}
	}

	private static boolean isIpv4(String text, int start, int end) {
		int i = start;
		for (int part = 0; part < 4; part++) {
			int value = 0;
			int first = i;
			while (i < end && i < first + 3 && HttpSyntax.isDigit(text.charAt(i))) {
				value = value * 10 + text.charAt(i) - '0';
				i++;
			}
			boolean leadingZero = i > first + 1 && text.charAt(first) == '0';
			if (i == first || leadingZero || value > 255) {
				return false;
			}
			if (part < 3 && (i == end || text.charAt(i++) != '.')) {
				return false;
			}
		}
		return i == end;
	}

}
