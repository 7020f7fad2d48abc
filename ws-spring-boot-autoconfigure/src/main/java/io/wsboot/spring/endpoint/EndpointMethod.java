package io.wsboot.spring.endpoint;

import java.io.InputStream;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.util.Objects;

import io.wsboot.spring.annotation.Execution;
import io.wsboot.transport.WsSession;
import org.jspecify.annotations.Nullable;

/**
 * One method of an endpoint, ready to be called: everything that can be found out about
 * it has been found out when the application started. Thread-safe.
 */
final class EndpointMethod implements MessageRoute {

	private final MethodTraits traits;

	private final PayloadReader.@Nullable Form form;

	/** Takes session, subject and handshake values, and returns an object. */
	private final MethodHandle call;

	private final MethodResult result;

	/**
	 * Prepares a method.
	 * @param traits what is known of it
	 * @param form reads its payload; {@code null} if it takes text as it is, or none
	 * @param call takes session, subject and handshake values
	 * @param result where its value goes
	 */
	EndpointMethod(MethodTraits traits, PayloadReader.@Nullable Form form, MethodHandle call, MethodResult result) {
		this.traits = traits;
		this.form = form;
		this.call = call;
		this.result = result;
	}

	Class<?> subject() {
		return this.traits.subject();
	}

	@Override
	public boolean readsBytes() {
		return this.form != null;
	}

	@Override
	public Execution execution() {
		return this.traits.execution();
	}

	/** Whether the method takes a copy of the bytes, and nothing else is made of them. */
	boolean takesCopy() {
		return this.form == PayloadReader.BYTES.form();
	}

	/** The same method where nobody makes a String for it. */
	EndpointMethod readingBytes() {
		return readsBytes() ? this : new EndpointMethod(this.traits, PayloadReader.UTF8, this.call, this.result);
	}

	/** Reads a payload, calls the method and sends what it returns. */
	void receive(WsSession session, ByteBuffer lent, @Nullable Object[] values, SessionCallbacks callbacks)
			throws Throwable {
		PayloadReader.Form form = this.form;
		run(session, (form != null) ? form.read(lent) : null, values, callbacks);
	}

	/** Calls the method and sends what it returns. */
	void run(WsSession session, @Nullable Object subject, @Nullable Object[] values, SessionCallbacks callbacks)
			throws Throwable {
		Object value = invoke(session, subject, values);
		if (value != null) {
			deliver(value, session, values, callbacks);
		}
	}

	/** Calls the method. */
	@Nullable Object invoke(WsSession session, @Nullable Object subject, @Nullable Object[] values) throws Throwable {
		return (Object) this.call.invokeExact(session, subject, values);
	}

	/** Sends what the method has returned; within a callback. */
	void deliver(Object value, WsSession session, @Nullable Object[] values, SessionCallbacks callbacks)
			throws Throwable {
		this.result.deliver(value, session, values, callbacks, this);
	}

	/** Whether the method reads its payload while it arrives. */
	boolean isStreaming() {
		return this.form instanceof StreamForm;
	}

	/** What a streaming method takes. */
	Object reading(InputStream payload) {
		return ((StreamForm) Objects.requireNonNull(this.form)).reading(payload);
	}

	/** Whether the method deals with what others throw. */
	boolean takesFailures() {
		return Throwable.class.isAssignableFrom(subject());
	}

	@Override
	public String toString() {
		return this.traits.label();
	}

}
