package io.wsboot.spring.endpoint;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

import io.wsboot.transport.WsSession;
import org.jspecify.annotations.Nullable;

/**
 * Where the values of a method go, and how they arrive: at once, later, or one after the
 * other.
 *
 * @param kind how they arrive; {@code null} if that is seen only when they are there
 * @param output sends them
 * @param publicationSlot the handshake value that says where to publish them,
 * {@link #TO_PEER} if they are replies
 */
record MethodResult(@Nullable ReturnKind kind, EndpointOutput output, int publicationSlot) {

	/** Stands for values that go to the peer. */
	static final int TO_PEER = -1;

	private static final CompletionStage<?> WRITTEN = CompletableFuture.completedStage(null);

	/**
	 * Deals with what a method has returned. Called within the callback.
	 * @param value the value
	 * @param session the session
	 * @param values the session's handshake values
	 * @param callbacks the session's callbacks
	 * @param method the method
	 */
	void deliver(Object value, WsSession session, @Nullable Object[] values, SessionCallbacks callbacks,
			EndpointMethod method) throws Throwable {
		ReturnKind arrival = (this.kind != null) ? this.kind : ReturnKind.of(value.getClass());
		switch (arrival) {
			case NOTHING -> {
			}
			case VALUE -> send(value, session, values);
			case LATER -> later(value, new Call(this, session, values, callbacks, method));
			case SEQUENCE -> new SequencedReplies(new Call(this, session, values, callbacks, method), value).begin();
			case STREAM -> StreamedReplies.begin(new Call(this, session, values, callbacks, method), value);
		}
	}

	/** Sends one value. */
	private void send(@Nullable Object value, WsSession session, @Nullable Object[] values) {
		Object present = (value instanceof Optional<?> optional) ? optional.orElse(null) : value;
		if (present == null) {
			return;
		}
		if (this.publicationSlot != TO_PEER && values[this.publicationSlot] instanceof Publication publication) {
			this.output.publish(publication, present);
		}
		else {
			this.output.reply(session, present);
		}
	}

	/** Sends one value, and tells when it has been written. */
	private CompletionStage<?> sendAndTell(Object value, WsSession session, @Nullable Object[] values) {
		if (this.publicationSlot != TO_PEER) {
			send(value, session, values);
			return WRITTEN;
		}
		return this.output.send(session, value);
	}

	private static void later(Object value, Call call) throws Throwable {
		CompletionStage<?> stage = (value instanceof CompletionStage<?> known) ? known : ReactiveTypes.stage(value);
		// a subclass may not tell, as that of completedStage does
		if (stage.getClass() == CompletableFuture.class && ((CompletableFuture<?>) stage).isDone()) {
			call.send(now((CompletableFuture<?>) stage));
			return;
		}
		call.callbacks.await(call.session, stage, call::end);
	}

	private static @Nullable Object now(CompletableFuture<?> future) throws Throwable {
		try {
			return future.join();
		}
		catch (CompletionException ex) {
			throw cause(ex);
		}
	}

	private static Throwable cause(Throwable failure) {
		Throwable cause = failure.getCause();
		return (failure instanceof CompletionException && cause != null) ? cause : failure;
	}

	/**
	 * One call of a method, of which values are still to come.
	 *
	 * @param result where they go
	 * @param session the session
	 * @param values the session's handshake values
	 * @param callbacks the session's callbacks
	 * @param method the method
	 */
	record Call(MethodResult result, WsSession session, @Nullable Object[] values, SessionCallbacks callbacks,
			EndpointMethod method) {

		/** Sends one value. */
		void send(@Nullable Object value) {
			this.result.send(value, this.session, this.values);
		}

		/** Sends one of many values, and tells when it has been written. */
		CompletionStage<?> sendAndTell(Object value) {
			return this.result.sendAndTell(value, this.session, this.values);
		}

		/** The last value is there, or none ever will be; within a callback. */
		void end(@Nullable Object value, @Nullable Throwable failure) {
			if (failure != null) {
				fail(cause(failure));
				return;
			}
			try {
				send(value);
			}
			catch (Throwable ex) {
				fail(ex);
			}
		}

		/** The method has failed after it returned; within a callback. */
		void fail(Throwable failure) {
			this.callbacks.failed(failure, this.method, this.session);
		}

	}

}
