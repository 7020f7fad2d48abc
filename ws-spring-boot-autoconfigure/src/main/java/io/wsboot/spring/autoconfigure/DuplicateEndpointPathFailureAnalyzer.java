package io.wsboot.spring.autoconfigure;

import io.wsboot.spring.endpoint.DuplicateEndpointPathException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains that two endpoints have one path.
 */
final class DuplicateEndpointPathFailureAnalyzer extends AbstractFailureAnalyzer<DuplicateEndpointPathException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, DuplicateEndpointPathException cause) {
		return new FailureAnalysis(
				"Two WebSocket endpoints serve the path '" + cause.path() + "': the beans '" + cause.firstBean()
						+ "' and '" + cause.secondBean() + "'.",
				"Give one of them another path in its @WsEndpoint, or remove it. The names of path variables make no"
						+ " difference.",
				cause);
	}

}
