package io.wsboot.spring.endpoint;

/**
 * Two endpoints whose paths match the same requests. Thrown when the application starts.
 */
public final class DuplicateEndpointPathException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/** The pattern of the second endpoint. */
	private final String path;

	/** The bean that serves it already. */
	private final String firstBean;

	/** The bean that wants to serve it, too. */
	private final String secondBean;

	/**
	 * Describes a conflict.
	 * @param path the path of the second endpoint; that of the first may call its
	 * variables otherwise
	 * @param firstBean the name of one bean
	 * @param secondBean the name of the other
	 */
	public DuplicateEndpointPathException(String path, String firstBean, String secondBean) {
		super("The endpoints '" + firstBean + "' and '" + secondBean + "' both serve the path " + path
				+ ". Give one of them another path; names of variables make no difference.");
		this.path = path;
		this.firstBean = firstBean;
		this.secondBean = secondBean;
	}

	/**
	 * The path in question.
	 * @return the pattern of the second endpoint
	 */
	public String path() {
		return this.path;
	}

	/**
	 * One of the endpoints.
	 * @return the name of its bean
	 */
	public String firstBean() {
		return this.firstBean;
	}

	/**
	 * The other endpoint.
	 * @return the name of its bean
	 */
	public String secondBean() {
		return this.secondBean;
	}

}
