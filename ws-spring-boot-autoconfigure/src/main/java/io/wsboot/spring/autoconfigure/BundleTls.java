package io.wsboot.spring.autoconfigure;

import java.util.List;
import java.util.function.Supplier;

import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509KeyManager;

import io.wsboot.spring.autoconfigure.WsServerProperties.Ssl;
import io.wsboot.transport.ServerTls;
import io.wsboot.transport.ServerTls.ClientAuthentication;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;

/**
 * The context of an SSL bundle, made anew whenever the bundle changes: the next
 * connection uses it, and sessions that are open stay. A change that cannot be used is
 * reported, and the context before it stays.
 */
final class BundleTls implements Supplier<SSLContext> {

	private static final Log logger = LogFactory.getLog(BundleTls.class);

	private static final String BUNDLE = "ws.server.ssl.bundle";

	private static final List<String> KEY_TYPES = List.of("EC", "RSA", "RSASSA-PSS", "EdDSA", "DSA");

	private final String name;

	private volatile SSLContext context;

	private BundleTls(String name, SslBundle bundle) {
		this.name = name;
		this.context = context(bundle);
	}

	/**
	 * How the listener encrypts.
	 * @param ssl the properties
	 * @param bundles the bundles of the application, if there are any
	 * @return {@code null} if no bundle is set
	 * @throws InvalidConfigurationPropertyValueException if the bundle does not exist, or
	 * a server cannot work with it
	 */
	static @Nullable ServerTls of(Ssl ssl, @Nullable SslBundles bundles) {
		String name = ssl.bundle();
		if (name == null) {
			if (ssl.clientAuth() != ClientAuthentication.NONE) {
				throw new InvalidConfigurationPropertyValueException("ws.server.ssl.client-auth", ssl.clientAuth(),
						"Client certificates need TLS: set 'ws.server.ssl.bundle', too.");
			}
			return null;
		}
		if (bundles == null) {
			throw wrong(name, "This application has no SSL bundles: there is no bean of the type SslBundles.", null);
		}
		SslBundle bundle = bundle(name, bundles);
		BundleTls source = new BundleTls(name, bundle);
		bundles.addBundleUpdateHandler(name, source::update);
		return withOptions(ServerTls.of(source), name, bundle).withClientAuthentication(ssl.clientAuth());
	}

	@Override
	public SSLContext get() {
		return this.context;
	}

	private void update(SslBundle bundle) {
		try {
			this.context = context(bundle);
			logger.info("SSL bundle '" + this.name + "' has changed: new WebSocket connections use it, open sessions"
					+ " stay as they are");
		}
		catch (RuntimeException ex) {
			logger.error("SSL bundle '" + this.name + "' has changed, but cannot be used by the WebSocket listener;"
					+ " connections are still encrypted with what it was before", ex);
		}
	}

	private SSLContext context(SslBundle bundle) {
		if (!hasKey(bundle)) {
			throw wrong(this.name, "The bundle has no private key with a certificate, which a server needs. Give it a"
					+ " key store, or name another bundle.", null);
		}
		return bundle.createSslContext();
	}

	private static SslBundle bundle(String name, SslBundles bundles) {
		try {
			return bundles.getBundle(name);
		}
		catch (NoSuchSslBundleException ex) {
			List<String> known = bundles.getBundleNames();
			throw wrong(name,
					"There is no SSL bundle of that name"
							+ (known.isEmpty() ? ", and no other" : "; there are: " + String.join(", ", known))
							+ ". Bundles are defined under 'spring.ssl.bundle'.",
					ex);
		}
	}

	private static ServerTls withOptions(ServerTls tls, String name, SslBundle bundle) {
		String[] protocols = bundle.getOptions().getEnabledProtocols();
		String[] ciphers = bundle.getOptions().getCiphers();
		try {
			ServerTls limited = (protocols != null) ? tls.withProtocols(protocols) : tls;
			return (ciphers != null) ? limited.withCipherSuites(ciphers) : limited;
		}
		catch (IllegalArgumentException ex) {
			throw wrong(name, "The bundle's options do not fit: " + ex.getMessage() + ".", ex);
		}
	}

	private static boolean hasKey(SslBundle bundle) {
		for (KeyManager manager : bundle.getManagers().getKeyManagers()) {
			if (!(manager instanceof X509KeyManager keys)) {
				return true;
			}
			for (String type : KEY_TYPES) {
				String[] aliases = keys.getServerAliases(type, null);
				if (aliases != null && aliases.length > 0) {
					return true;
				}
			}
		}
		return false;
	}

	private static InvalidConfigurationPropertyValueException wrong(String name, String reason,
			@Nullable Throwable cause) {
		return (cause != null) ? new InvalidConfigurationPropertyValueException(BUNDLE, name, reason, cause)
				: new InvalidConfigurationPropertyValueException(BUNDLE, name, reason);
	}

}
