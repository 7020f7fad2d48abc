package io.wsboot.protocol.http;

/**
 * A head that breaks a rule of HTTP, with the status that tells its sender.
 * <p>
 * The message is a plain sentence for the body of the answer; it never repeats what the
 * peer sent. No stack trace is taken: the peer's fault says nothing about our code, and a
 * flood of such heads should stay cheap.
 */
public final class HttpException extends Exception {

	private static final long serialVersionUID = 1L;

	/** The status code. */
	private final int status;

	/** The message, never {@code null}. */
	private final String sentence;

	/**
	 * Creates a fault.
	 * @param status the status code to answer with (RFC 9110 §15)
	 * @param sentence what was wrong, in one sentence without the peer's data
	 */
	public HttpException(int status, String sentence) {
		super(sentence, null, false, false);
		this.status = status;
		this.sentence = sentence;
	}

	/**
	 * The status code to answer with. For a head that a server sent it is 502: an invalid
	 * answer of the next server (RFC 9110 §15.6.3).
	 * @return the status code
	 */
	public int status() {
		return this.status;
	}

	/**
	 * What was wrong.
	 * @return one plain sentence
	 */
	@Override
	public String getMessage() {
		return this.sentence;
	}

}
