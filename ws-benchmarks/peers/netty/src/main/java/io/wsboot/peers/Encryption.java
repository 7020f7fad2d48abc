package io.wsboot.peers;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;

import javax.net.ssl.KeyManagerFactory;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;

/**
 * TLS by the JDK's engine.
 */
final class Encryption {

	private static final char[] PASSWORD = "changeit".toCharArray();

	private Encryption() {
	}

	/**
	 * What all connections share.
	 * @param file a key store of type PKCS12
	 */
	static SslContext context(Path file) throws Exception {
		try (InputStream bytes = Files.newInputStream(file)) {
			KeyStore keys = KeyStore.getInstance("PKCS12");
			keys.load(bytes, PASSWORD);
			KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
			managers.init(keys, PASSWORD);
			return SslContextBuilder.forServer(managers).sslProvider(SslProvider.JDK).build();
		}
	}

}
