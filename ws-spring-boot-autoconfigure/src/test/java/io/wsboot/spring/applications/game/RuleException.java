package io.wsboot.spring.applications.game;

/**
 * Somebody does what the rules of the game do not allow.
 */
final class RuleException extends RuntimeException {

	RuleException(String message) {
		super(message);
	}

}
