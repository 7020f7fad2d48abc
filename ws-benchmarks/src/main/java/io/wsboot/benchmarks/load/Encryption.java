package io.wsboot.benchmarks.load;

import java.net.Socket;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * What all encrypted connections of the generator share: TLS 1.3 with AES-128-GCM and
 * nothing else, so that all servers do the same work.
 */
final class Encryption {

	private static final String PROTOCOL = "TLSv1.3";

	private static final String CIPHER_SUITE = "TLS_AES_128_GCM_SHA256";

	/** Room for the records of one read or write. The engine is quicker on the heap. */
	private static final int RECORDS = 256 << 10;

	private final SSLContext context;

	private final ByteBuffer received = ByteBuffer.allocate(RECORDS);

	private final ByteBuffer made = ByteBuffer.allocate(RECORDS);

	Encryption() {
		try {
			this.context = SSLContext.getInstance(PROTOCOL);
			this.context.init(null, new TrustManager[] { new AnyCertificate() }, null);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("This JDK has no " + PROTOCOL, ex);
		}
	}

	/**
	 * An engine for one connection, without a session to resume.
	 */
	SSLEngine engine() {
		SSLEngine engine = this.context.createSSLEngine();
		engine.setUseClientMode(true);
		engine.setEnabledProtocols(new String[] { PROTOCOL });
		engine.setEnabledCipherSuites(new String[] { CIPHER_SUITE });
		return engine;
	}

	/** Where a connection reads records into, and keeps none of them. */
	ByteBuffer received() {
		return this.received.clear();
	}

	/** Where a connection makes records, and keeps none of them. */
	ByteBuffer made() {
		return this.made.clear();
	}

	/** The server is on this machine and was started for the measurement. */
	private static final class AnyCertificate extends X509ExtendedTrustManager {

		@Override
		public void checkClientTrusted(X509Certificate[] chain, String type) {
			// a client meets no clients
		}

		@Override
		public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {
			// a client meets no clients
		}

		@Override
		public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
			// a client meets no clients
		}

		@Override
		public void checkServerTrusted(X509Certificate[] chain, String type) {
			// any will do
		}

		@Override
		public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {
			// any will do
		}

		@Override
		public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
			// any will do
		}

		@Override
		public X509Certificate[] getAcceptedIssuers() {
			return new X509Certificate[0];
		}

	}

}
