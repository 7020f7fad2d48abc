package io.wsboot.spring.endpoint;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import io.wsboot.spring.annotation.Execution;
import io.wsboot.spring.annotation.Unmatched;
import io.wsboot.spring.endpoint.CallbackPreparation.Prepared;
import org.jspecify.annotations.Nullable;

/**
 * Collects the methods of one endpoint and refuses those that compete for the same call.
 */
final class CallbackTable {

	private final CallbackBean bean;

	/** Those that are not for messages. */
	private final Map<CallbackKind, List<Prepared>> methods = new EnumMap<>(CallbackKind.class);

	private final MessageRoutes messages;

	CallbackTable(CallbackBean bean, PayloadTypes payloads) {
		this.bean = bean;
		this.messages = new MessageRoutes(bean, payloads);
	}

	/**
	 * Adds a method.
	 * @throws InvalidEndpointException if there is one for the same call
	 */
	void add(Prepared added) {
		if (added.callback().kind() == CallbackKind.MESSAGE) {
			requireThread(added);
			this.messages.add(added);
			return;
		}
		List<Prepared> present = this.methods.computeIfAbsent(added.callback().kind(), (kind) -> new ArrayList<>());
		for (Prepared other : present) {
			String both = rivalry(added, other);
			if (both != null) {
				throw this.bean.invalid(added.callback().method(),
						both + ", as the method " + other.callback().method().getName() + " does.",
						"Keep one of the two methods.");
			}
		}
		present.add(added);
	}

	private void requireThread(Prepared added) {
		if (added.method().isStreaming() && added.callback().execution() == Execution.EVENT_LOOP) {
			throw this.bean.invalid(added.callback().method(),
					"It reads its payload as a stream, which waits for what has not arrived, but runs on the event loop,"
							+ " which must not wait.",
					"Take byte[], ByteBuffer or String, or write @OnMessage(execution = Execution.EXECUTOR).");
		}
	}

	/** Messages that are handled at the same time arrive as a whole. */
	private void requireApart(EndpointCallbacks callbacks) {
		if (this.bean instanceof EndpointBean endpoint && endpoint.annotation().concurrent()
				&& callbacks.areStreaming()) {
			throw this.bean.invalid(null,
					"It is concurrent, but reads messages as streams, and those arrive one after the other.",
					"Take byte[], ByteBuffer or String instead of InputStream or Reader, or remove concurrent = true.");
		}
	}

	/** A callback between two pieces of a message would overlap the one that reads it. */
	private void requireNoneBetween(EndpointCallbacks callbacks) {
		for (CallbackKind kind : List.of(CallbackKind.PING, CallbackKind.PONG)) {
			for (Prepared control : all(kind)) {
				if (callbacks.areStreaming()) {
					throw this.bean.invalid(control.callback().method(),
							"Control frames arrive between the pieces of a message, but the endpoint reads messages as"
									+ " streams, and callbacks of a session never overlap.",
							"Take byte[], ByteBuffer or String instead of InputStream or Reader, or remove "
									+ kind.label() + ".");
				}
			}
		}
	}

	/** What two methods of one kind both do; {@code null} if they can be told apart. */
	private static @Nullable String rivalry(Prepared added, Prepared other) {
		CallbackKind kind = added.callback().kind();
		if (kind == CallbackKind.ERROR) {
			Class<?> type = added.method().subject();
			return (type == other.method().subject()) ? "It takes the exception " + type.getSimpleName() : null;
		}
		return "It is marked with " + kind.label();
	}

	/**
	 * Makes the callbacks.
	 * @param failures for exceptions
	 * @param codec what the sessions agreed on; {@code null} if that is nothing
	 * @param unmatched what becomes of messages that no method takes
	 * @throws InvalidEndpointException if two methods want the same messages
	 */
	EndpointCallbacks build(FailureCallbacks failures, @Nullable AgreedCodec codec, Unmatched unmatched) {
		EndpointCallbacks callbacks = new EndpointCallbacks(only(CallbackKind.OPEN), this.messages.route(true),
				this.messages.route(false), only(CallbackKind.PING), only(CallbackKind.PONG), only(CallbackKind.CLOSE),
				new FailureHandling(failures, unmatched), codec);
		requireNoneBetween(callbacks);
		requireApart(callbacks);
		return callbacks;
	}

	/** The methods that take failures. */
	List<EndpointMethod> errors() {
		return all(CallbackKind.ERROR).stream().map(Prepared::method).toList();
	}

	private @Nullable EndpointMethod only(CallbackKind kind) {
		List<Prepared> present = all(kind);
		return present.isEmpty() ? null : present.get(0).method();
	}

	private List<Prepared> all(CallbackKind kind) {
		return this.methods.getOrDefault(kind, List.of());
	}

}
