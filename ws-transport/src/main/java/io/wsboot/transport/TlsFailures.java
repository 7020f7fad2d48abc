package io.wsboot.transport;

import java.io.IOException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CertificateRevokedException;

import javax.net.ssl.SSLHandshakeException;

import io.wsboot.protocol.handshake.WebSocketUri;
import org.jspecify.annotations.Nullable;

/**
 * Says in a sentence why a client does not accept a server's certificate. The JDK's own
 * failure, which has the details, is the cause.
 */
final class TlsFailures {

	private static final int DEEPEST = 16;

	private TlsFailures() {
	}

	/**
	 * Explains a failure.
	 * @param failure how the connection failed
	 * @param uri names the server
	 * @return a failure with a sentence, or the same if it is not about a certificate
	 */
	static Throwable explained(Throwable failure, WebSocketUri uri) {
		String reason = reason(failure);
		if (reason == null) {
			return failure;
		}
		SSLHandshakeException explained = new SSLHandshakeException(
				"The certificate of " + uri.hostHeader() + " " + reason + ": " + failure.getMessage());
		explained.initCause(failure);
		return explained;
	}

	/**
	 * Whether a certificate was the cause.
	 * @param failure how the connection failed
	 * @return {@code true} if this side did not accept one
	 */
	static boolean isAboutCertificate(Throwable failure) {
		return reason(failure) != null;
	}

	private static @Nullable String reason(Throwable failure) {
		if (!(failure instanceof IOException)) {
			return null;
		}
		String reason = null;
		int depth = 0;
		// the deeper, the more precise
		for (Throwable cause = failure; cause != null && depth < DEEPEST; cause = cause.getCause()) {
			String here = reasonOf(cause);
			reason = (here != null) ? here : reason;
			depth++;
		}
		return reason;
	}

	private static @Nullable String reasonOf(Throwable cause) {
		if (cause instanceof CertificateExpiredException) {
			return "has expired";
		}
		if (cause instanceof CertificateNotYetValidException) {
			return "is not valid yet";
		}
		if (cause instanceof CertificateRevokedException) {
			return "was revoked";
		}
		if (cause instanceof CertPathBuilderException) {
			return "is signed by itself, or by an authority that this client does not trust";
		}
		if (cause instanceof CertPathValidatorException) {
			return "is not trusted";
		}
		if (cause instanceof CertificateException) {
			return isAboutHost(cause) ? "does not name that host" : "is not acceptable";
		}
		return null;
	}

	/** The JDK has no type for it. */
	private static boolean isAboutHost(Throwable cause) {
		String message = String.valueOf(cause.getMessage());
		return message.startsWith("No subject alternative") || message.startsWith("No name matching")
				|| message.startsWith("Illegal given domain name");
	}

}
