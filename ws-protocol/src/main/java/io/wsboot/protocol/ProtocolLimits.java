package io.wsboot.protocol;

/**
 * How much a peer may send (RFC 6455 §10.4). Both roles have the same limits.
 * <p>
 * Of a compressed message (RFC 7692) the frames are measured as they are on the wire and
 * the message as it is inflated, while it is. A frame may be longer than the limit by an
 * eighth and 64 bytes, because what compression cannot shrink it makes longer. Its frames
 * together may have at most twice the message limit and 1 KiB, so that a peer cannot send
 * without end what inflates to nothing.
 *
 * @param maxFrameSize the longest payload of a data frame, in bytes, at least 0 and never
 * above the message limit
 * @param maxMessageSize the longest message, all its fragments together, in bytes, at
 * least 0; {@link Long#MAX_VALUE} lifts the limit for messages taken in chunks
 * @param maxFragments the most frames of one message, empty ones included, at least 1
 */
public record ProtocolLimits(long maxFrameSize, long maxMessageSize, int maxFragments) {

	/**
	 * Frames and messages of 1 MiB, messages of 1 024 fragments.
	 */
	public static final ProtocolLimits DEFAULTS = new ProtocolLimits(1 << 20, 1 << 20, 1024);

	/**
	 * Creates limits.
	 * @param maxFrameSize the longest payload of a data frame, in bytes
	 * @param maxMessageSize the longest message, in bytes
	 * @param maxFragments the most frames of one message
	 * @throws IllegalArgumentException if a component is out of its range; the text names
	 * it
	 */
	public ProtocolLimits {
		if (maxMessageSize < 0) {
			throw new IllegalArgumentException("maxMessageSize must not be negative, but is " + maxMessageSize);
		}
		if (maxFrameSize < 0 || maxFrameSize > maxMessageSize) {
			throw new IllegalArgumentException("maxFrameSize must be within 0 and maxMessageSize (" + maxMessageSize
					+ "), but is " + maxFrameSize);
		}
		if (maxFragments < 1) {
			throw new IllegalArgumentException("maxFragments must be at least 1, but is " + maxFragments);
		}
	}

}
