package io.wsboot.spring.applications.game;

import io.wsboot.spring.annotation.OnError;
import io.wsboot.spring.annotation.WsAdvice;
import io.wsboot.spring.endpoint.PayloadNotValidException;
import io.wsboot.spring.endpoint.UnmatchedMessageException;

/**
 * What goes wrong is said to whom it happened, and nobody else.
 */
@WsAdvice
class GameFailures {

	@OnError
	Event broken(RuleException ex) {
		return new Event.Refused(ex.getMessage());
	}

	@OnError
	Event notValid(PayloadNotValidException ex) {
		return new Event.Refused(ex.bindingResult().getFieldErrors().get(0).getField() + " is not valid");
	}

	@OnError
	Event unknown(UnmatchedMessageException ex) {
		return new Event.Refused(ex.type() + " is no command");
	}

}
