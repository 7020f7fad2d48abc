package io.wsboot.spring.autoconfigure;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

import org.jspecify.annotations.Nullable;

/**
 * Shows a client the certificate of the name that it asks for (SNI, RFC 6066 §3). Who
 * asks for no name, or an unknown one, is shown the one that stands for all others.
 * <p>
 * An alias is the number of the key manager, a colon and that manager's own alias.
 */
final class ServerNameKeys extends X509ExtendedKeyManager {

	private static final String ANY_LABEL = "*";

	/** The first stands for all other names. */
	private final List<X509ExtendedKeyManager> managers = new ArrayList<>();

	private final Map<String, Integer> numbers = new HashMap<>();

	/**
	 * Begins with a certificate for all names.
	 * @param others has the certificate
	 */
	ServerNameKeys(X509ExtendedKeyManager others) {
		this.managers.add(others);
	}

	/**
	 * Adds the certificate of a name.
	 * @param name a host's name, or {@code *} and the rest behind its first label
	 * @param keys has the certificate
	 */
	void add(String name, X509ExtendedKeyManager keys) {
		this.numbers.put(name.toLowerCase(Locale.ROOT), this.managers.size());
		this.managers.add(keys);
	}

	@Override
	public @Nullable String chooseEngineServerAlias(String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
		int number = number(engine);
		String alias = this.managers.get(number).chooseEngineServerAlias(keyType, issuers, engine);
		return (alias != null) ? number + ":" + alias : null;
	}

	@Override
	public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, Socket socket) {
		String alias = this.managers.get(0).chooseServerAlias(keyType, issuers, socket);
		return (alias != null) ? "0:" + alias : null;
	}

	@Override
	public X509Certificate @Nullable [] getCertificateChain(String alias) {
		return manager(alias).getCertificateChain(own(alias));
	}

	@Override
	public @Nullable PrivateKey getPrivateKey(String alias) {
		return manager(alias).getPrivateKey(own(alias));
	}

	@Override
	public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
		return null;
	}

	@Override
	public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
		return null;
	}

	@Override
	public @Nullable String chooseClientAlias(String[] keyType, Principal @Nullable [] issuers, Socket socket) {
		return null;
	}

	private X509ExtendedKeyManager manager(String alias) {
		return this.managers.get(Integer.parseInt(alias.substring(0, alias.indexOf(':'))));
	}

	private static String own(String alias) {
		return alias.substring(alias.indexOf(':') + 1);
	}

	private int number(SSLEngine engine) {
		if (engine.getHandshakeSession() instanceof ExtendedSSLSession session) {
			for (SNIServerName name : session.getRequestedServerNames()) {
				if (name instanceof SNIHostName host) {
					return number(host.getAsciiName().toLowerCase(Locale.ROOT));
				}
			}
		}
		return 0;
	}

	private int number(String host) {
		Integer number = this.numbers.get(host);
		if (number == null) {
			int dot = host.indexOf('.');
			number = (dot > 0) ? this.numbers.get(ANY_LABEL + host.substring(dot)) : null;
		}
		return (number != null) ? number : 0;
	}

}
