package io.wsboot.spring.messaging;

/**
 * Where a message to several sessions goes.
 *
 * @param kind what the sessions have in common
 * @param name of the topic, of the user, or the name or path of the endpoint
 */
public record WsDestination(Kind kind, String name) {

	/**
	 * The words of logs: {@code topic chat:lobby}.
	 */
	@Override
	public String toString() {
		return this.kind.word + " " + this.name;
	}

	/**
	 * What the sessions of a destination have in common.
	 */
	public enum Kind {

		/**
		 * They are members of a topic.
		 */
		TOPIC("topic"),

		/**
		 * They are of one user.
		 */
		USER("user"),

		/**
		 * They are of one endpoint.
		 */
		ENDPOINT("endpoint");

		private final String word;

		Kind(String word) {
			this.word = word;
		}

	}

}
