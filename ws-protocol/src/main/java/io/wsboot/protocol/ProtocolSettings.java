package io.wsboot.protocol;

import org.jspecify.annotations.Nullable;

/**
 * What a connection's protocol is made of.
 *
 * @param role which side this is
 * @param limits how much the peer may send
 * @param chunks whether messages are handed on piece by piece ({@link MessageSink#chunk})
 * instead of as a whole
 * @param deflate the compression agreed on, or {@code null} for none
 */
public record ProtocolSettings(Role role, ProtocolLimits limits, boolean chunks, @Nullable PerMessageDeflate deflate) {

	/**
	 * The longest message that can be handed on as a whole, in bytes: it is one array.
	 */
	public static final int LARGEST_WHOLE_MESSAGE = Integer.MAX_VALUE - 64;

	/**
	 * Creates settings.
	 * @param role which side this is
	 * @param limits how much the peer may send
	 * @param chunks whether messages are handed on piece by piece
	 * @param deflate the compression agreed on, or {@code null}
	 * @throws IllegalArgumentException if messages are handed on as a whole and may be
	 * longer than {@link #LARGEST_WHOLE_MESSAGE}
	 */
	public ProtocolSettings {
		if (!chunks && limits.maxMessageSize() > LARGEST_WHOLE_MESSAGE) {
			throw new IllegalArgumentException("maxMessageSize must be at most " + LARGEST_WHOLE_MESSAGE
					+ " unless messages are taken in chunks, but is " + limits.maxMessageSize());
		}
	}

	/**
	 * Settings without compression, for whole messages.
	 * @param role which side this is
	 * @param limits how much the peer may send
	 * @return the settings
	 */
	public static ProtocolSettings of(Role role, ProtocolLimits limits) {
		return new ProtocolSettings(role, limits, false, null);
	}

}
