package io.wsboot.spring.endpoint;

import java.nio.ByteBuffer;

import io.wsboot.protocol.CloseCode;
import io.wsboot.protocol.CloseStatus;
import io.wsboot.transport.HandshakeRequest;
import io.wsboot.transport.WsHandler;
import io.wsboot.transport.WsSession;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Takes the callbacks of one session to the methods of its endpoint, and deals with what
 * they throw. The methods are shared by all sessions; the values of the handshake are the
 * session's own.
 */
final class EndpointHandler implements WsHandler, SessionCallbacks {

	private static final Log logger = LogFactory.getLog(EndpointHandler.class);

	private static final CloseStatus UNEXPECTED_TEXT = CloseStatus.of(CloseCode.UNSUPPORTED_DATA, "unexpected-text");

	private static final CloseStatus UNEXPECTED_BINARY = CloseStatus.of(CloseCode.UNSUPPORTED_DATA,
			"unexpected-binary");

	private static final CloseStatus PAYLOAD_UNDECODABLE = CloseStatus.of(CloseCode.INVALID_PAYLOAD,
			"payload-undecodable");

	private static final CloseStatus PAYLOAD_NOT_VALID = CloseStatus.of(CloseCode.POLICY_VIOLATION,
			"payload-not-valid");

	private static final CloseStatus HANDLER_FAILED = CloseStatus.of(CloseCode.INTERNAL_ERROR, "handler-failed");

	private final EndpointDefinition endpoint;

	private final @Nullable Object[] values;

	/** Kept until the session has opened, if anybody asks for it at all. */
	private @Nullable HandshakeRequest request;

	/** {@code null} until there is one. */
	private @Nullable OpenStreams streams;

	/** Set when a failure has closed the session: what arrived before the peer knows. */
	private boolean failed;

	EndpointHandler(EndpointDefinition endpoint, @Nullable Object[] values, HandshakeRequest request) {
		this.endpoint = endpoint;
		this.values = values;
		EndpointMethod open = endpoint.callbacks().open();
		this.request = (open != null && open.subject() == HandshakeRequest.class) ? request : null;
	}

	@Override
	public void onOpen(WsSession session) {
		HandshakeRequest request = this.request;
		this.request = null;
		EndpointMethod open = this.endpoint.callbacks().open();
		if (open != null) {
			run(open, session, request);
		}
	}

	@Override
	public void onTextBytes(WsSession session, ByteBuffer utf8, boolean ascii) throws Exception {
		EndpointMethod text = this.endpoint.callbacks().text();
		if (text == null || text.readsBytes()) {
			receive(text, session, utf8, UNEXPECTED_TEXT);
		}
		else {
			WsHandler.super.onTextBytes(session, utf8, ascii);
		}
	}

	@Override
	public void onText(WsSession session, String text) {
		EndpointMethod method = this.endpoint.callbacks().text();
		if (method != null && !this.failed) {
			run(method, session, text);
		}
	}

	@Override
	public void onBinary(WsSession session, ByteBuffer data) {
		receive(this.endpoint.callbacks().binary(), session, data, UNEXPECTED_BINARY);
	}

	@Override
	public boolean wantsControlFrames() {
		return this.endpoint.callbacks().wantsControlFrames();
	}

	@Override
	public void onPing(WsSession session, ByteBuffer payload) {
		receive(this.endpoint.callbacks().ping(), session, payload, null);
	}

	@Override
	public void onPong(WsSession session, ByteBuffer payload) {
		receive(this.endpoint.callbacks().pong(), session, payload, null);
	}

	@Override
	public void onClose(WsSession session, CloseStatus status) {
		if (this.streams != null) {
			this.streams.cancel();
		}
		EndpointMethod close = this.endpoint.callbacks().close();
		if (close != null) {
			run(close, session, status);
		}
	}

	@Override
	public OpenStreams streams() {
		if (this.streams == null) {
			this.streams = new OpenStreams();
		}
		return this.streams;
	}

	@Override
	public void failed(Throwable failure, EndpointMethod method, WsSession session) {
		if (method.takesFailures()) {
			failTwice(failure, method, session);
		}
		else {
			handle(failure, method, session);
		}
	}

	private void run(EndpointMethod method, WsSession session, @Nullable Object subject) {
		try {
			method.run(session, subject, this.values, this);
		}
		catch (Throwable ex) {
			handle(ex, method, session);
		}
	}

	private void receive(@Nullable EndpointMethod method, WsSession session, ByteBuffer lent,
			@Nullable CloseStatus unexpected) {
		if (this.failed) {
			return;
		}
		if (method == null) {
			refuse(session, unexpected);
			return;
		}
		try {
			method.receive(session, lent, this.values, this);
		}
		catch (Throwable ex) {
			handle(ex, method, session);
		}
	}

	/** Nobody takes such messages; control frames that nobody takes are no fault. */
	private void refuse(WsSession session, @Nullable CloseStatus status) {
		if (status != null) {
			logger.debug("Endpoint " + this.endpoint.path() + ": " + status.reason() + " message in session "
					+ session.id());
			fail(session, status);
		}
	}

	/**
	 * Passes a failure on to the nearest method for it; one that it throws ends the
	 * matter.
	 */
	private void handle(Throwable failure, EndpointMethod method, WsSession session) {
		FailureCallbacks.Match match = this.endpoint.callbacks().failures().find(failure);
		if (match == null) {
			giveUp(failure, method, session);
			return;
		}
		try {
			match.method().run(session, match.failure(), this.values, this);
		}
		catch (Throwable ex) {
			if (ex == failure || ex == match.failure()) {
				giveUp(failure, method, session);
				return;
			}
			ex.addSuppressed(failure);
			failTwice(ex, match.method(), session);
		}
	}

	/** What was to deal with a failure has failed itself: nothing is left to be tried. */
	private void failTwice(Throwable failure, EndpointMethod method, WsSession session) {
		logger.error(describe(method, "failed", session), failure);
		fail(session, HANDLER_FAILED);
	}

	private void giveUp(Throwable failure, EndpointMethod method, WsSession session) {
		CloseStatus status = HANDLER_FAILED;
		if (failure instanceof PayloadNotDecodableException) {
			status = PAYLOAD_UNDECODABLE;
			logger.debug(describe(method, "got a payload that it cannot read", session), failure);
		}
		else if (failure instanceof PayloadNotValidException) {
			status = PAYLOAD_NOT_VALID;
			logger.debug(describe(method, "got a payload that is not valid", session), failure);
		}
		else {
			logger.error(describe(method, "failed", session), failure);
		}
		if (this.endpoint.callbacks().failures().unhandled() == UnhandledFailure.CLOSE) {
			fail(session, status);
		}
	}

	private String describe(EndpointMethod method, String what, WsSession session) {
		return "Endpoint " + this.endpoint.path() + ": " + method + " " + what + " in session " + session.id();
	}

	private void fail(WsSession session, CloseStatus status) {
		this.failed = true;
		session.close(status);
	}

}
