package io.wsboot.protocol.http;

import java.nio.charset.StandardCharsets;

/**
 * A line of a head behind the first one: name, colon, value (RFC 9112 §5).
 */
final class FieldLine {

	private FieldLine() {
	}

	/** Takes the line between two places apart, judges it and adds the field. */
	static void parse(byte[] bytes, int start, int end, HttpFields.Builder fields) throws HttpException {
		int colon = HttpSyntax.end(bytes, start, end, HttpSyntax.TOKEN);
		if (colon == end || bytes[colon] != ':' || colon == start) {
			throw fault(bytes, start, colon, end);
		}
		int valueStart = colon + 1;
		while (valueStart < end && HttpSyntax.isBlank(bytes[valueStart])) {
			valueStart++;
		}
		int valueEnd = end;
		while (valueEnd > valueStart && HttpSyntax.isBlank(bytes[valueEnd - 1])) {
			valueEnd--;
		}
		fields.append(new String(bytes, start, colon - start, StandardCharsets.ISO_8859_1),
				new String(bytes, valueStart, valueEnd - valueStart, StandardCharsets.ISO_8859_1));
	}

	/** Says why the name ended before its colon. */
	private static HttpException fault(byte[] bytes, int start, int stop, int end) {
		if (stop == end) {
			return new HttpException(400, "A field line has no colon; it must be a name, a colon and a value.");
		}
		if (!HttpSyntax.isBlank(bytes[stop])) {
			return new HttpException(400,
					"A field name must be letters, digits and the marks of a token, at least one.");
		}
		if (stop == start) {
			return new HttpException(400, "A field line starts with a blank; folded lines are not accepted.");
		}
		return new HttpException(400, "A field name must be followed by its colon, without a blank between them.");
	}

}
