package io.wsboot.transport;

import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.function.Supplier;

import javax.net.ssl.SSLContext;

/**
 * How a client encrypts: what it does for a {@code wss} URI. Immutable.
 * <p>
 * Whom the client trusts, and which certificate it shows, is the context's. The server's
 * certificate must name the URI's host, and the server is told that name (SNI). TLS 1.2
 * and 1.3 are spoken, nothing older. The context is asked for anew by each connection.
 *
 * @param context supplies the context for a connection
 * @param protocols the versions that are spoken, of {@code TLSv1.3} and {@code TLSv1.2}
 * @param cipherSuites the cipher suites that are spoken, by their standard names; empty
 * for the context's own choice
 * @param hostVerified whether the certificate must name the URI's host
 */
public record ClientTls(Supplier<SSLContext> context, List<String> protocols, List<String> cipherSuites,
		boolean hostVerified) {

	/**
	 * The JDK's default context, with the authorities that the JDK trusts.
	 */
	public static final ClientTls DEFAULTS = of(ClientTls::defaultContext);

	/**
	 * Checks the ranges.
	 * @param context supplies the context
	 * @param protocols one or both versions
	 * @param cipherSuites cipher suites, or none
	 * @param hostVerified whether the certificate must name the URI's host
	 * @throws IllegalArgumentException if a version is not spoken
	 */
	public ClientTls {
		protocols = TlsParameters.checkedProtocols(protocols);
		cipherSuites = List.copyOf(cipherSuites);
	}

	/**
	 * A context that stays, and both versions.
	 * @param context the context
	 * @return how to encrypt
	 */
	public static ClientTls of(SSLContext context) {
		return of(() -> context);
	}

	/**
	 * A context that may be replaced, and both versions.
	 * @param context supplies the context for a connection
	 * @return how to encrypt
	 */
	public static ClientTls of(Supplier<SSLContext> context) {
		return new ClientTls(context, TlsParameters.PROTOCOLS, List.of(), true);
	}

	/**
	 * The same with other versions.
	 * @param protocols of {@code TLSv1.3} and {@code TLSv1.2}
	 * @return how to encrypt
	 */
	public ClientTls withProtocols(String... protocols) {
		return new ClientTls(this.context, List.of(protocols), this.cipherSuites, this.hostVerified);
	}

	/**
	 * The same with other cipher suites.
	 * @param cipherSuites their standard names; none for the context's own choice
	 * @return how to encrypt
	 */
	public ClientTls withCipherSuites(String... cipherSuites) {
		return new ClientTls(this.context, this.protocols, List.of(cipherSuites), this.hostVerified);
	}

	/**
	 * The same, but a certificate that is trusted is accepted whatever host it names: who
	 * has any such certificate can pose as the server and read along. Each client that is
	 * made with it warns in the log. A certificate that is not trusted is still refused.
	 * @return how to encrypt
	 */
	public ClientTls withoutHostVerification() {
		return new ClientTls(this.context, this.protocols, this.cipherSuites, false);
	}

	private static SSLContext defaultContext() {
		try {
			return SSLContext.getDefault();
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("The JDK has no default SSLContext", ex);
		}
	}

}
