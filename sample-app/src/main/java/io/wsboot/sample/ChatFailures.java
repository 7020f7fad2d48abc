package io.wsboot.sample;

import java.util.Comparator;

import io.wsboot.sample.ChatEvent.Problem;
import io.wsboot.spring.annotation.OnError;
import io.wsboot.spring.annotation.WsAdvice;
import io.wsboot.spring.endpoint.PayloadNotDecodableException;
import io.wsboot.spring.endpoint.PayloadNotValidException;
import io.wsboot.spring.endpoint.UnmatchedMessageException;

import org.springframework.validation.FieldError;

/**
 * Answers what the chat cannot accept with a {@link Problem}, so that the page can say it
 * beside the input. The session stays open. The other endpoints keep the close codes that
 * they have without an advice.
 */
@WsAdvice(assignableTypes = ChatEndpoint.class)
final class ChatFailures {

	private static final Problem UNREADABLE = new Problem(null,
			"A message must be a JSON object with a field \"type\" that is \"join\", \"say\" or \"typing\".");

	/** Of several errors the same one is told every time. */
	@OnError
	Problem notValid(PayloadNotValidException ex) {
		return ex.bindingResult()
			.getFieldErrors()
			.stream()
			.min(Comparator.comparing(FieldError::getField).thenComparing(ChatFailures::sentence))
			.map((error) -> new Problem(error.getField(), sentence(error)))
			.orElse(UNREADABLE);
	}

	@OnError
	Problem refused(RefusedException ex) {
		return new Problem(ex.field(), String.valueOf(ex.getMessage()));
	}

	@OnError
	Problem unreadable(PayloadNotDecodableException ex) {
		return UNREADABLE;
	}

	@OnError
	Problem unmatched(UnmatchedMessageException ex) {
		return UNREADABLE;
	}

	private static String sentence(FieldError error) {
		return String.valueOf(error.getDefaultMessage());
	}

}
