package io.wsboot.protocol.handshake;

import io.wsboot.protocol.http.HttpFields;

/**
 * A refused opening handshake, with its HTTP status (RFC 6455 §4).
 * <p>
 * On the server's side it is what the client is to be told; on the client's side it is
 * what the server answered, or what was wrong with its 101. The message is one plain
 * sentence that says what was wrong and what is right, and repeats nothing of what the
 * peer sent. No stack trace is taken: the peer's fault says nothing about our code.
 */
public final class HandshakeException extends Exception {

	private static final long serialVersionUID = 1L;

	/** The status code. */
	private final int status;

	/** The message, never {@code null}. */
	private final String sentence;

	private final transient HttpFields fields;

	/**
	 * Creates a refusal without fields of its own.
	 * @param status the status code, 100 to 599
	 * @param sentence what was wrong and what is right
	 */
	public HandshakeException(int status, String sentence) {
		this(status, sentence, HttpFields.EMPTY);
	}

	/**
	 * Creates a refusal.
	 * @param status the status code, 100 to 599
	 * @param sentence what was wrong and what is right
	 * @param fields the fields that belong to this status
	 */
	public HandshakeException(int status, String sentence, HttpFields fields) {
		super(sentence, null, false, false);
		this.status = status;
		this.sentence = sentence;
		this.fields = fields;
	}

	/**
	 * The status. On the client's side it is the one that the server sent: 101 if it
	 * agreed, but not in the way that RFC 6455 §4.1 demands.
	 * @return the status code
	 */
	public int status() {
		return this.status;
	}

	/**
	 * The fields that belong to the status; on the client's side those of the answer.
	 * @return the fields
	 */
	public HttpFields fields() {
		return this.fields;
	}

	/**
	 * What was wrong and what is right, fit for the body of an answer.
	 * @return one plain sentence
	 */
	@Override
	public String getMessage() {
		return this.sentence;
	}

}
