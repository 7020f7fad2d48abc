package io.wsboot.protocol.http;

import java.nio.charset.StandardCharsets;

/**
 * The head of a response of HTTP/1.1 (RFC 9112 §4).
 *
 * @param status the status code, 100 to 599
 * @param reason the reason phrase, perhaps empty; nobody should act on it
 * @param fields the fields
 */
public record ResponseHead(int status, String reason, HttpFields fields) {

	/**
	 * Checks that the head can be written without changing its meaning.
	 * @param status as above
	 * @param reason as above
	 * @param fields as above
	 * @throws IllegalArgumentException if a component is not what its description says
	 */
	public ResponseHead {
		if (status < 100 || status > 599) {
			throw new IllegalArgumentException("The status must be between 100 and 599");
		}
		if (!HttpSyntax.isFieldValue(reason)) {
			throw new IllegalArgumentException(
					"The reason must not hold line breaks, other control characters" + " or characters above U+00FF");
		}
	}

	/**
	 * A head with the reason phrase that belongs to its status.
	 * @param status the status code, 100 to 599
	 * @param fields the fields
	 * @return the head
	 */
	public static ResponseHead of(int status, HttpFields fields) {
		return new ResponseHead(status, ReasonPhrase.of(status), fields);
	}

	/**
	 * The head as bytes, the blank line included.
	 * @return a new array
	 */
	public byte[] encode() {
		StringBuilder head = new StringBuilder(256).append("HTTP/1.1 ")
			.append(this.status)
			.append(' ')
			.append(this.reason)
			.append("\r\n");
		this.fields.appendTo(head);
		return head.toString().getBytes(StandardCharsets.ISO_8859_1);
	}

}
