package io.wsboot.spring.autoconfigure;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;

import io.wsboot.spring.annotation.OnMessage;
import io.wsboot.spring.annotation.WsEndpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * What a user sees when a real application does not start.
 */
@ExtendWith(OutputCaptureExtension.class)
class StartFailureTests {

	@Test
	void whenPortIsTakenThenReportNamesItAndThePropertyToChange(CapturedOutput output) throws IOException {
		try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			fail(new SpringApplicationBuilder(OneEndpoint.class), "--ws.server.port=" + taken.getLocalPort());
			assertThat(output).contains("APPLICATION FAILED TO START",
					"port " + taken.getLocalPort() + " of 127.0.0.1 is already in use.", "'ws.server.port'");
		}
	}

	@Test
	void whenValueIsWrongThenReportNamesPropertyValueAndOrigin(CapturedOutput output) {
		fail(new SpringApplicationBuilder(OneEndpoint.class), "--ws.heartbeat.timeout=0s");
		assertThat(output).contains("APPLICATION FAILED TO START",
				"Invalid value '0s' for configuration property 'ws.heartbeat.timeout'"
						+ " (originating from '\"ws.heartbeat.timeout\" from property source \"commandLineArgs\"')",
				"It must be longer than 0.");
	}

	@Test
	void whenTwoEndpointsHaveOnePathThenReportNamesBoth(CapturedOutput output) {
		fail(new SpringApplicationBuilder(TwoEndpoints.class));
		assertThat(output).contains("APPLICATION FAILED TO START", "Two WebSocket endpoints serve the path '/echo'",
				EchoEndpoint.class.getName(), OtherEndpoint.class.getName());
	}

	@Test
	void whenMethodIsWrongThenReportNamesIt(CapturedOutput output) {
		fail(new SpringApplicationBuilder(BadEndpoint.class));
		assertThat(output).contains("APPLICATION FAILED TO START", "A WebSocket endpoint cannot work as it is written",
				TwoPayloadsEndpoint.class.getName(), "Method: message(String, String)");
	}

	@Test
	void whenPropertiesAreAboutAnUnknownEndpointThenReportNamesTheKnown(CapturedOutput output) {
		fail(new SpringApplicationBuilder(OneEndpoint.class), "--ws.endpoints.ecco.limits.max-frame-size=1KB");
		assertThat(output).contains("APPLICATION FAILED TO START", "'ws.endpoints.ecco'",
				"There are: " + EchoEndpoint.class.getName());
	}

	@Test
	void whenKubernetesSetsThePortThenReportNamesTheServiceAndTheRemedies(CapturedOutput output) {
		SpringApplicationBuilder application = new SpringApplicationBuilder(OneEndpoint.class)
			.initializers((context) -> context.getEnvironment()
				.getPropertySources()
				.addFirst(new SystemEnvironmentPropertySource("kubernetes-systemEnvironment",
						Map.of("WS_SERVER_PORT", "tcp://10.0.0.1:8090"))));
		fail(application);
		assertThat(output.toString()).containsIgnoringNewLines("""
				Description:

				The property 'ws.server.port' is 'tcp://10.0.0.1:8090', which is no port but a link to a Kubernetes \
				Service.

				Kubernetes sets the environment variable WS_SERVER_PORT in every container when the namespace has a \
				Service called 'ws-server', and Spring Boot takes the variable for the property.

				Action:

				Do one of these:

				    - set 'enableServiceLinks: false' in the pod's specification (nothing here needs the links)
				    - give the Service another name than 'ws-server'
				    - set the port where it wins over the environment: --ws.server.port=8090 on the command line, or \
				-Dws.server.port=8090
				""");
	}

	@Test
	void whenPortIsNoNumberForAnotherReasonThenBootsOwnReportIsSeen(CapturedOutput output) {
		fail(new SpringApplicationBuilder(OneEndpoint.class), "--ws.server.port=eighty");
		assertThat(output).contains("APPLICATION FAILED TO START", "Failed to bind properties under 'ws.server.port'")
			.doesNotContain("Kubernetes");
	}

	private static void fail(SpringApplicationBuilder application, String... arguments) {
		SpringApplication built = application.web(WebApplicationType.NONE)
			.properties("ws.server.address=127.0.0.1", "ws.server.port=0")
			.build();
		assertThatException().isThrownBy(() -> built.run(arguments));
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(WsServerAutoConfiguration.class)
	@Import(EchoEndpoint.class)
	static class OneEndpoint {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(WsServerAutoConfiguration.class)
	@Import({ EchoEndpoint.class, OtherEndpoint.class })
	static class TwoEndpoints {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(WsServerAutoConfiguration.class)
	@Import(TwoPayloadsEndpoint.class)
	static class BadEndpoint {

	}

	@WsEndpoint("/echo")
	static class OtherEndpoint {

		@OnMessage
		String message(String text) {
			return text;
		}

	}

	@WsEndpoint("/two")
	static class TwoPayloadsEndpoint {

		@OnMessage
		String message(String one, String two) {
			return one + two;
		}

	}

}
