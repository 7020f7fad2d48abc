package io.wsboot.protocol.http;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * How the body behind a request's head ends (RFC 9112 §6.3).
 * <p>
 * Whoever reads more leniently than the next hop can be made to take one request for two,
 * so anything ambiguous is refused, even where RFC 9112 allows to repair it.
 *
 * @param chunked whether the body comes in chunks of its own length (§7.1)
 * @param length the length in bytes, 0 for no body and for chunks
 */
public record BodyFraming(boolean chunked, long length) {

	private static final BodyFraming NONE = new BodyFraming(false, 0);

	private static final BodyFraming CHUNKED = new BodyFraming(true, 0);

	/**
	 * Checks the components.
	 * @param chunked as above
	 * @param length as above
	 * @throws IllegalArgumentException if the length is negative, or given for chunks
	 */
	public BodyFraming {
		if (length < 0 || (chunked && length > 0)) {
			throw new IllegalArgumentException("The length must be 0 or more, and 0 for chunks");
		}
	}

	/**
	 * Reads {@code Transfer-Encoding} and {@code Content-Length}.
	 * @param head the request
	 * @return how its body ends
	 * @throws HttpException with status 501 for a transfer coding other than chunked;
	 * with status 400 if both fields are there, if {@code Content-Length} is repeated or
	 * not a number below 2^63, if chunked is not the last coding, or if a request of
	 * HTTP/1.0 has a transfer coding
	 */
	public static BodyFraming of(RequestHead head) throws HttpException {
		HttpFields fields = head.fields();
		String length = fields.requireSingle("Content-Length");
		if (!fields.contains("Transfer-Encoding")) {
			return (length == null) ? NONE : ofLength(length);
		}
		if (length != null) {
			throw new HttpException(400, "A request must not have both Content-Length and Transfer-Encoding.");
		}
		if (head.minorVersion() == 0) {
			throw new HttpException(400, "HTTP/1.0 has no Transfer-Encoding.");
		}
		return ofCodings(fields.tokens("Transfer-Encoding"));
	}

	/**
	 * Whether no byte of a body follows the head.
	 * @return {@code true} for no body and for one of length 0
	 */
	public boolean isEmpty() {
		return !this.chunked && this.length == 0;
	}

	private static BodyFraming ofLength(String text) throws HttpException {
		long length = 0;
		for (int i = 0; i < text.length(); i++) {
			int digit = text.charAt(i) - '0';
			if (digit < 0 || digit > 9 || length > (Long.MAX_VALUE - digit) / 10) {
				throw malformedLength();
			}
			length = length * 10 + digit;
		}
		if (text.isEmpty()) {
			throw malformedLength();
		}
		return (length == 0) ? NONE : new BodyFraming(false, length);
	}

	private static HttpException malformedLength() {
		return new HttpException(400, "Content-Length must be one decimal number below 2^63.");
	}

	private static BodyFraming ofCodings(List<String> codings) throws HttpException {
		int chunked = indexOfChunked(codings);
		if (codings.isEmpty() || (chunked >= 0 && chunked < codings.size() - 1)) {
			throw new HttpException(400, "Transfer-Encoding must end with chunked, named once.");
		}
		if (chunked != 0) {
			throw new HttpException(501, "The only transfer coding understood here is chunked.");
		}
		return CHUNKED;
	}

	/** The place of the first chunked, -1 if there is none. */
	private static int indexOfChunked(List<String> codings) {
		for (int i = 0; i < codings.size(); i++) {
			if (codings.get(i).equalsIgnoreCase("chunked")) {
				return i;
			}
		}
		return -1;
	}

}
