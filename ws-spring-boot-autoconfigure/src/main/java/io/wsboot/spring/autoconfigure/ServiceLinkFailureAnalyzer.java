package io.wsboot.spring.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Explains a port that is no number because Kubernetes set it: for a Service called
 * {@code ws-server} every container of the namespace gets the environment variable
 * {@code WS_SERVER_PORT}, which is taken for the property {@code ws.server.port}.
 * <p>
 * It comes before Spring Boot's own analyzer, which knows only that a conversion failed.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class ServiceLinkFailureAnalyzer extends AbstractFailureAnalyzer<BindException> {

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BindException cause) {
		ConfigurationProperty property = cause.getProperty();
		if (property == null || !isServiceLink(property)) {
			return null;
		}
		return new FailureAnalysis(String
			.format("The property 'ws.server.port' is '%s', which is no port but a link to a"
					+ " Kubernetes Service.%n%nKubernetes sets the environment variable WS_SERVER_PORT in every container when"
					+ " the namespace has a Service called 'ws-server', and Spring Boot takes the variable for the property.",
					property.getValue()),
				String.format("Do one of these:%n%n"
						+ "    - set 'enableServiceLinks: false' in the pod's specification (nothing here needs the links)%n"
						+ "    - give the Service another name than 'ws-server'%n"
						+ "    - set the port where it wins over the environment: --ws.server.port=8090 on the command"
						+ " line, or -Dws.server.port=8090"),
				cause);
	}

	private static boolean isServiceLink(ConfigurationProperty property) {
		String value = String.valueOf(property.getValue());
		return property.getName().toString().equals("ws.server.port")
				&& (value.startsWith("tcp://") || value.startsWith("udp://") || value.startsWith("sctp://"));
	}

}
