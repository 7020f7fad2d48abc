package io.wsboot.transport;

import java.util.List;
import java.util.Set;

import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

import io.wsboot.protocol.handshake.WebSocketUri;

/**
 * Engines with the parameters that this project insists on.
 */
final class TlsParameters {

	/** What is spoken unless less is asked for. */
	static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");

	/** The protocol above TLS that is agreed on (RFC 7301): WebSocket begins as it. */
	private static final String[] APPLICATION_PROTOCOLS = { "http/1.1" };

	private TlsParameters() {
	}

	/**
	 * An engine for a connection that was accepted.
	 * @param tls how to encrypt
	 * @return the engine, its handshake not begun
	 */
	static SSLEngine serverEngine(ServerTls tls) {
		SSLEngine engine = tls.context().get().createSSLEngine();
		engine.setUseClientMode(false);
		SSLParameters parameters = parameters(engine, tls.protocols(), tls.cipherSuites());
		switch (tls.clientAuthentication()) {
			case NEED -> parameters.setNeedClientAuth(true);
			case WANT -> parameters.setWantClientAuth(true);
			case NONE -> parameters.setWantClientAuth(false);
		}
		engine.setSSLParameters(parameters);
		return engine;
	}

	/**
	 * An engine for a connection to a server.
	 * @param tls how to encrypt
	 * @param uri names the server
	 * @return the engine, its handshake not begun
	 */
	static SSLEngine clientEngine(ClientTls tls, WebSocketUri uri) {
		String host = serverName(uri.host());
		SSLEngine engine = tls.context().get().createSSLEngine(host, uri.port());
		engine.setUseClientMode(true);
		SSLParameters parameters = parameters(engine, tls.protocols(), tls.cipherSuites());
		parameters.setServerNames(serverNames(host));
		parameters.setEndpointIdentificationAlgorithm(tls.hostVerified() ? "HTTPS" : null);
		engine.setSSLParameters(parameters);
		return engine;
	}

	/**
	 * Checks versions.
	 * @param protocols their names
	 * @return the same
	 * @throws IllegalArgumentException if there are none, or one is not spoken
	 */
	static List<String> checkedProtocols(List<String> protocols) {
		if (protocols.isEmpty() || !Set.copyOf(PROTOCOLS).containsAll(protocols)) {
			throw new IllegalArgumentException(
					"TLS protocols must be one or both of " + String.join(", ", PROTOCOLS) + ", not " + protocols);
		}
		return List.copyOf(protocols);
	}

	private static SSLParameters parameters(SSLEngine engine, List<String> protocols, List<String> cipherSuites) {
		SSLParameters parameters = engine.getSSLParameters();
		parameters.setProtocols(protocols.toArray(new String[0]));
		if (!cipherSuites.isEmpty()) {
			parameters.setCipherSuites(cipherSuites.toArray(new String[0]));
		}
		parameters.setApplicationProtocols(APPLICATION_PROTOCOLS);
		return parameters;
	}

	/**
	 * As certificates write it: an address without brackets, a name without a last dot.
	 */
	private static String serverName(String host) {
		if (host.startsWith("[")) {
			return host.substring(1, host.length() - 1);
		}
		return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
	}

	private static List<SNIServerName> serverNames(String host) {
		if (isAddress(host)) {
			return List.of();
		}
		try {
			return List.of(new SNIHostName(host));
		}
		catch (IllegalArgumentException ex) {
			// with an underscore, for one: the JDK cannot tell it
			return List.of();
		}
	}

	/** An address is no server name (RFC 6066 §3). */
	private static boolean isAddress(String host) {
		for (int i = 0; i < host.length(); i++) {
			char c = host.charAt(i);
			if (c == ':') {
				return true;
			}
			if (c != '.' && (c < '0' || c > '9')) {
				return false;
			}
		}
		return true;
	}

}
