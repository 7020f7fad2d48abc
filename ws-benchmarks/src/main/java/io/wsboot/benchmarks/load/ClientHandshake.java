package io.wsboot.benchmarks.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * The opening handshake of RFC 6455 §4.1 with the key of its example, which is enough for
 * a server on this machine.
 */
final class ClientHandshake {

	private static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";

	private static final String ACCEPT = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

	private static final String EXTENSION = "permessage-deflate";

	private static final String NO_CONTEXT = "no_context_takeover";

	private static final int LONGEST = 4096;

	private final Dialect dialect;

	private final StringBuilder head = new StringBuilder();

	ClientHandshake(Dialect dialect) {
		this.dialect = dialect;
	}

	/**
	 * The request for a resource.
	 */
	static ByteBuffer request(String authority, String path, Dialect dialect) {
		String extensions = (dialect == Dialect.DEFLATE) ? "Sec-WebSocket-Extensions: " + EXTENSION + "\r\n" : "";
		String request = "GET " + path + " HTTP/1.1\r\nHost: " + authority
				+ "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: " + KEY
				+ "\r\nSec-WebSocket-Version: 13\r\n" + extensions + "\r\n";
		byte[] bytes = request.getBytes(StandardCharsets.US_ASCII);
		return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
	}

	/**
	 * Takes what was read, up to the end of the head.
	 * @return {@code null} if the server agreed, an empty text if more has to be read,
	 * what is wrong otherwise
	 */
	@Nullable String take(ByteBuffer input) {
		while (input.hasRemaining()) {
			this.head.append((char) (input.get() & 0xFF));
			int length = this.head.length();
			if (length >= 4 && this.head.charAt(length - 1) == '\n' && this.head.charAt(length - 3) == '\n') {
				return judge(this.head.toString());
			}
			if (length > LONGEST) {
				return "the answer to the handshake is longer than " + LONGEST + " bytes";
			}
		}
		return "";
	}

	private @Nullable String judge(String head) {
		if (head.startsWith("HTTP/1.1 101 ") && head.contains(ACCEPT)) {
			boolean compresses = head.contains(EXTENSION) && !head.contains(NO_CONTEXT);
			return (this.dialect != Dialect.DEFLATE || compresses) ? null
					: "the server does not compress with a context that it keeps";
		}
		return "the answer to the handshake was '" + head.lines().findFirst().orElse("") + "'";
	}

}
