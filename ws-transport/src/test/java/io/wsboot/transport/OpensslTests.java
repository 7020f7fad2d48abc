package io.wsboot.transport;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.wsboot.transport.TestServer.eventually;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A TLS that is not Java's, against the server.
 */
@ExtendWith(Openssl.Present.class)
class OpensslTests {

	private static final String REQUEST = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";

	private TestServer server;

	@BeforeEach
	void start() throws Exception {
		this.server = TestServer.start(TestServer.OPTIONS, new TestServer.Echo(), null,
				ServerTls.of(Certificates.server("server")));
	}

	@AfterEach
	void stop() {
		this.server.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "tls1_2", "tls1_3" })
	void theChainIsVerifiedAndHttp11IsAgreedOn(String version, @TempDir Path folder) throws Exception {
		Path authority = folder.resolve("authority.pem");
		Files.writeString(authority,
				"-----BEGIN CERTIFICATE-----\n"
						+ Base64.getMimeEncoder().encodeToString(Certificates.certificate("authority").getEncoded())
						+ "\n-----END CERTIFICATE-----\n");
		try (Openssl openssl = new Openssl(this.server.port(), "-" + version, "-CAfile", authority.toString(),
				"-verify_return_error", "-verify_hostname", "localhost", "-alpn", "h2,http/1.1")) {
			openssl.expect("ALPN protocol: http/1.1");
			openssl.type(REQUEST);
			openssl.expect("HTTP/1.1 426 ");
			assertThat(openssl.end()).contains("Verify return code: 0 (ok)");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "tls1_2", "tls1_3" })
	void aSessionIsResumed(String version, @TempDir Path folder) throws Exception {
		String session = folder.resolve("session").toString();
		try (Openssl first = new Openssl(this.server.port(), "-" + version, "-sess_out", session)) {
			// with TLS 1.3 the ticket comes behind the handshake
			first.type(REQUEST);
			first.expect("HTTP/1.1 426 ");
			assertThat(first.end()).contains("New, TLSv1.");
		}
		try (Openssl again = new Openssl(this.server.port(), "-" + version, "-sess_in", session)) {
			again.type(REQUEST);
			again.expect("HTTP/1.1 426 ");
			assertThat(again.end()).contains("Reused, TLSv1.");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "k", "K" })
	void keysAreUpdated(String command) throws Exception {
		try (Openssl openssl = new Openssl(this.server.port(), "-tls1_3")) {
			openssl.expect("Verify return code");
			for (int i = 0; i < 3; i++) {
				openssl.type(command + "\n");
			}
			openssl.expect("KEYUPDATE");
			openssl.type(REQUEST);
			openssl.expect("HTTP/1.1 426 ");
		}
		eventually().untilAsserted(() -> assertThat(this.server.counts().closed).hasValue(1));
	}

	@Test
	void renegotiationIsRefused() throws Exception {
		try (Openssl openssl = new Openssl(this.server.port(), "-tls1_2")) {
			openssl.expect("Verify return code");
			openssl.type("R\n");
			openssl.expect("RENEGOTIATING");
			eventually().untilAsserted(() -> assertThat(this.server.counts().closed).hasValue(1));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "tls1", "tls1_1" })
	void olderVersionsAreRefused(String version) throws Exception {
		try (Openssl openssl = new Openssl(this.server.port(), "-" + version, "-cipher", "ALL:@SECLEVEL=0")) {
			assertThat(openssl.end()).contains("alert protocol version");
		}
		eventually().untilAsserted(() -> assertThat(this.server.counts().tlsHandshakesFailed).hasValue(1));
	}

	@Test
	void whoSpeaksOnlyAnotherApplicationProtocolIsRefused() throws Exception {
		try (Openssl openssl = new Openssl(this.server.port(), "-alpn", "h2")) {
			assertThat(openssl.end()).contains("no application protocol");
		}
	}

}
