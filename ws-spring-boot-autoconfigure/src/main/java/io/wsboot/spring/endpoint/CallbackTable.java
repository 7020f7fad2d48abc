package io.wsboot.spring.endpoint;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

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
		return new EndpointCallbacks(only(CallbackKind.OPEN), this.messages.route(true), this.messages.route(false),
				only(CallbackKind.PING), only(CallbackKind.PONG), only(CallbackKind.CLOSE),
				failures, codec, unmatched);
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
