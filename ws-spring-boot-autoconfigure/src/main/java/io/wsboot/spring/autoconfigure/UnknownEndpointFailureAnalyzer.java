package io.wsboot.spring.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains that properties are about an endpoint that does not exist.
 */
final class UnknownEndpointFailureAnalyzer extends AbstractFailureAnalyzer<UnknownEndpointException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, UnknownEndpointException cause) {
		return new FailureAnalysis(
				"Properties under 'ws.endpoints." + cause.name() + "' are set, but no WebSocket endpoint is called '"
						+ cause.name() + "'.",
				"Use the name of an endpoint (@WsEndpoint(name = …), by default the bean's name), or remove the"
						+ " properties. There are: " + String.join(", ", cause.known()) + ".",
				cause);
	}

}
