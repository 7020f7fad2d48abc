package io.wsboot.protocol.handshake;

import java.util.List;

import io.wsboot.protocol.DeflateParameters;
import org.jspecify.annotations.Nullable;

/**
 * What both sides agreed on in the opening handshake.
 *
 * @param subprotocol the subprotocol in use, or {@code null} for none (RFC 6455 §1.9)
 * @param extensions the extensions in use, in the order in which they are applied (RFC
 * 6455 §9.1); empty for none
 * @param deflate what permessage-deflate was agreed on with, or {@code null} without it
 * (RFC 7692 §7.1)
 */
public record Negotiated(@Nullable String subprotocol, List<ExtensionOffer> extensions,
		@Nullable DeflateParameters deflate) {

	/**
	 * Keeps a copy of the list.
	 * @param subprotocol as above
	 * @param extensions as above
	 * @param deflate as above
	 */
	public Negotiated {
		extensions = List.copyOf(extensions);
	}

}
