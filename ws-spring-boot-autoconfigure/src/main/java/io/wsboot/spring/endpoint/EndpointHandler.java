package io.wsboot.spring.endpoint;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;

import io.wsboot.protocol.CloseStatus;
import io.wsboot.transport.HandshakeRequest;
import io.wsboot.transport.Suspension;
import io.wsboot.transport.WsHandler;
import io.wsboot.transport.WsSession;
import org.jspecify.annotations.Nullable;

/**
 * Takes the callbacks of one session to the methods of its endpoint. The methods are
 * shared by all sessions; the values of the handshake are the session's own.
 */
sealed class EndpointHandler implements WsHandler, SessionCallbacks permits ConcurrentHandler, LoopHandler {

	/** Where the end of a session needs no word. */
	static final Runnable NOTHING = () -> {
	};

	private final EndpointDefinition endpoint;

	private final EndpointCallbacks callbacks;

	private final @Nullable Object[] values;

	/** Kept until the session has opened, if anybody asks for it at all. */
	private @Nullable HandshakeRequest request;

	/** {@code null} until there is one. */
	private @Nullable OpenStreams streams;

	/** Set when a failure has closed the session: what arrived before the peer knows. */
	private volatile boolean failed;

	EndpointHandler(EndpointDefinition endpoint, EndpointCallbacks callbacks, @Nullable Object[] values,
			HandshakeRequest request) {
		this.endpoint = endpoint;
		this.callbacks = callbacks;
		this.values = values;
		EndpointMethod open = callbacks.open();
		this.request = (open != null && open.subject() == HandshakeRequest.class) ? request : null;
	}

	@Override
	public void onOpen(WsSession session) {
		HandshakeRequest request = this.request;
		this.request = null;
		AgreedCodec codec = this.callbacks.codec();
		if (codec != null) {
			codec.opened(session);
		}
		EndpointMethod open = this.callbacks.open();
		if (open != null) {
			call(open, session, request);
		}
	}

	@Override
	public void onTextBytes(WsSession session, ByteBuffer utf8, boolean ascii) throws Exception {
		MessageRoute text = this.callbacks.text();
		if (text == null) {
			refuse(session, true);
		}
		else if (text.readsBytes()) {
			receive(text, session, utf8);
		}
		else {
			WsHandler.super.onTextBytes(session, utf8, ascii);
		}
	}

	@Override
	public void onText(WsSession session, String text) {
		if (this.callbacks.text() instanceof EndpointMethod method && !this.failed) {
			call(method, session, text);
		}
	}

	@Override
	public void onBinary(WsSession session, ByteBuffer data) {
		MessageRoute binary = this.callbacks.binary();
		if (binary == null) {
			refuse(session, false);
		}
		else {
			receive(binary, session, data);
		}
	}

	@Override
	public boolean wantsControlFrames() {
		return this.callbacks.wantsControlFrames();
	}

	@Override
	public void onPing(WsSession session, ByteBuffer payload) {
		receiveControl(this.callbacks.ping(), session, payload);
	}

	@Override
	public void onPong(WsSession session, ByteBuffer payload) {
		receiveControl(this.callbacks.pong(), session, payload);
	}

	@Override
	public void onClose(WsSession session, CloseStatus status) {
		cancelStreams();
		AgreedCodec codec = this.callbacks.codec();
		if (codec != null) {
			codec.closed(session);
		}
		EndpointMethod close = this.callbacks.close();
		if (close != null) {
			call(close, session, status);
		}
	}

	@Override
	public <T> void await(WsSession session, CompletionStage<T> stage,
			BiConsumer<? super @Nullable T, ? super @Nullable Throwable> rest) {
		Suspension suspension = session.suspend(NOTHING);
		stage.whenComplete((value, failure) -> suspension.resume(() -> rest.accept(value, failure)));
	}

	@Override
	public synchronized OpenStreams streams() {
		if (this.streams == null) {
			this.streams = new OpenStreams();
		}
		return this.streams;
	}

	@Override
	public void failed(Throwable failure, EndpointMethod method, WsSession session) {
		if (method.takesFailures()) {
			this.callbacks.failures().failTwice(failure, method, session, this);
		}
		else {
			handle(failure, method, session);
		}
	}

	final synchronized void cancelStreams() {
		if (this.streams != null) {
			this.streams.cancel();
		}
	}

	/** The method that reads messages of a kind while they arrive, if that is how. */
	@Nullable EndpointMethod streaming(boolean text) {
		MessageRoute route = text ? this.callbacks.text() : this.callbacks.binary();
		return (route instanceof EndpointMethod method && method.isStreaming()) ? method : null;
	}

	/** Calls a method on a thread that runs no callbacks. */
	@Nullable Object invoke(EndpointMethod method, WsSession session, Object subject) throws Throwable {
		return method.invoke(session, subject, this.values);
	}

	/** What was {@link #invoke invoked} has returned; within a callback. */
	void returned(EndpointMethod method, WsSession session, @Nullable Object value, @Nullable Throwable failure) {
		try {
			if (failure != null) {
				throw failure;
			}
			if (value != null) {
				method.deliver(value, session, this.values, this);
			}
		}
		catch (Throwable ex) {
			handle(ex, method, session);
		}
	}

	/**
	 * Goes on within a callback where it may block: here, unless this is an event loop.
	 */
	void whereItMayBlock(WsSession session, Runnable rest) {
		rest.run();
	}

	/** Calls a method. */
	final void run(EndpointMethod method, WsSession session, @Nullable Object subject) throws Throwable {
		method.run(session, subject, this.values, this);
	}

	/** Calls a method, and deals with its failure. */
	void call(EndpointMethod method, WsSession session, @Nullable Object subject) {
		try {
			run(method, session, subject);
		}
		catch (Throwable ex) {
			handle(ex, method, session);
		}
	}

	/** Takes a message along its route, and deals with what fails on the way. */
	void receive(MessageRoute route, WsSession session, ByteBuffer lent) {
		if (this.failed) {
			return;
		}
		try {
			if (route instanceof EndpointMethod method) {
				method.receive(session, lent, this.values, this);
			}
			else {
				((MethodChoice) route).take(this, session, lent);
			}
		}
		catch (Throwable ex) {
			handle(ex, route, session);
		}
	}

	/** Control frames that nobody takes are no fault. */
	private void receiveControl(@Nullable EndpointMethod method, WsSession session, ByteBuffer lent) {
		if (method != null) {
			receive(method, session, lent);
		}
	}

	/**
	 * An interceptor has failed: that is as if a method had.
	 * @param failure what it threw
	 * @param interceptor its name, for the log
	 * @param session the session
	 */
	void notReceived(Throwable failure, String interceptor, WsSession session) {
		if (!this.failed) {
			handle(failure, interceptor, session);
		}
	}

	/** Nobody takes messages of this kind. */
	private void refuse(WsSession session, boolean text) {
		if (!this.failed) {
			handle(UnmatchedMessageException.ofKind(text), "nobody", session);
		}
	}

	private void handle(Throwable failure, Object origin, WsSession session) {
		this.callbacks.failures().handle(failure, origin, session, this);
	}

	/** A sentence for a log. */
	String describe(@Nullable String what, WsSession session) {
		return "Endpoint " + this.endpoint.path() + ": " + what + " in session " + session.id();
	}

	/** Whether a failure has closed the session. */
	boolean hasFailed() {
		return this.failed;
	}

	/**
	 * Closes the session for a failure; what arrives before the peer knows is dropped.
	 */
	void fail(WsSession session, CloseStatus status) {
		this.failed = true;
		session.close(status);
	}

}
