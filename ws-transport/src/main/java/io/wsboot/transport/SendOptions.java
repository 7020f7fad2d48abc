package io.wsboot.transport;

/**
 * How a message is sent. Immutable.
 *
 * @param compressible whether the message may be compressed, if that was agreed on and is
 * worth it (RFC 7692)
 * @param delivery what the message is worth to a peer that reads too slowly; a message
 * that is sent piece by piece is never dropped, whatever it says
 */
public record SendOptions(boolean compressible, Delivery delivery) {

	/**
	 * As the session does with every message.
	 */
	public static final SendOptions DEFAULTS = new SendOptions(true, Delivery.standard());

	/**
	 * The same without compression: for what is compressed already, and for a secret
	 * beside something that a stranger chose, whose length would betray it.
	 * @return new options
	 */
	public SendOptions uncompressed() {
		return new SendOptions(false, this.delivery);
	}

	/**
	 * The same with another delivery.
	 * @param delivery what the message is worth to a peer that reads too slowly
	 * @return new options
	 */
	public SendOptions withDelivery(Delivery delivery) {
		return new SendOptions(this.compressible, delivery);
	}

}
