package io.wsboot.spring.startup;

import java.util.Arrays;
import java.util.List;

import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.ssl.SslManagerBundle;
import org.springframework.boot.ssl.SslOptions;
import org.springframework.boot.ssl.SslStoreBundle;

/**
 * SSL bundles that a listener cannot use.
 */
final class TlsErrors {

	private static final String BUNDLE = "ws.server.ssl.bundle";

	private static final String NAMES = "ws.server.ssl.server-name-bundles";

	private static final String WHERE = "spring.ssl.bundle.jks.web.";

	private static final String[] KEYS = { WHERE + "keystore.location=classpath:tls/certificates.p12",
			WHERE + "keystore.password=changeit", WHERE + "key.alias=server", BUNDLE + "=web",
			NAMES + "[0].server-name=chat.example.com", NAMES + "[0].bundle=web" };

	private static final String NAME = "It must be a host name such as 'chat.example.com' or '*.example.com', and each"
			+ " name must be there once.";

	private TlsErrors() {
	}

	static List<StartUpError> all() {
		return List.of(
				PropertyErrors.wrong("ws.server.ssl.client-auth", "want",
						"Client certificates need TLS: set 'ws.server.ssl.bundle', too."),
				PropertyErrors.wrong(BUNDLE, "web",
						"This application has no SSL bundles: there is no bean of the type SslBundles."),
				wrong(BUNDLE, "web",
						"There is no SSL bundle of that name, and no other. Bundles are defined under"
								+ " 'spring.ssl.bundle'."),
				wrong(BUNDLE, "wab",
						"There is no SSL bundle of that name; there are: web. Bundles are defined under"
								+ " 'spring.ssl.bundle'.",
						KEYS),
				wrong(BUNDLE, "trust",
						"The bundle has no private key with a certificate, which a server needs. Give it a key store,"
								+ " or name another bundle.",
						"spring.ssl.bundle.jks.trust.truststore.location=classpath:tls/certificates.p12",
						"spring.ssl.bundle.jks.trust.truststore.password=changeit"),
				wrong(BUNDLE, "web",
						"The bundle's options do not fit: TLS protocols must be one or both of TLSv1.3, TLSv1.2, not"
								+ " [TLSv1.1, TLSv1.3].",
						with(WHERE + "options.enabled-protocols=TLSv1.1,TLSv1.3")),
				wrong(BUNDLE, "web", "No context can be made of the bundle: TLSv9 SSLContext not available.",
						with(WHERE + "protocol=TLSv9")),
				wrong(NAMES + "[1].server-name", "CHAT.example.com", NAME, KEYS),
				wrong(NAMES + "[1].server-name", "chat.*.com", NAME, KEYS),
				wrong(NAMES + "[1].server-name", "", NAME, KEYS),
				wrong(NAMES + "[0].bundle", "nobody",
						"There is no SSL bundle of that name; there are: web. Bundles are defined under"
								+ " 'spring.ssl.bundle'.",
						KEYS),
				PropertyErrors
					.wrong(NAMES + "[0].bundle", "web",
							"Clients that ask for another name, or none, need a certificate: set"
									+ " 'ws.server.ssl.bundle', too.")
					.withProperties(NAMES + "[0].server-name=chat.example.com"),
				PropertyErrors
					.wrong(BUNDLE, "web",
							"The bundle's key manager cannot choose a certificate by name (it is no"
									+ " X509ExtendedKeyManager). Name a bundle of Spring Boot's properties.")
					.in((application) -> application.withBean(SslBundles.class, TlsErrors::bundleOfAnotherKind))
					.withProperties(NAMES + "[0].server-name=chat.example.com", NAMES + "[0].bundle=web"));
	}

	private static String[] with(String property) {
		String[] all = Arrays.copyOf(KEYS, KEYS.length + 1);
		all[KEYS.length] = property;
		return all;
	}

	private static StartUpError wrong(String property, String value, String reason, String... properties) {
		return PropertyErrors.wrong(property, value, reason)
			.in((application) -> application.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class)))
			.withProperties(properties)
			.withProperties(property + "=" + value);
	}

	private static SslBundles bundleOfAnotherKind() {
		SslManagerBundle managers = new SslManagerBundle() {

			@Override
			public KeyManager[] getKeyManagers() {
				return new KeyManager[] { new KeyManager() {
				} };
			}

			@Override
			public KeyManagerFactory getKeyManagerFactory() {
				throw new AssertionError("The managers are there");
			}

			@Override
			public TrustManagerFactory getTrustManagerFactory() {
				throw new AssertionError("Nobody is trusted");
			}

		};
		return new DefaultSslBundleRegistry("web",
				SslBundle.of(SslStoreBundle.NONE, null, SslOptions.NONE, "TLS", managers));
	}

}
