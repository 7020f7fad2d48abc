package io.wsboot.sample;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class AddressLineTests {

	@Test
	void theStartUpLogEndsWithTheAddressToOpen(CapturedOutput output) {
		try (ConfigurableApplicationContext context = SpringApplication.run(SampleApplication.class, "--server.port=0",
				"--ws.server.port=0")) {
			String port = context.getEnvironment().getRequiredProperty("local.server.port");
			assertThat(port).isNotEqualTo("0");
			assertThat(output.getOut()).containsPattern("Started \\w+ in");
			assertThat(output.getOut().stripTrailing()).endsWith(" : Open http://localhost:" + port + "/");
		}
	}

	@Test
	void theAddressHasTheContextPath(CapturedOutput output) {
		MockEnvironment environment = new MockEnvironment().withProperty("local.server.port", "8081")
			.withProperty("server.servlet.context-path", "/demo");
		new AddressLine(environment, new ServerProperties()).ready();
		assertThat(output.getOut().stripTrailing()).endsWith("Open http://localhost:8081/demo/");
	}

	@Test
	void theAddressSaysWhetherThereIsTls(CapturedOutput output) {
		MockEnvironment environment = new MockEnvironment().withProperty("local.server.port", "8443");
		ServerProperties server = new ServerProperties();
		server.setSsl(Ssl.forBundle("web"));
		new AddressLine(environment, server).ready();
		assertThat(output.getOut().stripTrailing()).endsWith("Open https://localhost:8443/");
		server.getSsl().setEnabled(false);
		new AddressLine(environment, server).ready();
		assertThat(output.getOut().stripTrailing()).endsWith("Open http://localhost:8443/");
	}

}
