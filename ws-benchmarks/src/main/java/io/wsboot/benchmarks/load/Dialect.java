package io.wsboot.benchmarks.load;

/**
 * What the generator and a server speak.
 */
enum Dialect {

	/** RFC 6455, in plain bytes. */
	PLAIN,

	/** Bytes that come back as they are, without any protocol. */
	RAW,

	/** RFC 6455 inside TLS 1.3. */
	TLS,

	/** RFC 6455 with permessage-deflate, and both sides keep their context. */
	DEFLATE;

	/**
	 * The dialect that an option of the command line names.
	 * @param option such as {@code --raw}
	 * @return the dialect
	 * @throws IllegalArgumentException if there is none
	 */
	static Dialect of(String option) {
		return switch (option) {
			case "--raw" -> RAW;
			case "--tls" -> TLS;
			case "--deflate" -> DEFLATE;
			default -> throw new IllegalArgumentException("There is no option '" + option
					+ "'; those of load are written --name=value, except for --raw, --tls and --deflate");
		};
	}

}
