package io.wsboot.transport;

import io.wsboot.protocol.CompressionOptions;
import org.jspecify.annotations.Nullable;

/**
 * A session's own setting of permessage-deflate (RFC 7692), which wins over that of its
 * server or client. Immutable.
 *
 * @param options what this side wants; {@code null} for no compression
 */
public record SessionCompression(@Nullable CompressionOptions options) {

	/**
	 * No compression.
	 */
	public static final SessionCompression OFF = new SessionCompression(null);

	/**
	 * What is wanted in the end.
	 * @param own a session's own setting; {@code null} if it has none
	 * @param options of its server or client
	 * @return what to agree on; {@code null} for no compression
	 */
	static @Nullable CompressionOptions choose(@Nullable SessionCompression own, TransportOptions options) {
		return (own != null) ? own.options() : options.compression();
	}

}
