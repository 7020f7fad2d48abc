package io.wsboot.spring.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

import io.wsboot.spring.server.WsPortInfoApplicationContextInitializer;
import io.wsboot.spring.server.WsServerLifecycle;
import io.wsboot.transport.ClientTls;
import io.wsboot.transport.TransportOptions;
import io.wsboot.transport.WsClient;
import io.wsboot.transport.WsHandler;
import io.wsboot.transport.WsSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleKey;
import org.springframework.boot.ssl.SslStoreBundle;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * The listener with an SSL bundle.
 */
@ExtendWith(OutputCaptureExtension.class)
class WsServerTlsTests {

	private static final char[] PASSWORD = "changeit".toCharArray();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, WsServerAutoConfiguration.class))
		.withInitializer(new WsPortInfoApplicationContextInitializer())
		.withBean("echo", EchoEndpoint.class)
		.withPropertyValues("ws.server.address=127.0.0.1", "ws.server.port=0", "ws.server.shutdown.drain-window=0s");

	private final ApplicationContextRunner withBundle = this.runner.withPropertyValues(
			"spring.ssl.bundle.jks.web.keystore.location=classpath:tls/certificates.p12",
			"spring.ssl.bundle.jks.web.keystore.password=changeit", "spring.ssl.bundle.jks.web.key.alias=server",
			"spring.ssl.bundle.jks.web.truststore.location=classpath:tls/certificates.p12",
			"spring.ssl.bundle.jks.web.truststore.password=changeit", "ws.server.ssl.bundle=web");

	private final ApplicationContextRunner withNames = this.withBundle.withPropertyValues(keyStore("chat", "renewed"))
		.withPropertyValues(keyStore("rooms", "elsewhere"))
		.withPropertyValues("ws.server.ssl.server-name-bundles[0].server-name=chat.example.com",
				"ws.server.ssl.server-name-bundles[0].bundle=chat",
				"ws.server.ssl.server-name-bundles[1].server-name=*.rooms.example.com",
				"ws.server.ssl.server-name-bundles[1].bundle=rooms");

	private static String[] keyStore(String bundle, String alias) {
		String prefix = "spring.ssl.bundle.jks." + bundle;
		return new String[] { prefix + ".keystore.location=classpath:tls/certificates.p12",
				prefix + ".keystore.password=changeit", prefix + ".key.alias=" + alias };
	}

	@Test
	void whenABundleIsSetThenListenerEncryptsAndSaysSo(CapturedOutput output) {
		this.withBundle.run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(output).contains("(127.0.0.1, wss): endpoints");
			try (WsClient client = WsClient.builder()
				.options(TransportOptions.DEFAULTS)
				.tls(ClientTls.of(client()))
				.build()) {
				CompletableFuture<String> reply = new CompletableFuture<>();
				WsSession session = client.connect("wss://localhost:" + port(context) + "/echo", new WsHandler() {

					@Override
					public void onText(WsSession opened, String text) {
						reply.complete(text);
					}

				}).toCompletableFuture().join();
				session.offerText("hello");
				await().untilAsserted(() -> assertThat(reply).isCompletedWithValue("hello"));
			}
		});
	}

	@Test
	void whenNoBundleIsSetThenListenerDoesNotEncrypt(CapturedOutput output) {
		this.runner.run((context) -> {
			TestPeer peer = TestPeer.connect(port(context), "/echo");
			peer.send("hello");
			peer.receives("hello");
			assertThat(output).contains("(127.0.0.1, plain): endpoints");
		});
	}

	@Test
	void whenClientsNeedACertificateThenOneWithoutIsRefused(CapturedOutput output) {
		this.withBundle.withPropertyValues("ws.server.ssl.client-auth=need").run((context) -> {
			assertThat(output).contains("client certificates needed");
			assertThatExceptionOfType(IOException.class).isThrownBy(() -> read(port(context), client()));
			assertThat(read(port(context), client("client"))).startsWith("HTTP/1.1 ");
		});
	}

	@Test
	void whenTheBundleLimitsVersionAndSuiteThenListenerDoes() {
		this.withBundle
			.withPropertyValues("spring.ssl.bundle.jks.web.options.enabled-protocols=TLSv1.3",
					"spring.ssl.bundle.jks.web.options.ciphers=TLS_AES_256_GCM_SHA384")
			.run((context) -> {
				try (SSLSocket socket = socket(port(context), client())) {
					socket.startHandshake();
					assertThat(socket.getSession().getCipherSuite()).isEqualTo("TLS_AES_256_GCM_SHA384");
				}
			});
	}

	@Test
	void whenTheBundleChangesThenNewConnectionsUseItAndSessionsStay(CapturedOutput output) throws Exception {
		DefaultSslBundleRegistry bundles = new DefaultSslBundleRegistry("web", bundle("server"));
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(WsServerAutoConfiguration.class))
			.withInitializer(new WsPortInfoApplicationContextInitializer())
			.withBean("echo", EchoEndpoint.class)
			.withBean(DefaultSslBundleRegistry.class, () -> bundles)
			.withPropertyValues("ws.server.address=127.0.0.1", "ws.server.port=0", "ws.server.ssl.bundle=web",
					"ws.server.shutdown.drain-window=0s")
			.run((context) -> {
				try (SSLSocket before = socket(port(context), client())) {
					before.startHandshake();
					bundles.updateBundle("web", bundle("renewed"));
					assertThat(certificate(port(context))).isEqualTo(all().getCertificate("renewed"));
					assertThat(answer(before)).startsWith("HTTP/1.1 ");
					bundles.updateBundle("web", bundle());
					assertThat(output).contains("cannot be used by the WebSocket listener");
					assertThat(certificate(port(context))).isEqualTo(all().getCertificate("renewed"));
					assertThat(context.getBean(WsServerLifecycle.class).isRunning()).isTrue();
				}
			});
	}

	@ParameterizedTest
	@CsvSource({ "chat.example.com, renewed", "CHAT.example.com, renewed", "one.rooms.example.com, elsewhere",
			"rooms.example.com, server", "a.one.rooms.example.com, server", "example.com, server",
			"localhost, server" })
	void whenACertificateHasANameThenWhoAsksForItIsShownIt(String name, String alias) {
		this.withNames
			.run((context) -> assertThat(certificate(port(context), name)).isEqualTo(all().getCertificate(alias)));
	}

	@Test
	void whenTheBundleOfANameChangesThenNewConnectionsUseIt() throws Exception {
		DefaultSslBundleRegistry bundles = new DefaultSslBundleRegistry("web", bundle("server"));
		bundles.registerBundle("chat", bundle("elsewhere"));
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(WsServerAutoConfiguration.class))
			.withInitializer(new WsPortInfoApplicationContextInitializer())
			.withBean("echo", EchoEndpoint.class)
			.withBean(DefaultSslBundleRegistry.class, () -> bundles)
			.withPropertyValues("ws.server.address=127.0.0.1", "ws.server.port=0", "ws.server.ssl.bundle=web",
					"ws.server.ssl.server-name-bundles[0].server-name=chat.example.com",
					"ws.server.ssl.server-name-bundles[0].bundle=chat", "ws.server.shutdown.drain-window=0s")
			.run((context) -> {
				assertThat(certificate(port(context), "chat.example.com")).isEqualTo(all().getCertificate("elsewhere"));
				bundles.updateBundle("chat", bundle("renewed"));
				assertThat(certificate(port(context), "chat.example.com")).isEqualTo(all().getCertificate("renewed"));
				assertThat(certificate(port(context))).isEqualTo(all().getCertificate("server"));
			});
	}

	@Test
	void whenTheFilesOfTheBundleChangeThenNewConnectionsUseThem(@TempDir Path folder) throws Exception {
		pem("server", folder);
		this.runner
			.withPropertyValues("spring.ssl.bundle.watch.file.quiet-period=10ms",
					"spring.ssl.bundle.pem.files.reload-on-update=true",
					"spring.ssl.bundle.pem.files.keystore.certificate=" + folder.resolve("certificate.pem"),
					"spring.ssl.bundle.pem.files.keystore.private-key=" + folder.resolve("key.pem"),
					"ws.server.ssl.bundle=files")
			.run((context) -> {
				assertThat(certificate(port(context))).isEqualTo(all().getCertificate("server"));
				pem("renewed", folder);
				await().untilAsserted(
						() -> assertThat(certificate(port(context))).isEqualTo(all().getCertificate("renewed")));
			});
	}

	private static void pem(String alias, Path folder) throws Exception {
		Base64.Encoder base64 = Base64.getMimeEncoder(64, new byte[] { '\n' });
		StringBuilder chain = new StringBuilder();
		for (Certificate certificate : all().getCertificateChain(alias)) {
			chain.append("-----BEGIN CERTIFICATE-----\n")
				.append(base64.encodeToString(certificate.getEncoded()))
				.append("\n-----END CERTIFICATE-----\n");
		}
		replace(folder.resolve("key.pem"), "-----BEGIN PRIVATE KEY-----\n"
				+ base64.encodeToString(all().getKey(alias, PASSWORD).getEncoded()) + "\n-----END PRIVATE KEY-----\n");
		replace(folder.resolve("certificate.pem"), chain.toString());
	}

	private static void replace(Path file, String content) throws IOException {
		Path next = file.resolveSibling(file.getFileName() + ".next");
		Files.writeString(next, content);
		Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
	}

	private static int port(AssertableApplicationContext context) {
		return context.getEnvironment().getRequiredProperty("local.ws.server.port", Integer.class);
	}

	private static SSLSocket socket(int port, SSLContext context) throws IOException {
		SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("localhost", port);
		socket.setSoTimeout(10_000);
		return socket;
	}

	private static Certificate certificate(int port) throws Exception {
		return certificate(port, "localhost");
	}

	/** The certificate that somebody is shown who asks for a name. */
	private static Certificate certificate(int port, String name) throws Exception {
		try (SSLSocket socket = socket(port, client())) {
			SSLParameters parameters = socket.getSSLParameters();
			parameters.setServerNames(List.of(new SNIHostName(name)));
			socket.setSSLParameters(parameters);
			socket.startHandshake();
			return socket.getSession().getPeerCertificates()[0];
		}
	}

	private static String read(int port, SSLContext context) throws IOException {
		try (SSLSocket socket = socket(port, context)) {
			return answer(socket);
		}
	}

	private static String answer(SSLSocket socket) throws IOException {
		socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes());
		byte[] answer = socket.getInputStream().readAllBytes();
		if (answer.length == 0) {
			throw new IOException("There is no answer");
		}
		return new String(answer);
	}

	private static KeyStore all() throws Exception {
		try (InputStream in = WsServerTlsTests.class.getResourceAsStream("/tls/certificates.p12")) {
			KeyStore all = KeyStore.getInstance("PKCS12");
			all.load(in, PASSWORD);
			return all;
		}
	}

	private static KeyStore keys(String... aliases) throws Exception {
		KeyStore keys = KeyStore.getInstance("PKCS12");
		keys.load(null, null);
		for (String alias : aliases) {
			keys.setKeyEntry(alias, all().getKey(alias, PASSWORD), PASSWORD, all().getCertificateChain(alias));
		}
		return keys;
	}

	private static SslBundle bundle(String... aliases) throws Exception {
		return SslBundle.of(SslStoreBundle.of(keys(aliases), "changeit", null), SslBundleKey.of("changeit"));
	}

	private static SSLContext client(String... aliases) throws Exception {
		KeyStore trusted = KeyStore.getInstance("PKCS12");
		trusted.load(null, null);
		trusted.setCertificateEntry("authority", all().getCertificate("authority"));
		TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		trust.init(trusted);
		KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
		keys.init(keys(aliases), PASSWORD);
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(keys.getKeyManagers(), trust.getTrustManagers(), new SecureRandom());
		return context;
	}

}
