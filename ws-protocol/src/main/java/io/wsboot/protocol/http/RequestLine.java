package io.wsboot.protocol.http;

import java.nio.charset.StandardCharsets;

/**
 * The first line of a request: method, target and version, one blank between each (RFC
 * 9112 §3).
 *
 * @param method the method
 * @param target the target
 * @param minorVersion 0 or 1
 */
record RequestLine(String method, String target, int minorVersion) {

	/** Takes the line between two places apart and judges it. */
	static RequestLine parse(byte[] bytes, int start, int end) throws HttpException {
		int methodEnd = HttpSyntax.end(bytes, start, end, HttpSyntax.TOKEN);
		int targetEnd = methodEnd + 1;
		while (targetEnd < end && bytes[targetEnd] != ' ') {
			targetEnd++;
		}
		boolean shaped = methodEnd > start && methodEnd < end && bytes[methodEnd] == ' ' && targetEnd > methodEnd + 1
				&& HttpVersion.isVersion(bytes, targetEnd + 1, end);
		if (!shaped) {
			throw new HttpException(400, "The request line must be a method, a target and an HTTP version,"
					+ " with one blank between each.");
		}
		int minorVersion = HttpVersion.minor(bytes, targetEnd + 1);
		if (minorVersion < 0) {
			throw new HttpException(505, "The HTTP version must be 1.1 or 1.0.");
		}
		String target = text(bytes, methodEnd + 1, targetEnd);
		if (!RequestTarget.isValid(target)) {
			throw new HttpException(400, "The target of the request must be a path that starts with a slash, or an"
					+ " absolute URI, with other characters percent-encoded.");
		}
		return new RequestLine(text(bytes, start, methodEnd), target, minorVersion);
	}

	private static String text(byte[] bytes, int start, int end) {
		return new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
	}

}
