package io.wsboot.spring.autoconfigure;

import io.wsboot.spring.endpoint.DuplicateCodecNameException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains that two codecs have one name.
 */
final class DuplicateCodecNameFailureAnalyzer extends AbstractFailureAnalyzer<DuplicateCodecNameException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, DuplicateCodecNameException cause) {
		return new FailureAnalysis(
				"Two codecs of WebSocket messages have the name '" + cause.name() + "': " + cause.first().getName()
						+ " and " + cause.second().getName() + ".",
				"Give each WsMessageCodec a name of its own, or remove one of the beans.", cause);
	}

}
