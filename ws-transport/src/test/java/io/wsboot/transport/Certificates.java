package io.wsboot.transport;

import java.io.InputStream;
import java.net.Socket;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;

import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * The certificates that {@code tls/make.sh} has made, as contexts.
 */
final class Certificates {

	private static final char[] PASSWORD = "changeit".toCharArray();

	private static final KeyStore ALL = load();

	private Certificates() {
	}

	/**
	 * A server that shows a certificate, or chooses from several, and trusts clients of
	 * the authority.
	 */
	static SSLContext server(String... aliases) {
		return context("authority", aliases);
	}

	/**
	 * A client that trusts an authority and shows a certificate if it has one.
	 */
	static SSLContext client(String authority, String... aliases) {
		return context(authority, aliases);
	}

	/**
	 * A client that trusts the authority.
	 */
	static SSLContext client() {
		return context("authority");
	}

	/**
	 * A client that shows a certificate even to a server that does not know its
	 * authority.
	 */
	static SSLContext insistingClient(String alias) throws Exception {
		X509ExtendedKeyManager known = (X509ExtendedKeyManager) keyManagers(alias)[0];
		String name = known.getClientAliases("EC", null)[0];
		KeyManager insisting = new X509ExtendedKeyManager() {

			@Override
			public String[] getClientAliases(String keyType, Principal[] issuers) {
				return new String[] { name };
			}

			@Override
			public String chooseClientAlias(String[] keyType, Principal[] issuers, Socket socket) {
				return name;
			}

			@Override
			public String chooseEngineClientAlias(String[] keyType, Principal[] issuers, SSLEngine engine) {
				return name;
			}

			@Override
			public String[] getServerAliases(String keyType, Principal[] issuers) {
				return null;
			}

			@Override
			public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
				return null;
			}

			@Override
			public X509Certificate[] getCertificateChain(String wanted) {
				return known.getCertificateChain(wanted);
			}

			@Override
			public PrivateKey getPrivateKey(String wanted) {
				return known.getPrivateKey(wanted);
			}

		};
		return contextOf("authority", insisting);
	}

	static X509Certificate certificate(String alias) throws Exception {
		return (X509Certificate) ALL.getCertificate(alias);
	}

	/**
	 * Chooses among keys as the JDK does: by name, too.
	 */
	static KeyManager[] keyManagers(String... aliases) {
		try {
			KeyStore keys = KeyStore.getInstance("PKCS12");
			keys.load(null, null);
			for (String alias : aliases) {
				keys.setKeyEntry(alias, ALL.getKey(alias, PASSWORD), PASSWORD, ALL.getCertificateChain(alias));
			}
			KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
			factory.init(keys, PASSWORD);
			return factory.getKeyManagers();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static SSLContext context(String authority, String... aliases) {
		return contextOf(authority, keyManagers(aliases));
	}

	private static SSLContext contextOf(String authority, KeyManager... keys) {
		try {
			KeyStore trusted = KeyStore.getInstance("PKCS12");
			trusted.load(null, null);
			trusted.setCertificateEntry(authority, ALL.getCertificate(authority));
			TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
			trust.init(trusted);
			SSLContext context = SSLContext.getInstance("TLS");
			context.init(keys, trust.getTrustManagers(), new SecureRandom());
			return context;
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static KeyStore load() {
		try (InputStream in = Certificates.class.getResourceAsStream("/tls/certificates.p12")) {
			KeyStore all = KeyStore.getInstance("PKCS12");
			all.load(in, PASSWORD);
			return all;
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

}
