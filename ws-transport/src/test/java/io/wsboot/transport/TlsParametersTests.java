package io.wsboot.transport;

import java.util.List;

import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

import io.wsboot.protocol.handshake.WebSocketUri;
import io.wsboot.transport.ServerTls.ClientAuthentication;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What engines are told before their handshake begins.
 */
class TlsParametersTests {

	private static final ClientTls CLIENT = ClientTls.of(Certificates.client());

	@ParameterizedTest
	@CsvSource({ "example.com, example.com", "example.com., example.com", "localhost, localhost" })
	void aNameIsVerifiedAndTold(String host, String name) {
		SSLEngine engine = engine(CLIENT, host);
		assertThat(engine.getPeerHost()).isEqualTo(name);
		assertThat(engine.getSSLParameters().getServerNames()).containsExactly(new SNIHostName(name));
		assertThat(engine.getSSLParameters().getEndpointIdentificationAlgorithm()).isEqualTo("HTTPS");
	}

	@ParameterizedTest
	@CsvSource({ "127.0.0.1, 127.0.0.1", "[::1], ::1", "a_b.example.com, a_b.example.com" })
	void whatTlsHasNoNameForIsVerifiedAndNotTold(String host, String address) {
		SSLEngine engine = engine(CLIENT, host);
		assertThat(engine.getPeerHost()).isEqualTo(address);
		assertThat(engine.getSSLParameters().getServerNames()).isNullOrEmpty();
		assertThat(engine.getSSLParameters().getEndpointIdentificationAlgorithm()).isEqualTo("HTTPS");
	}

	@Test
	void theNameIsToldEvenIfItIsNotVerified() {
		SSLParameters parameters = engine(CLIENT.withoutHostVerification(), "example.com").getSSLParameters();
		assertThat(parameters.getEndpointIdentificationAlgorithm()).isNullOrEmpty();
		assertThat(parameters.getServerNames()).hasSize(1);
	}

	@Test
	void aClientSpeaksWhatItIsTold() {
		SSLParameters parameters = engine(
				CLIENT.withProtocols("TLSv1.2").withCipherSuites("TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"),
				"example.com")
			.getSSLParameters();
		assertThat(parameters.getProtocols()).containsExactly("TLSv1.2");
		assertThat(parameters.getCipherSuites()).containsExactly("TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256");
		assertThat(parameters.getApplicationProtocols()).containsExactly("http/1.1");
	}

	@ParameterizedTest
	@ValueSource(strings = { "SSLv3", "TLSv1", "TLSv1.1", "DTLSv1.2" })
	void nothingOlderOrOtherIsSpoken(String protocol) {
		assertThatIllegalArgumentException().isThrownBy(() -> CLIENT.withProtocols(protocol, "TLSv1.3"))
			.withMessageContaining("TLSv1.3, TLSv1.2, not [" + protocol);
	}

	@Test
	void bothVersionsAreSpokenByDefault() {
		assertThat(engine(ClientTls.DEFAULTS, "example.com").getEnabledProtocols()).containsExactlyInAnyOrder("TLSv1.3",
				"TLSv1.2");
		SSLEngine server = TlsParameters.serverEngine(ServerTls.of(Certificates.server("server")));
		assertThat(server.getEnabledProtocols()).containsExactlyInAnyOrder("TLSv1.3", "TLSv1.2");
		assertThat(server.getUseClientMode()).isFalse();
	}

	@Test
	void aServerAsksForCertificatesAsItIsTold() {
		ServerTls tls = ServerTls.of(Certificates.server("server"));
		List<Boolean> asked = List.of(ClientAuthentication.NONE, ClientAuthentication.WANT, ClientAuthentication.NEED)
			.stream()
			.map((policy) -> TlsParameters.serverEngine(tls.withClientAuthentication(policy)))
			.flatMap((engine) -> List.of(engine.getWantClientAuth(), engine.getNeedClientAuth()).stream())
			.toList();
		assertThat(asked).containsExactly(false, false, true, false, false, true);
	}

	private static SSLEngine engine(ClientTls tls, String host) {
		return TlsParameters.clientEngine(tls, new WebSocketUri(true, host, 443, "/"));
	}

}
