package io.wsboot.spring.restart.application;

import io.wsboot.spring.annotation.Execution;
import io.wsboot.spring.annotation.OnMessage;
import io.wsboot.spring.annotation.WsEndpoint;

/**
 * Runs on the event loops.
 */
@WsEndpoint(path = "/loop", execution = Execution.EVENT_LOOP)
class LoopEndpoint {

	@OnMessage
	String message(String text) {
		return text;
	}

}
