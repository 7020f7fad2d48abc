package io.wsboot.spring.endpoint;

import io.wsboot.protocol.CloseStatus;
import io.wsboot.spring.annotation.Unmatched;
import io.wsboot.transport.CloseReason;
import io.wsboot.transport.WsSession;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * What becomes of the failures in the sessions of one endpoint: the nearest method takes
 * them, or they are logged and close the session. Shared by all sessions; thread-safe.
 *
 * @param callbacks the methods that take failures
 * @param unmatched what becomes of messages that no method takes
 */
record FailureHandling(FailureCallbacks callbacks, Unmatched unmatched) {

	private static final Log logger = LogFactory.getLog(EndpointHandler.class);

	/**
	 * Passes a failure on to the nearest method for it; one that it throws ends the
	 * matter. Called within a callback.
	 * @param failure what was thrown
	 * @param origin where, for a log
	 * @param session the session
	 * @param handler the session's callbacks
	 */
	void handle(Throwable failure, Object origin, WsSession session, EndpointHandler handler) {
		if (failure instanceof UnmatchedMessageException unmatched && settle(unmatched, session, handler)) {
			return;
		}
		FailureCallbacks.Match match = this.callbacks.find(failure);
		if (match == null) {
			giveUp(failure, origin, session, handler);
			return;
		}
		try {
			handler.run(match.method(), session, match.failure());
		}
		catch (Throwable ex) {
			if (ex == failure || ex == match.failure()) {
				giveUp(failure, origin, session, handler);
				return;
			}
			ex.addSuppressed(failure);
			failTwice(ex, match.method(), session, handler);
		}
	}

	/** Whether it is settled already what becomes of messages that no method takes. */
	private boolean settle(UnmatchedMessageException failure, WsSession session, EndpointHandler handler) {
		if (this.unmatched == Unmatched.IGNORE) {
			logger.debug(handler.describe(failure.getMessage() + ", it is ignored", session));
		}
		if (this.unmatched == Unmatched.CLOSE) {
			logger.debug(handler.describe(failure.getMessage(), session));
			handler.fail(session, failure.status());
		}
		return this.unmatched == Unmatched.IGNORE || this.unmatched == Unmatched.CLOSE;
	}

	/**
	 * What was to deal with a failure has failed itself: nothing is left to be tried.
	 * @param failure why
	 * @param method the method
	 * @param session the session
	 * @param handler the session's callbacks
	 */
	void failTwice(Throwable failure, EndpointMethod method, WsSession session, EndpointHandler handler) {
		logger.error(handler.describe(method + " failed", session), failure);
		handler.fail(session, CloseReason.HANDLER_FAILED.status());
	}

	private void giveUp(Throwable failure, Object origin, WsSession session, EndpointHandler handler) {
		CloseStatus status = CloseReason.HANDLER_FAILED.status();
		if (failure instanceof UnmatchedMessageException unmatched) {
			status = unmatched.status();
			logger.debug(handler.describe(failure.getMessage(), session));
		}
		else if (failure instanceof PayloadNotDecodableException) {
			status = CloseReason.PAYLOAD_UNDECODABLE.status();
			logger.debug(handler.describe(origin + " got a payload that it cannot read", session), failure);
		}
		else if (failure instanceof PayloadNotValidException || this.callbacks.constraints().areViolatedBy(failure)) {
			status = CloseReason.PAYLOAD_NOT_VALID.status();
			logger.debug(handler.describe(origin + " got a payload that is not valid", session), failure);
		}
		else {
			logger.error(handler.describe(origin + " failed", session), failure);
		}
		if (this.callbacks.unhandled() == UnhandledFailure.CLOSE) {
			handler.fail(session, status);
		}
	}

}
