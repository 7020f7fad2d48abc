package io.wsboot.sample;

import java.io.Serial;

/**
 * What a visitor wants is against the rules of the chat. The message is a sentence for
 * the visitor.
 */
final class RefusedException extends Exception {

	@Serial
	private static final long serialVersionUID = 1L;

	private final String field;

	RefusedException(String field, String sentence) {
		super(sentence, null, false, false);
		this.field = field;
	}

	/** What of it is refused, by the name that the page has for it. */
	String field() {
		return this.field;
	}

}
