package io.wsboot.benchmarks.servers;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * The key and the certificate of a server under measurement: made anew for each run, and
 * the same for all servers of it.
 */
public final class ServerKeys {

	/** The key store's password, which protects nothing. */
	static final String PASSWORD = "changeit";

	/** Its format. */
	static final String TYPE = "PKCS12";

	private ServerKeys() {
	}

	/**
	 * Makes a key of the curve P-256 and a certificate that it signs itself, with the
	 * keytool of this JDK.
	 * @param file the key store, which must not be there yet
	 * @throws IOException if keytool fails
	 */
	public static void make(Path file) throws IOException {
		Process keytool = new ProcessBuilder(List.of(
				Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-keystore",
				file.toString(), "-storetype", TYPE, "-storepass", PASSWORD, "-keyalg", "EC", "-groupname", "secp256r1",
				"-alias", "server", "-dname", "CN=localhost", "-ext", "san=dns:localhost,ip:127.0.0.1"))
			.redirectErrorStream(true)
			.start();
		try {
			String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			if (keytool.waitFor() != 0) {
				throw new IOException("keytool could not make " + file + ": " + said.strip());
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IOException("keytool was interrupted", ex);
		}
		finally {
			keytool.destroyForcibly();
		}
	}

	/**
	 * What a server encrypts with.
	 * @param file the key store
	 */
	static SSLContext context(Path file) throws IOException {
		try (InputStream bytes = Files.newInputStream(file)) {
			KeyStore keys = KeyStore.getInstance(TYPE);
			keys.load(bytes, PASSWORD.toCharArray());
			KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
			managers.init(keys, PASSWORD.toCharArray());
			SSLContext context = SSLContext.getInstance("TLS");
			context.init(managers.getKeyManagers(), null, null);
			return context;
		}
		catch (GeneralSecurityException ex) {
			throw new IOException(file + " is no key store of type " + TYPE + " with the password " + PASSWORD, ex);
		}
	}

}
