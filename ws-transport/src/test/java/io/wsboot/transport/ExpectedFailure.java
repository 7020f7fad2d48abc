package io.wsboot.transport;

/**
 * What a test lets a callback throw; without a stack trace, because it is logged.
 */
final class ExpectedFailure extends RuntimeException {

	private static final long serialVersionUID = 1L;

	ExpectedFailure() {
		super("expected by a test", null, false, false);
	}

}
