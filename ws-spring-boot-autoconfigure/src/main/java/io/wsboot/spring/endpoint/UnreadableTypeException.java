package io.wsboot.spring.endpoint;

import java.io.Serial;

/**
 * A type that a codec can never read as it is declared. Thrown when the application
 * starts, it becomes part of the text with which the start fails.
 */
public final class UnreadableTypeException extends IllegalArgumentException {

	@Serial
	private static final long serialVersionUID = 1L;

	/** How to put it right. */
	private final String remedy;

	/**
	 * Describes a type.
	 * @param problem why it cannot be read, behind "The parameter … cannot be read: "
	 * @param remedy how to put it right, in a sentence
	 */
	public UnreadableTypeException(String problem, String remedy) {
		super(problem);
		this.remedy = remedy;
	}

	/**
	 * How to put it right.
	 * @return a sentence
	 */
	public String remedy() {
		return this.remedy;
	}

}
