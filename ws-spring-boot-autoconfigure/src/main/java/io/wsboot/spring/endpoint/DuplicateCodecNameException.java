package io.wsboot.spring.endpoint;

import java.io.Serial;

/**
 * Two codecs have the same name, so that endpoints could not choose one of them. Thrown
 * when the application starts.
 */
public final class DuplicateCodecNameException extends RuntimeException {

	@Serial
	private static final long serialVersionUID = 1L;

	/** What both are called. */
	private final String name;

	/** The class of one codec. */
	private final Class<?> first;

	/** The class of the other. */
	private final Class<?> second;

	/**
	 * Names both.
	 * @param name what both are called
	 * @param first the class of one codec
	 * @param second the class of the other
	 */
	public DuplicateCodecNameException(String name, Class<?> first, Class<?> second) {
		super("Two codecs have the name '" + name + "': " + first.getName() + " and " + second.getName()
				+ ". Give each WsMessageCodec a name of its own.");
		this.name = name;
		this.first = first;
		this.second = second;
	}

	/**
	 * What both are called.
	 * @return the name
	 */
	public String name() {
		return this.name;
	}

	/**
	 * One of the codecs.
	 * @return its class
	 */
	public Class<?> first() {
		return this.first;
	}

	/**
	 * The other codec.
	 * @return its class
	 */
	public Class<?> second() {
		return this.second;
	}

}
