package io.wsboot.protocol.handshake;

import java.util.ArrayList;
import java.util.List;

import io.wsboot.protocol.CompressionOptions;
import io.wsboot.protocol.DeflateParameters;
import io.wsboot.protocol.handshake.ExtensionOffer.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * How permessage-deflate is agreed on (RFC 7692 §5, §7.1). Both sides can keep to any
 * window when they compress and need none to be kept when they decompress.
 */
public final class DeflateNegotiation {

	/** The name of the extension. */
	static final String NAME = "permessage-deflate";

	private static final int MOST_BITS = DeflateParameters.MOST_WINDOW_BITS;

	private DeflateNegotiation() {
	}

	/**
	 * Chooses on the server's side: the first offer whose parameters are all known, legal
	 * and given once. What it asks of the server is granted. What the options ask beyond
	 * is added, but a client that does not offer {@code client_max_window_bits} keeps the
	 * largest window.
	 * @param offers what the client offers, its favourite first
	 * @param options what this side wants
	 * @return the agreement, or {@code null} if there is no such offer
	 */
	public static @Nullable Agreement accept(List<ExtensionOffer> offers, CompressionOptions options) {
		for (ExtensionOffer offer : offers) {
			DeflateFields fields = DeflateFields.read(offer, true);
			if (fields != null) {
				return accept(fields, options);
			}
		}
		return null;
	}

	private static Agreement accept(DeflateFields offered, CompressionOptions options) {
		int serverBits = Math.min(offered.serverBits(MOST_BITS), options.serverMaxWindowBits());
		int clientBits = offered.hasClientBits()
				? Math.min(offered.clientBits(MOST_BITS), options.clientMaxWindowBits()) : MOST_BITS;
		DeflateParameters parameters = new DeflateParameters(
				offered.serverNoContextTakeover() || options.serverNoContextTakeover(),
				offered.clientNoContextTakeover() || options.clientNoContextTakeover(), serverBits, clientBits);
		List<Parameter> response = takeover(parameters.serverNoContextTakeover(), parameters.clientNoContextTakeover());
		if (offered.hasServerBits() || serverBits < MOST_BITS) {
			response.add(new Parameter(DeflateFields.SERVER_BITS, Integer.toString(serverBits)));
		}
		if (clientBits < MOST_BITS) {
			response.add(new Parameter(DeflateFields.CLIENT_BITS, Integer.toString(clientBits)));
		}
		return new Agreement(parameters, new ExtensionOffer(NAME, response));
	}

	/**
	 * The client's offer. It always says that this side can keep to a smaller window.
	 * @param options what this side wants
	 * @return the offer
	 */
	public static ExtensionOffer offer(CompressionOptions options) {
		List<Parameter> offer = takeover(options.serverNoContextTakeover(), options.clientNoContextTakeover());
		if (options.serverMaxWindowBits() < MOST_BITS) {
			offer.add(new Parameter(DeflateFields.SERVER_BITS, Integer.toString(options.serverMaxWindowBits())));
		}
		boolean smaller = options.clientMaxWindowBits() < MOST_BITS;
		offer.add(new Parameter(DeflateFields.CLIENT_BITS,
				smaller ? Integer.toString(options.clientMaxWindowBits()) : null));
		return new ExtensionOffer(NAME, offer);
	}

	private static List<Parameter> takeover(boolean server, boolean client) {
		List<Parameter> parameters = new ArrayList<>(4);
		if (server) {
			parameters.add(new Parameter(DeflateFields.SERVER_TAKEOVER, null));
		}
		if (client) {
			parameters.add(new Parameter(DeflateFields.CLIENT_TAKEOVER, null));
		}
		return parameters;
	}

	/**
	 * Judges the server's response on the client's side. What this side offered of itself
	 * it keeps even if the response does not repeat it. A response that leaves out what
	 * was asked of the server is let pass: any context and any window can be inflated.
	 * @param response what the server named
	 * @param offered the options that were offered
	 * @return what was agreed on
	 * @throws HandshakeException if it is another extension, a parameter is unknown,
	 * repeated or has an illegal value, or a window is larger than what was offered
	 */
	public static DeflateParameters verify(ExtensionOffer response, CompressionOptions offered)
			throws HandshakeException {
		if (!response.name().equals(NAME)) {
			throw new HandshakeException(101, "The answer must name an extension that was offered, and only once.");
		}
		DeflateFields fields = DeflateFields.read(response, false);
		if (fields == null) {
			throw new HandshakeException(101,
					"The answer accepts permessage-deflate with a parameter that is unknown, repeated or has an"
							+ " illegal value.");
		}
		if (fields.serverBits(0) > offered.serverMaxWindowBits()
				|| fields.clientBits(0) > offered.clientMaxWindowBits()) {
			throw new HandshakeException(101,
					"The answer accepts permessage-deflate with a window that is larger than the one offered.");
		}
		return new DeflateParameters(fields.serverNoContextTakeover(),
				fields.clientNoContextTakeover() || offered.clientNoContextTakeover(), fields.serverBits(MOST_BITS),
				fields.clientBits(offered.clientMaxWindowBits()));
	}

	/**
	 * An offer that is accepted.
	 *
	 * @param parameters what was agreed on
	 * @param response how the answer says it
	 */
	public record Agreement(DeflateParameters parameters, ExtensionOffer response) {

	}

}
