package io.wsboot.protocol;

/**
 * What this side wants of permessage-deflate (RFC 7692 §7.1). It may be used for any
 * number of connections.
 *
 * @param level how hard to try, from 1 (fast) to 9 (small)
 * @param minSize the shortest message that is compressed, in bytes, at least 0
 * @param serverNoContextTakeover whether the server is to compress each message by itself
 * @param clientNoContextTakeover whether the client is to compress each message by itself
 * @param serverMaxWindowBits the server's largest window as a power of two, 8 to 15
 * @param clientMaxWindowBits the client's largest window as a power of two, 8 to 15
 */
public record CompressionOptions(int level, int minSize, boolean serverNoContextTakeover,
		boolean clientNoContextTakeover, int serverMaxWindowBits, int clientMaxWindowBits) {

	/**
	 * Level 6, messages of 1 KiB and more, each by itself, the largest windows.
	 */
	public static final CompressionOptions DEFAULTS = new CompressionOptions(6, 1024, true, true, 15, 15);

	/**
	 * Creates options.
	 * @param level 1 to 9
	 * @param minSize in bytes
	 * @param serverNoContextTakeover whether the server is to keep no context
	 * @param clientNoContextTakeover whether the client is to keep no context
	 * @param serverMaxWindowBits 8 to 15
	 * @param clientMaxWindowBits 8 to 15
	 * @throws IllegalArgumentException if a component is out of its range; the text names
	 * it
	 */
	public CompressionOptions {
		if (level < 1 || level > 9) {
			throw new IllegalArgumentException("level must be within 1 and 9, but is " + level);
		}
		if (minSize < 0) {
			throw new IllegalArgumentException("minSize must not be negative, but is " + minSize);
		}
		DeflateParameters.requireWindow("serverMaxWindowBits", serverMaxWindowBits);
		DeflateParameters.requireWindow("clientMaxWindowBits", clientMaxWindowBits);
	}

}
