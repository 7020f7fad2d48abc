package io.wsboot.protocol.handshake;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What both sides agreed on in the opening handshake.
 *
 * @param subprotocol the subprotocol in use, or {@code null} for none (RFC 6455 §1.9)
 * @param extensions the extensions in use, in the order in which they are applied (RFC
 * 6455 §9.1); empty as long as none is offered
 */
public record Negotiated(@Nullable String subprotocol, List<ExtensionOffer> extensions) {

	/**
	 * Keeps a copy of the list.
	 * @param subprotocol as above
	 * @param extensions as above
	 */
	public Negotiated {
		extensions = List.copyOf(extensions);
	}

}
