package io.wsboot.protocol.handshake;

import io.wsboot.protocol.DeflateParameters;
import io.wsboot.protocol.handshake.ExtensionOffer.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of one permessage-deflate, read from its element (RFC 7692 §7.1).
 */
final class DeflateFields {

	static final String SERVER_TAKEOVER = "server_no_context_takeover";

	static final String CLIENT_TAKEOVER = "client_no_context_takeover";

	static final String SERVER_BITS = "server_max_window_bits";

	static final String CLIENT_BITS = "client_max_window_bits";

	private static final int ABSENT = -1;

	/** What is present but leaves the choice to the server. */
	private static final int WITHOUT_VALUE = 0;

	private boolean serverNoContextTakeover;

	private boolean clientNoContextTakeover;

	private int serverBits = ABSENT;

	private int clientBits = ABSENT;

	private DeflateFields() {
	}

	/**
	 * Reads an element.
	 * @param element an offer or a response
	 * @param offer whether it is an offer, in which {@code client_max_window_bits} may
	 * stand without a value
	 * @return the parameters, or {@code null} if it is another extension or one of them
	 * is unknown, repeated or has an illegal value
	 */
	static @Nullable DeflateFields read(ExtensionOffer element, boolean offer) {
		DeflateFields fields = new DeflateFields();
		boolean legal = element.name().equals(DeflateNegotiation.NAME);
		for (Parameter parameter : element.parameters()) {
			legal = legal && fields.take(parameter, offer);
		}
		return legal ? fields : null;
	}

	/** Whether the parameter is legal and the first of its name. */
	private boolean take(Parameter parameter, boolean offer) {
		String value = parameter.value();
		switch (parameter.name()) {
			case SERVER_TAKEOVER -> {
				boolean first = !this.serverNoContextTakeover;
				this.serverNoContextTakeover = true;
				return first && value == null;
			}
			case CLIENT_TAKEOVER -> {
				boolean first = !this.clientNoContextTakeover;
				this.clientNoContextTakeover = true;
				return first && value == null;
			}
			case SERVER_BITS -> {
				boolean first = this.serverBits == ABSENT;
				this.serverBits = bits(value);
				return first && this.serverBits != ABSENT;
			}
			case CLIENT_BITS -> {
				boolean first = this.clientBits == ABSENT;
				this.clientBits = (offer && value == null) ? WITHOUT_VALUE : bits(value);
				return first && this.clientBits != ABSENT;
			}
			default -> {
				return false;
			}
		}
	}

	/** A number from 8 to 15 without leading zeros (§7.1.2.1). */
	private static int bits(@Nullable String value) {
		for (int bits = DeflateParameters.LEAST_WINDOW_BITS; bits <= DeflateParameters.MOST_WINDOW_BITS; bits++) {
			if (Integer.toString(bits).equals(value)) {
				return bits;
			}
		}
		return ABSENT;
	}

	boolean serverNoContextTakeover() {
		return this.serverNoContextTakeover;
	}

	boolean clientNoContextTakeover() {
		return this.clientNoContextTakeover;
	}

	boolean hasServerBits() {
		return this.serverBits != ABSENT;
	}

	boolean hasClientBits() {
		return this.clientBits != ABSENT;
	}

	int serverBits(int otherwise) {
		return (this.serverBits > WITHOUT_VALUE) ? this.serverBits : otherwise;
	}

	int clientBits(int otherwise) {
		return (this.clientBits > WITHOUT_VALUE) ? this.clientBits : otherwise;
	}

}
