package io.wsboot.protocol.handshake;

import java.util.Locale;
import java.util.Set;

import io.wsboot.protocol.http.HttpFields;

/**
 * The names of the fields that the opening handshake is made of (RFC 6455 §11.3), and the
 * rule that nobody else writes them.
 */
final class HandshakeFields {

	static final String UPGRADE = "Upgrade";

	static final String CONNECTION = "Connection";

	static final String KEY = "Sec-WebSocket-Key";

	static final String ACCEPT = "Sec-WebSocket-Accept";

	static final String VERSION = "Sec-WebSocket-Version";

	static final String PROTOCOL = "Sec-WebSocket-Protocol";

	static final String EXTENSIONS = "Sec-WebSocket-Extensions";

	/** The token of the {@code Upgrade} field. */
	static final String WEBSOCKET = "websocket";

	/** The one version of RFC 6455. */
	static final String VERSION_13 = "13";

	private static final String RESERVED_PREFIX = "sec-websocket-";

	private static final Set<String> RESERVED = Set.of("host", "upgrade", "connection", "content-length",
			"transfer-encoding");

	private HandshakeFields() {
	}

	/**
	 * Refuses fields that would contradict those of the handshake, or announce a body.
	 * @throws IllegalArgumentException if there is one; the message names it
	 */
	static void requireForeign(HttpFields extra) {
		extra.forEach((name, value) -> {
			String lowerCase = name.toLowerCase(Locale.ROOT);
			if (lowerCase.startsWith(RESERVED_PREFIX) || RESERVED.contains(lowerCase)) {
				throw new IllegalArgumentException(
						"The field " + name + " belongs to the opening handshake and cannot be set");
			}
		});
	}

}
