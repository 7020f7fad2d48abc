package io.wsboot.transport;

/**
 * How many connections a server has at a time. Immutable.
 * <p>
 * An address is counted from the moment its connection is accepted; IPv4 addresses in
 * IPv6 form count as what they are. An IPv6 address counts as its network of 64 bits,
 * because that is the least that a household or a rented machine has, and one limit for
 * each of its addresses would be none; only link-local addresses, which share one
 * network, count by themselves.
 *
 * @param max of all together; 0 for no limit
 * @param maxPerIp of one address; 0 for no limit
 * @param maxPerUser sessions of one user, where upgrade decisions name users; 0 for no
 * limit
 * @see UpgradeDecision.Accept#withUser(String)
 */
public record ConnectionLimits(int max, int maxPerIp, int maxPerUser) {

	/**
	 * No limits.
	 */
	public static final ConnectionLimits NONE = new ConnectionLimits(0, 0, 0);

	/**
	 * Checks the ranges.
	 * @param max 0 (no limit) or more
	 * @param maxPerIp 0 (no limit) or more
	 * @param maxPerUser 0 (no limit) or more
	 * @throws IllegalArgumentException if a value is out of its range
	 */
	public ConnectionLimits {
		requireNotNegative(max, "maxConnections");
		requireNotNegative(maxPerIp, "maxConnectionsPerIp");
		requireNotNegative(maxPerUser, "maxConnectionsPerUser");
	}

	private static void requireNotNegative(int value, String name) {
		if (value < 0) {
			throw new IllegalArgumentException(name + " must be 0 (no limit) or more, not " + value);
		}
	}

	/**
	 * The same limits with another one for all connections.
	 * @param max of all together; 0 for no limit
	 * @return new limits
	 */
	public ConnectionLimits withMax(int max) {
		return new ConnectionLimits(max, this.maxPerIp, this.maxPerUser);
	}

	/**
	 * The same limits with another one for an address.
	 * @param maxPerIp of one address; 0 for no limit
	 * @return new limits
	 */
	public ConnectionLimits withMaxPerIp(int maxPerIp) {
		return new ConnectionLimits(this.max, maxPerIp, this.maxPerUser);
	}

	/**
	 * The same limits with another one for a user.
	 * @param maxPerUser sessions of one user; 0 for no limit
	 * @return new limits
	 */
	public ConnectionLimits withMaxPerUser(int maxPerUser) {
		return new ConnectionLimits(this.max, this.maxPerIp, maxPerUser);
	}

}
