package io.wsboot.transport;

/**
 * How a message is sent. Immutable.
 *
 * @param compressible whether the message may be compressed, if that was agreed on and is
 * worth it (RFC 7692)
 */
public record SendOptions(boolean compressible) {

	/**
	 * As the session does with every message.
	 */
	public static final SendOptions DEFAULTS = new SendOptions(true);

	/**
	 * The same without compression: for what is compressed already, and for a secret
	 * beside something that a stranger chose, whose length would betray it.
	 * @return new options
	 */
	public SendOptions uncompressed() {
		return new SendOptions(false);
	}

}
