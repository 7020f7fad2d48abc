package io.wsboot.protocol;

/**
 * The two ways of one connection's permessage-deflate (RFC 7692 §7). The inflater belongs
 * to the inbound half, the deflater to whoever holds the message turn.
 *
 * @param inflater of what the peer compresses
 * @param deflater of what this side compresses
 */
record SessionDeflate(MessageInflater inflater, MessageDeflater deflater) {

	/**
	 * Both ways of a connection.
	 * @param deflate what was agreed on
	 * @param role which side this is
	 * @return nothing is borrowed from the pool yet
	 */
	static SessionDeflate of(PerMessageDeflate deflate, Role role) {
		return new SessionDeflate(new MessageInflater(deflate, role.peer()), new MessageDeflater(deflate, role));
	}

}
