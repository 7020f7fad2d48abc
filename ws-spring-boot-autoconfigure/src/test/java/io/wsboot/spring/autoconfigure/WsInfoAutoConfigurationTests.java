package io.wsboot.spring.autoconfigure;

import io.wsboot.spring.server.WsPortInfoApplicationContextInitializer;
import io.wsboot.spring.server.WsServerLifecycle;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.actuate.autoconfigure.info.InfoContributorAutoConfiguration;
import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The information {@code websocket}.
 */
class WsInfoAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WsInfoAutoConfiguration.class, WsServerAutoConfiguration.class,
				InfoContributorAutoConfiguration.class))
		.withInitializer(new WsPortInfoApplicationContextInitializer())
		.withPropertyValues("ws.server.address=127.0.0.1", "ws.server.port=0", "ws.server.shutdown.drain-window=0s")
		.withBean("echo", EchoEndpoint.class);

	private final ApplicationContextRunner enabled = this.runner
		.withPropertyValues("management.info.websocket.enabled=true");

	@Test
	void whenItIsEnabledThenListenersAndEndpointsAreTold() {
		this.enabled.run((context) -> {
			int port = context.getEnvironment().getRequiredProperty("local.ws.server.port", Integer.class);
			assertThat(info(context)).isEqualTo("{\"listeners\":[{\"address\":\"127.0.0.1:" + port
					+ "\",\"tls\":false}],\"endpoints\":[{\"name\":\"echo\",\"path\":\"/echo\"}]}");
		});
	}

	@Test
	void whenTheListenerDoesNotRunThenOnlyEndpointsAreTold() {
		this.enabled.run((context) -> {
			context.getBean(WsServerLifecycle.class).stop();
			assertThat(info(context)).isEqualTo("{\"endpoints\":[{\"name\":\"echo\",\"path\":\"/echo\"}]}");
		});
	}

	@Test
	void whenNobodyAsksForItThenThereIsNone() {
		this.runner.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("wsInfoContributor"));
	}

	@Test
	void whenTheServerIsDisabledThenThereIsNone() {
		this.enabled.withPropertyValues("ws.server.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("wsInfoContributor"));
	}

	@Test
	void whenActuatorIsMissingThenTheListenerStartsWithout() {
		new ApplicationContextRunner().withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate"))
			.withUserConfiguration(Found.class)
			.withPropertyValues("ws.server.port=0", "management.info.websocket.enabled=true",
					"ws.server.shutdown.drain-window=0s")
			.withBean("echo", EchoEndpoint.class)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("wsInfoContributor"));
	}

	/** As JSON, without the version, which only a jar has. */
	private static String info(ApplicationContext context) {
		Info.Builder builder = new Info.Builder();
		context.getBeanProvider(InfoContributor.class).forEach((contributor) -> contributor.contribute(builder));
		return JsonMapper.builder().build().writeValueAsString(builder.build().get("websocket"));
	}

	/**
	 * As Spring Boot finds it: what is missing is noticed before a class is looked at.
	 */
	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ WsInfoAutoConfiguration.class, WsServerAutoConfiguration.class })
	static class Found {

	}

}
