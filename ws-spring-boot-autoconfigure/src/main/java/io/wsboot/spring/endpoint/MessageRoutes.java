package io.wsboot.spring.endpoint;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.wsboot.spring.annotation.Execution;
import io.wsboot.spring.annotation.OnMessage;
import io.wsboot.spring.endpoint.CallbackPreparation.Prepared;
import org.jspecify.annotations.Nullable;

import org.springframework.core.annotation.AnnotatedElementUtils;

/**
 * Decides which message goes to which method of one endpoint, and refuses methods that
 * compete for the same messages.
 * <p>
 * A method that takes an object may be there for text and for binary messages; a kind
 * that another method takes and no other kind, as {@code String}, as bytes or as a type
 * that no codec reads from the other kind, it leaves to that one.
 */
final class MessageRoutes {

	private static final String REMEDY = "Keep one of the two methods.";

	private static final String WAYS_APART = "Keep one of the two methods, or tell them apart by"
			+ " @OnMessage(type = \"…\") or by parameters that are subtypes of one sealed interface.";

	private final CallbackBean bean;

	private final PayloadTypes payloads;

	private final List<Prepared> methods = new ArrayList<>();

	MessageRoutes(CallbackBean bean, PayloadTypes payloads) {
		this.bean = bean;
		this.payloads = payloads;
	}

	void add(Prepared method) {
		this.methods.add(method);
	}

	/**
	 * The way of the messages of one kind.
	 * @param text whether they are text
	 * @return the route, {@code null} if nothing takes them
	 * @throws InvalidEndpointException if two methods want the same messages
	 */
	@Nullable MessageRoute route(boolean text) {
		Map<String, Prepared> typed = new LinkedHashMap<>();
		List<Prepared> untyped = new ArrayList<>();
		for (Prepared method : this.methods) {
			if (method.reader().text() != text || isLeftToAnother(method)) {
				continue;
			}
			List<String> types = types(method);
			for (String type : types) {
				requireFree(method, typed.put(type, method), "messages of type \"" + type + "\"", REMEDY);
			}
			if (types.isEmpty()) {
				untyped.add(method);
			}
		}
		MessageRoute otherwise = untyped.isEmpty() ? null : untyped(untyped, text);
		if (typed.isEmpty() || (!this.payloads.findsType(text) && areElsewhere(typed.values(), !text))) {
			return otherwise;
		}
		return byType(typed, otherwise);
	}

	/** Where no codec can tell types, methods need not be if they are found elsewhere. */
	private boolean areElsewhere(Collection<Prepared> methods, boolean text) {
		return this.payloads.findsType(text) && methods.stream().allMatch((method) -> takes(method, text));
	}

	private boolean takes(Prepared method, boolean text) {
		return this.methods.stream()
			.anyMatch((other) -> other.callback().equals(method.callback()) && other.reader().text() == text);
	}

	private List<String> types(Prepared method) {
		Method declared = method.callback().method();
		OnMessage annotation = AnnotatedElementUtils.findMergedAnnotation(declared, OnMessage.class);
		List<String> types = (annotation != null) ? List.of(annotation.type()) : List.of();
		if (types.stream().anyMatch(String::isBlank)) {
			throw this.bean.invalid(declared, "It is for messages of an empty type.",
					"Name the type: @OnMessage(type = \"join\").");
		}
		return types;
	}

	/**
	 * Who could take both kinds leaves one to the method that takes no other, if the
	 * other kind is theirs. Those with a type do so for binary messages only: bytes that
	 * somebody takes as they are need not name a type, whereas text beside typed messages
	 * is the rest.
	 */
	private boolean isLeftToAnother(Prepared method) {
		boolean text = method.reader().text();
		if (!takes(method, !text) || !isAllOfAnother(text)) {
			return false;
		}
		return types(method).isEmpty() ? !isAllOfAnother(!text) : !text;
	}

	/** Whether a kind is all that one of the methods takes. */
	private boolean isAllOfAnother(boolean text) {
		return this.methods.stream()
			.anyMatch((method) -> method.reader().text() == text && !takes(method, !text) && types(method).isEmpty());
	}

	private void requireFree(Prepared method, @Nullable Prepared owner, String what, String remedy) {
		if (owner != null) {
			throw rivals(method, owner, what, remedy);
		}
	}

	private InvalidEndpointException rivals(Prepared method, Prepared owner, String what, String remedy) {
		return this.bean.invalid(method.callback().method(),
				"It takes " + what + ", as the method " + owner.callback().method().getName() + " does.", remedy);
	}

	private MessageRoute byType(Map<String, Prepared> typed, @Nullable MessageRoute otherwise) {
		Map<String, EndpointMethod> methods = new HashMap<>();
		typed.forEach((type, method) -> methods.put(type, method.method().readingBytes()));
		List<WsMessageCodec.TypeFinder> finders = typed.values().stream().map(this.payloads::typeFinder).toList();
		MessageRoute rest = (otherwise instanceof EndpointMethod method) ? method.readingBytes() : otherwise;
		List<MessageRoute> all = new ArrayList<>(methods.values());
		if (rest != null) {
			all.add(rest);
		}
		return new TypeChoice(finders.get(0), Map.copyOf(methods), rest, firstPlace(all));
	}

	private MessageRoute untyped(List<Prepared> methods, boolean text) {
		if (methods.size() == 1) {
			return methods.get(0).method();
		}
		Class<?> root = SealedTypes
			.commonRoot(methods.stream().<Class<?>>map((method) -> method.method().subject()).toList());
		if (root == null) {
			throw rivals(methods.get(1), methods.get(0), (text ? "text" : "binary") + " messages", WAYS_APART);
		}
		return bySubtype(methods, root);
	}

	private MessageRoute bySubtype(List<Prepared> methods, Class<?> root) {
		Map<Class<?>, Prepared> subjects = new HashMap<>();
		for (Prepared method : methods) {
			Class<?> subject = method.method().subject();
			requireFree(method, subjects.put(subject, method), subject.getSimpleName() + " messages", REMEDY);
		}
		Map<Class<?>, EndpointMethod> known = new HashMap<>();
		for (Class<?> type : SealedTypes.instances(root)) {
			List<Prepared> able = methods.stream()
				.filter((method) -> method.method().subject().isAssignableFrom(type))
				.toList();
			if (!able.isEmpty()) {
				known.put(type, nearest(able, type).method());
			}
		}
		PayloadReader.Form reader = this.payloads.subtypeReader(methods.get(0), root);
		List<EndpointMethod> all = methods.stream().map(Prepared::method).toList();
		return new SubtypeChoice(reader, Map.copyOf(known), all, firstPlace(all));
	}

	/** Who is to be called on the event loop has to be found there. */
	private static Execution firstPlace(List<? extends MessageRoute> routes) {
		return routes.stream().anyMatch((route) -> route.execution() == Execution.EVENT_LOOP) ? Execution.EVENT_LOOP
				: Execution.EXECUTOR;
	}

	/** The one method that is more special than all others. */
	private Prepared nearest(List<Prepared> able, Class<?> type) {
		return able.stream()
			.filter((method) -> able.stream()
				.allMatch((other) -> other.method().subject().isAssignableFrom(method.method().subject())))
			.findFirst()
			.orElseThrow(() -> rivals(able.get(1), able.get(0), type.getSimpleName() + " messages", REMEDY));
	}

}
