package io.wsboot.spring.server;

import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;

/**
 * Publishes the listener's port as {@code local.ws.server.port} in the environment of its
 * context and of all parents, so that {@code @Value("${local.ws.server.port}")} finds it
 * in a test. The property joins {@code local.server.port} in the property source that
 * Spring Boot uses for that.
 */
public final class WsPortInfoApplicationContextInitializer implements
		ApplicationContextInitializer<ConfigurableApplicationContext>, ApplicationListener<WsServerStartedEvent> {

	/**
	 * The name of the property.
	 */
	public static final String PROPERTY = "local.ws.server.port";

	private static final String PROPERTY_SOURCE = "server.ports";

	/**
	 * Creates the initializer; it listens from {@link #initialize} on.
	 */
	public WsPortInfoApplicationContextInitializer() {
	}

	@Override
	public void initialize(ConfigurableApplicationContext context) {
		context.addApplicationListener(this);
	}

	@Override
	public void onApplicationEvent(WsServerStartedEvent event) {
		if (event.port() >= 0) {
			publish(event.getApplicationContext(), event.port());
		}
	}

	private static void publish(@Nullable ApplicationContext context, int port) {
		if (context instanceof ConfigurableApplicationContext configurable) {
			publish(configurable.getEnvironment(), port);
		}
		if (context != null) {
			publish(context.getParent(), port);
		}
	}

	@SuppressWarnings("unchecked")
	private static void publish(ConfigurableEnvironment environment, int port) {
		MutablePropertySources sources = environment.getPropertySources();
		PropertySource<?> source = sources.get(PROPERTY_SOURCE);
		if (source == null) {
			source = new MapPropertySource(PROPERTY_SOURCE, new HashMap<>());
			sources.addFirst(source);
		}
		((Map<String, Object>) source.getSource()).put(PROPERTY, port);
	}

}
