package io.wsboot.spring.autoconfigure;

import java.security.GeneralSecurityException;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509KeyManager;

import io.wsboot.spring.autoconfigure.WsServerProperties.ServerNameBundle;
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
 * The context of SSL bundles, one for all names and perhaps others for single ones, made
 * anew whenever one of them changes: the next connection uses it, and sessions that are
 * open stay. A change that cannot be used is reported, and the context before it stays.
 */
final class BundleTls implements Supplier<SSLContext> {

	private static final Log logger = LogFactory.getLog(BundleTls.class);

	private static final String BUNDLE = "ws.server.ssl.bundle";

	private static final String NAMES = "ws.server.ssl.server-name-bundles";

	private static final Pattern NAME = Pattern.compile("(\\*\\.)?[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*");

	private static final List<String> KEY_TYPES = List.of("EC", "RSA", "RSASSA-PSS", "EdDSA", "DSA");

	private final SslBundles bundles;

	private final String name;

	private final List<ServerNameBundle> names;

	private volatile SSLContext context;

	private BundleTls(SslBundles bundles, String name, List<ServerNameBundle> names) {
		this.bundles = bundles;
		this.name = name;
		this.names = names;
		this.context = context();
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
			if (!ssl.serverNameBundles().isEmpty()) {
				throw wrong(NAMES + "[0].bundle", ssl.serverNameBundles().get(0).bundle(),
						"Clients that ask for another name, or none, need a certificate: set 'ws.server.ssl.bundle', too.",
						null);
			}
			return null;
		}
		if (bundles == null) {
			throw wrong(BUNDLE, name, "This application has no SSL bundles: there is no bean of the type SslBundles.",
					null);
		}
		BundleTls source = new BundleTls(bundles, name, ssl.serverNameBundles());
		source.used().forEach((used) -> bundles.addBundleUpdateHandler(used, (bundle) -> source.update(used)));
		return withOptions(ServerTls.of(source), name, bundles.getBundle(name))
			.withClientAuthentication(ssl.clientAuth());
	}

	@Override
	public SSLContext get() {
		return this.context;
	}

	/** The names of all bundles, each once. */
	private Set<String> used() {
		Set<String> used = new LinkedHashSet<>(List.of(this.name));
		this.names.forEach((name) -> used.add(name.bundle()));
		return used;
	}

	private void update(String changed) {
		try {
			this.context = context();
			logger.info("SSL bundle '" + changed + "' has changed: new WebSocket connections use it, open sessions"
					+ " stay as they are");
		}
		catch (RuntimeException ex) {
			logger.error("SSL bundle '" + changed + "' has changed, but cannot be used by the WebSocket listener;"
					+ " connections are still encrypted with what it was before", ex);
		}
	}

	private SSLContext context() {
		SslBundle others = bundle(BUNDLE, this.name);
		if (this.names.isEmpty()) {
			return others.createSslContext();
		}
		ServerNameKeys keys = new ServerNameKeys(keys(BUNDLE, this.name, others));
		Set<String> known = new HashSet<>();
		for (int i = 0; i < this.names.size(); i++) {
			ServerNameBundle single = this.names.get(i);
			String property = NAMES + "[" + i + "]";
			if (!NAME.matcher(single.serverName()).matches()
					|| !known.add(single.serverName().toLowerCase(Locale.ROOT))) {
				throw wrong(property + ".server-name", single.serverName(),
						"It must be a host name such as 'chat.example.com' or '*.example.com', and each name must be"
								+ " there once.",
						null);
			}
			SslBundle bundle = bundle(property + ".bundle", single.bundle());
			keys.add(single.serverName(), keys(property + ".bundle", single.bundle(), bundle));
		}
		try {
			SSLContext made = SSLContext.getInstance(others.getProtocol());
			made.init(new KeyManager[] { keys }, others.getManagers().getTrustManagers(), null);
			return made;
		}
		catch (GeneralSecurityException ex) {
			throw wrong(BUNDLE, this.name, "No context can be made of the bundle: " + ex.getMessage() + ".", ex);
		}
	}

	private static X509ExtendedKeyManager keys(String property, String name, SslBundle bundle) {
		for (KeyManager manager : bundle.getManagers().getKeyManagers()) {
			if (manager instanceof X509ExtendedKeyManager keys) {
				return keys;
			}
		}
		throw wrong(property, name, "The bundle's key manager cannot choose a certificate by name (it is no"
				+ " X509ExtendedKeyManager). Name a bundle of Spring Boot's properties.", null);
	}

	/** A bundle with which a server can work. */
	private SslBundle bundle(String property, String name) {
		SslBundle bundle = known(property, name);
		if (!hasKey(bundle)) {
			throw wrong(property, name,
					"The bundle has no private key with a certificate, which a server needs. Give it a"
							+ " key store, or name another bundle.",
					null);
		}
		return bundle;
	}

	private SslBundle known(String property, String name) {
		try {
			return this.bundles.getBundle(name);
		}
		catch (NoSuchSslBundleException ex) {
			List<String> known = this.bundles.getBundleNames();
			throw wrong(property, name,
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
			throw wrong(BUNDLE, name, "The bundle's options do not fit: " + ex.getMessage() + ".", ex);
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

	private static InvalidConfigurationPropertyValueException wrong(String property, String value, String reason,
			@Nullable Throwable cause) {
		return (cause != null) ? new InvalidConfigurationPropertyValueException(property, value, reason, cause)
				: new InvalidConfigurationPropertyValueException(property, value, reason);
	}

}
