package io.wsboot.spring.autoconfigure;

import io.wsboot.spring.TestPeer;

import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.DeferredImportSelector;
import org.springframework.context.annotation.Import;
import org.springframework.core.type.AnnotationMetadata;

/**
 * An application with all our auto-configurations, which needs nothing but text.
 */
@Import(PlainApplication.OurAutoConfigurations.class)
public final class PlainApplication {

	PlainApplication() {
	}

	/**
	 * Starts the application, and has it send a message back.
	 * @param text the message
	 * @return what came back
	 */
	public static String echo(String text) throws Exception {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(PlainApplication.class,
				EchoEndpoint.class)
			.web(WebApplicationType.NONE)
			.bannerMode(Banner.Mode.OFF)
			.logStartupInfo(false)
			.registerShutdownHook(false)
			.properties("ws.server.address=127.0.0.1", "ws.server.port=0", "ws.server.shutdown.drain-window=0s",
					"ws.server.shutdown.grace-period=1s")
			.run(); TestPeer peer = TestPeer.connect(port(context), "/echo")) {
			return peer.sendText(text).next();
		}
	}

	private static int port(ConfigurableApplicationContext context) {
		return context.getEnvironment().getRequiredProperty("local.ws.server.port", Integer.class);
	}

	/**
	 * By their names, as Spring Boot imports them: what is missing keeps them from being
	 * loaded.
	 */
	static class OurAutoConfigurations implements DeferredImportSelector {

		@Override
		public String[] selectImports(AnnotationMetadata importing) {
			return ImportCandidates.load(AutoConfiguration.class, PlainApplication.class.getClassLoader())
				.getCandidates()
				.stream()
				.filter((name) -> name.startsWith("io.wsboot."))
				.toArray(String[]::new);
		}

	}

}
