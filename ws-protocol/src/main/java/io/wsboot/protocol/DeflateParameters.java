package io.wsboot.protocol;

/**
 * What both sides of a connection agreed on (RFC 7692 §7.1).
 *
 * @param serverNoContextTakeover whether the server compresses each message by itself
 * (§7.1.1.1)
 * @param clientNoContextTakeover whether the client compresses each message by itself
 * (§7.1.1.2)
 * @param serverMaxWindowBits how far back the server refers at most, as a power of two, 8
 * to 15 (§7.1.2.1)
 * @param clientMaxWindowBits how far back the client refers at most, as a power of two, 8
 * to 15 (§7.1.2.2)
 */
public record DeflateParameters(boolean serverNoContextTakeover, boolean clientNoContextTakeover,
		int serverMaxWindowBits, int clientMaxWindowBits) {

	/**
	 * The smallest window there is, as a power of two.
	 */
	public static final int LEAST_WINDOW_BITS = 8;

	/**
	 * The largest window there is, and the one in use unless a smaller one is agreed on.
	 */
	public static final int MOST_WINDOW_BITS = 15;

	/**
	 * Creates parameters.
	 * @param serverNoContextTakeover as above
	 * @param clientNoContextTakeover as above
	 * @param serverMaxWindowBits 8 to 15
	 * @param clientMaxWindowBits 8 to 15
	 * @throws IllegalArgumentException if a window is out of its range; the text names it
	 */
	public DeflateParameters {
		requireWindow("serverMaxWindowBits", serverMaxWindowBits);
		requireWindow("clientMaxWindowBits", clientMaxWindowBits);
	}

	static void requireWindow(String name, int bits) {
		if (bits < LEAST_WINDOW_BITS || bits > MOST_WINDOW_BITS) {
			throw new IllegalArgumentException(name + " must be within 8 and 15, but is " + bits);
		}
	}

	/**
	 * Whether a role refers from one message to earlier ones.
	 * @param sender the sending side
	 * @return {@code false} if it compresses each message by itself
	 */
	boolean takesContextOver(Role sender) {
		return (sender == Role.SERVER) ? !this.serverNoContextTakeover : !this.clientNoContextTakeover;
	}

	/**
	 * How far back a role refers at most.
	 * @param sender the sending side
	 * @return as a power of two
	 */
	int windowBits(Role sender) {
		return (sender == Role.SERVER) ? this.serverMaxWindowBits : this.clientMaxWindowBits;
	}

}
