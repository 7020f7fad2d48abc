package io.wsboot.protocol.http;

/**
 * The version in a request or status line: {@code HTTP/}, a digit, a point, a digit (RFC
 * 9112 §2.3).
 */
final class HttpVersion {

	/** The number of bytes that a version takes. */
	static final int LENGTH = 8;

	private static final byte[] NAME = { 'H', 'T', 'T', 'P', '/' };

	private HttpVersion() {
	}

	/** Whether exactly a version, of whatever number, lies between two places. */
	static boolean isVersion(byte[] bytes, int start, int end) {
		if (end - start != LENGTH) {
			return false;
		}
		for (int i = 0; i < NAME.length; i++) {
			if (bytes[start + i] != NAME[i]) {
				return false;
			}
		}
		return HttpSyntax.isDigit(bytes[start + 5]) && bytes[start + 6] == '.' && HttpSyntax.isDigit(bytes[start + 7]);
	}

	/** The minor number of version 1.0 or 1.1, -1 for any other version. */
	static int minor(byte[] bytes, int start) {
		int minor = bytes[start + 7] - '0';
		return (bytes[start + 5] == '1' && minor <= 1) ? minor : -1;
	}

}
