package io.wsboot.protocol;

/**
 * Says, on the way from a decoder to {@link WebSocketProtocol#receive}, that the peer
 * broke a rule (RFC 6455 §7.1.7). It has no stack trace: the peer's input is at fault,
 * and a flood of it must stay cheap.
 */
final class ProtocolException extends Exception {

	private static final long serialVersionUID = 1L;

	private final Violation violation;

	/**
	 * Creates an exception.
	 * @param violation the rule
	 */
	ProtocolException(Violation violation) {
		super(violation.code() + " (" + violation.section() + ")", null, false, false);
		this.violation = violation;
	}

	/**
	 * The rule that the peer broke.
	 * @return the violation
	 */
	Violation violation() {
		return this.violation;
	}

}
