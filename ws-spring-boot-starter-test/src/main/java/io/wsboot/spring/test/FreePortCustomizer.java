package io.wsboot.spring.test;

import java.util.Map;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;

/**
 * Sets the port of the listener to 0, any free one. All customizers of this kind are
 * equal, so that contexts are still cached.
 */
record FreePortCustomizer() implements ContextCustomizer {

	private static final String SOURCE = "wsServerPortOfTests";

	/**
	 * What the test itself sets stands above the system's properties, and wins; what the
	 * machine and the application's files set stands below, and is meant for other times.
	 */
	@Override
	public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration configuration) {
		MutablePropertySources sources = context.getEnvironment().getPropertySources();
		MapPropertySource port = new MapPropertySource(SOURCE, Map.of("ws.server.port", 0));
		if (sources.contains(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME)) {
			sources.addBefore(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME, port);
		}
		else {
			sources.addLast(port);
		}
	}

}
