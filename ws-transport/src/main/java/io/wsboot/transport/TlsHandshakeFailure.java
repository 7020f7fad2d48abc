package io.wsboot.transport;

import java.net.SocketTimeoutException;
import java.util.concurrent.RejectedExecutionException;

import javax.net.ssl.SSLException;

/**
 * Why a connection was not encrypted.
 */
public enum TlsHandshakeFailure {

	/** It took too long. */
	TIMEOUT("timeout"),

	/** The peer left, or the connection was cut. */
	DISCONNECT("disconnect"),

	/** What the peer sent is no TLS. */
	NOT_TLS("not-tls"),

	/** One side does not accept the certificate of the other, or misses it. */
	CERTIFICATE("certificate"),

	/**
	 * There is no version or cipher suite in common, or a side broke a rule.
	 */
	PROTOCOL("protocol"),

	/** There is too much to calculate for other handshakes, or this side ends. */
	OVERLOAD("overload");

	private final String code;

	TlsHandshakeFailure(String code) {
		this.code = code;
	}

	/**
	 * The stable name for meters and logs.
	 * @return lower case, with hyphens
	 */
	public String code() {
		return this.code;
	}

	/**
	 * Sorts a failure.
	 * @param failure how the handshake ended
	 * @return the reason
	 */
	static TlsHandshakeFailure of(Throwable failure) {
		if (failure instanceof TlsPeerException known) {
			return known.reason();
		}
		if (failure instanceof SocketTimeoutException) {
			return TIMEOUT;
		}
		if (!(failure instanceof SSLException)) {
			return DISCONNECT;
		}
		if (failure.getCause() instanceof RejectedExecutionException) {
			return OVERLOAD;
		}
		return (TlsFailures.isAboutCertificate(failure) || isAlertAboutCertificate(failure)) ? CERTIFICATE : PROTOCOL;
	}

	/** By the alert's name (RFC 8446 §6), which the JDK gives in its message only. */
	private static boolean isAlertAboutCertificate(Throwable failure) {
		String message = String.valueOf(failure.getMessage());
		return message.contains("certificate") || message.contains("unknown_ca");
	}

}
