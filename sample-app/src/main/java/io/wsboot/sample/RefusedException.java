package io.wsboot.sample;

import java.io.Serial;

/**
 * What a visitor sent is against the rules of the chat. The message is a sentence for the
 * visitor.
 */
final class RefusedException extends Exception {

	@Serial
	private static final long serialVersionUID = 1L;

	RefusedException(String sentence) {
		super(sentence, null, false, false);
	}

	/** What the visitor is told. */
	ChatEvent.Problem problem() {
		return new ChatEvent.Problem(String.valueOf(getMessage()));
	}

}
