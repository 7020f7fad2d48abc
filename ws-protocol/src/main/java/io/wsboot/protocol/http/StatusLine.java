package io.wsboot.protocol.http;

import java.nio.charset.StandardCharsets;

/**
 * The first line of a response: version, status code of three digits, reason phrase, one
 * blank between each (RFC 9112 §4).
 *
 * @param status the status code
 * @param reason the reason phrase
 */
record StatusLine(int status, String reason) {

	private static final int REASON = HttpVersion.LENGTH + 5;

	/** Takes the line between two places apart and judges it. */
	static StatusLine parse(byte[] bytes, int start, int end) throws HttpException {
		int code = start + HttpVersion.LENGTH + 1;
		boolean shaped = end - start >= REASON && HttpVersion.isVersion(bytes, start, start + HttpVersion.LENGTH)
				&& bytes[code - 1] == ' ' && isStatus(bytes, code) && bytes[code + 3] == ' ';
		if (!shaped) {
			throw new HttpException(502, "The status line must be an HTTP version, a status code from 100 to 599"
					+ " and a reason, with one blank between each.");
		}
		int minorVersion = HttpVersion.minor(bytes, start);
		if (minorVersion < 0) {
			throw new HttpException(502, "The HTTP version of the answer must be 1.1 or 1.0.");
		}
		int status = (bytes[code] - '0') * 100 + (bytes[code + 1] - '0') * 10 + bytes[code + 2] - '0';
		if (minorVersion == 0 && status < 200) {
			throw new HttpException(502, "HTTP/1.0 has no 1xx answers; an upgrade needs HTTP/1.1.");
		}
		int reason = start + REASON;
		return new StatusLine(status, new String(bytes, reason, end - reason, StandardCharsets.ISO_8859_1));
	}

	private static boolean isStatus(byte[] bytes, int code) {
		return bytes[code] >= '1' && bytes[code] <= '5' && HttpSyntax.isDigit(bytes[code + 1])
				&& HttpSyntax.isDigit(bytes[code + 2]);
	}

}
