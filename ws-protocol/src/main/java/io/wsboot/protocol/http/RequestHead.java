package io.wsboot.protocol.http;

import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * The head of a request of HTTP/1.1 or HTTP/1.0 (RFC 9112 §3).
 *
 * @param method a token, in the letter case in which it was sent
 * @param target in origin form, or in absolute form for {@code http}, {@code https},
 * {@code ws} or {@code wss}; raw, escapes not resolved
 * @param minorVersion 1 for HTTP/1.1, 0 for HTTP/1.0
 * @param fields the fields
 */
public record RequestHead(String method, String target, int minorVersion, HttpFields fields) {

	/**
	 * Checks that the head can be written without changing its meaning.
	 * @param method as above
	 * @param target as above
	 * @param minorVersion as above
	 * @param fields as above
	 * @throws IllegalArgumentException if a component is not what its description says
	 */
	public RequestHead {
		if (!HttpSyntax.isToken(method)) {
			throw new IllegalArgumentException("The method must be a token (RFC 9110 §9.1)");
		}
		if (!RequestTarget.isValid(target)) {
			throw new IllegalArgumentException("The target must be a path with or without a query, or an absolute"
					+ " URI (RFC 9112 §3.2); other characters must be percent-encoded");
		}
		if (minorVersion != 0 && minorVersion != 1) {
			throw new IllegalArgumentException("The minor version must be 0 or 1");
		}
	}

	/**
	 * The path of the target, raw: escapes are not resolved, nothing is normalized.
	 * @return the path, beginning with a slash
	 */
	public String path() {
		return RequestTarget.path(this.target);
	}

	/**
	 * The query of the target, raw, without its question mark.
	 * @return the query, or {@code null} if there is no question mark
	 */
	public @Nullable String query() {
		return RequestTarget.query(this.target);
	}

	/**
	 * The head as bytes, the blank line included.
	 * @return a new array
	 */
	public byte[] encode() {
		StringBuilder head = new StringBuilder(256).append(this.method)
			.append(' ')
			.append(this.target)
			.append(" HTTP/1.")
			.append(this.minorVersion)
			.append("\r\n");
		this.fields.appendTo(head);
		return head.toString().getBytes(StandardCharsets.ISO_8859_1);
	}

	/**
	 * Method, path and the names of the fields: query and values may be credentials, and
	 * this text ends up in logs.
	 */
	@Override
	public String toString() {
		return "RequestHead[" + this.method + " " + path() + " HTTP/1." + this.minorVersion + ", " + this.fields + "]";
	}

}
