package io.wsboot.protocol.handshake;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * The nonce of a handshake and the proof that it was read (RFC 6455 §4.1, §4.2.2).
 *
 * @param value 16 bytes in base64: 22 characters and two equals signs
 */
record HandshakeKey(String value) {

	private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

	private static final int LENGTH = 24;

	private static final int DIGITS = 22;

	private static final SecureRandom RANDOM = new SecureRandom();

	/** A fresh key that nobody can guess. */
	static HandshakeKey random() {
		byte[] nonce = new byte[16];
		RANDOM.nextBytes(nonce);
		return new HandshakeKey(Base64.getEncoder().encodeToString(nonce));
	}

	/**
	 * Whether a text is 16 bytes in base64. The four bits that the last digit has too
	 * many may be anything: a decoder may pass over them (RFC 4648 §3.5), and some
	 * clients type their key by hand.
	 */
	static boolean isWellFormed(String text) {
		if (text.length() != LENGTH || !text.endsWith("==")) {
			return false;
		}
		for (int i = 0; i < DIGITS; i++) {
			if (!isBase64(text.charAt(i))) {
				return false;
			}
		}
		return true;
	}

	/** The value of {@code Sec-WebSocket-Accept} that answers this key. */
	String accept() {
		byte[] proof = sha1().digest((this.value + GUID).getBytes(StandardCharsets.ISO_8859_1));
		return Base64.getEncoder().encodeToString(proof);
	}

	private static MessageDigest sha1() {
		try {
			return MessageDigest.getInstance("SHA-1");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-1", ex);
		}
	}

	private static boolean isBase64(char c) {
		return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '/';
	}

}
