package io.wsboot.transport;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

import javax.net.ssl.SSLContext;

/**
 * How a server encrypts. Immutable.
 * <p>
 * The context is asked for anew by each connection, so that another certificate applies
 * to the next connection while those that stand are left alone. TLS 1.2 and 1.3 are
 * spoken, nothing older, and a connection agrees on its keys and identities once:
 * renegotiation is refused. Sessions are resumed as the context allows.
 * <p>
 * Several certificates are a matter of the context's key managers: those of the JDK's
 * algorithm {@code PKIX} choose by the host name that the client asks for (SNI).
 *
 * @param context supplies the context for a connection; called on event loops, so it must
 * be quick
 * @param clientAuthentication whether clients show a certificate
 * @param protocols the versions that are spoken, of {@code TLSv1.3} and {@code TLSv1.2}
 * @param cipherSuites the cipher suites that are spoken, by their standard names; empty
 * for the context's own choice
 * @param handshakeTimeout how long a TLS handshake may take, from the connection on
 * @param maxHandshakes TLS handshakes that may be in progress; further clients wait, and
 * their time runs; 1 or more
 */
public record ServerTls(Supplier<SSLContext> context, ClientAuthentication clientAuthentication, List<String> protocols,
		List<String> cipherSuites, Duration handshakeTimeout, int maxHandshakes) {

	private static final int MAX_HANDSHAKES = 1024;

	/**
	 * Checks the ranges.
	 * @param context supplies the context
	 * @param clientAuthentication whether clients show a certificate
	 * @param protocols one or both versions
	 * @param cipherSuites cipher suites, or none
	 * @param handshakeTimeout positive
	 * @param maxHandshakes 1 or more
	 * @throws IllegalArgumentException if a value is out of its range
	 */
	public ServerTls {
		protocols = TlsParameters.checkedProtocols(protocols);
		cipherSuites = List.copyOf(cipherSuites);
		Durations.requirePositive(handshakeTimeout, "TLS handshake timeout");
		if (maxHandshakes < 1) {
			throw new IllegalArgumentException("maxHandshakes must be 1 or more, not " + maxHandshakes);
		}
	}

	/**
	 * A context that stays, no client certificates, both versions, 10 s for a handshake
	 * and 1 024 of them at once.
	 * @param context the context
	 * @return how to encrypt
	 */
	public static ServerTls of(SSLContext context) {
		return of(() -> context);
	}

	/**
	 * A context that may be replaced, no client certificates, both versions, 10 s for a
	 * handshake and 1 024 of them at once.
	 * @param context supplies the context for a connection; called on event loops
	 * @return how to encrypt
	 */
	public static ServerTls of(Supplier<SSLContext> context) {
		return new ServerTls(context, ClientAuthentication.NONE, TlsParameters.PROTOCOLS, List.of(),
				Duration.ofSeconds(10), MAX_HANDSHAKES);
	}

	/**
	 * The same with another policy for client certificates.
	 * @param clientAuthentication whether clients show a certificate
	 * @return how to encrypt
	 */
	public ServerTls withClientAuthentication(ClientAuthentication clientAuthentication) {
		return new ServerTls(this.context, clientAuthentication, this.protocols, this.cipherSuites,
				this.handshakeTimeout, this.maxHandshakes);
	}

	/**
	 * The same with other versions.
	 * @param protocols of {@code TLSv1.3} and {@code TLSv1.2}
	 * @return how to encrypt
	 */
	public ServerTls withProtocols(String... protocols) {
		return new ServerTls(this.context, this.clientAuthentication, List.of(protocols), this.cipherSuites,
				this.handshakeTimeout, this.maxHandshakes);
	}

	/**
	 * The same with other cipher suites.
	 * @param cipherSuites their standard names; none for the context's own choice
	 * @return how to encrypt
	 */
	public ServerTls withCipherSuites(String... cipherSuites) {
		return new ServerTls(this.context, this.clientAuthentication, this.protocols, List.of(cipherSuites),
				this.handshakeTimeout, this.maxHandshakes);
	}

	/**
	 * The same with another time for the handshake.
	 * @param handshakeTimeout from the connection to the end of the TLS handshake
	 * @return how to encrypt
	 */
	public ServerTls withHandshakeTimeout(Duration handshakeTimeout) {
		return new ServerTls(this.context, this.clientAuthentication, this.protocols, this.cipherSuites,
				handshakeTimeout, this.maxHandshakes);
	}

	/**
	 * The same with another limit of handshakes.
	 * @param maxHandshakes TLS handshakes that may be in progress
	 * @return how to encrypt
	 */
	public ServerTls withMaxHandshakes(int maxHandshakes) {
		return new ServerTls(this.context, this.clientAuthentication, this.protocols, this.cipherSuites,
				this.handshakeTimeout, maxHandshakes);
	}

	/**
	 * Whether clients show a certificate.
	 */
	public enum ClientAuthentication {

		/** They are not asked. */
		NONE,

		/** They are asked; one without a certificate is served, too. */
		WANT,

		/** One without a certificate is refused. */
		NEED

	}

}
