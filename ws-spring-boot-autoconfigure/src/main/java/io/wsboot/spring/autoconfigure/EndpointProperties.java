package io.wsboot.spring.autoconfigure;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

import io.wsboot.spring.annotation.Unmatched;
import io.wsboot.spring.autoconfigure.WsServerProperties.Endpoint;
import io.wsboot.spring.autoconfigure.WsServerProperties.EndpointCompression;
import io.wsboot.spring.autoconfigure.WsServerProperties.EndpointLimits;
import io.wsboot.spring.autoconfigure.WsServerProperties.EndpointMessages;
import io.wsboot.spring.autoconfigure.WsServerProperties.EndpointOutbound;
import org.jspecify.annotations.Nullable;

/**
 * The properties under {@code ws.endpoints}, by endpoint.
 * <p>
 * A name may be written as relaxed binding allows, because an environment variable has
 * neither hyphens nor small letters: {@code WS_ENDPOINTS_CHATROOM_…} is about the
 * endpoint {@code chatRoom}. Where an endpoint is named in two ways, the property source
 * of higher precedence wins.
 */
final class EndpointProperties {

	private static final EndpointLimits NOTHING_SET = new EndpointLimits(null, null, null, null, null, null, null);

	private final Map<String, List<Entry<String, Endpoint>>> byName = new HashMap<>();

	/**
	 * Finds out which endpoint each key is about.
	 * @param properties what is set, the highest precedence first
	 * @param names the names of the endpoints
	 * @throws UnknownEndpointException if a key is about none of them
	 */
	EndpointProperties(Map<String, Endpoint> properties, List<String> names) {
		properties.entrySet()
			.forEach((entry) -> this.byName.computeIfAbsent(name(entry.getKey(), names), (name) -> new ArrayList<>())
				.add(entry));
	}

	/**
	 * The same, but what is about no endpoint is left out.
	 * @param properties what is set, the highest precedence first
	 * @param names the names of the endpoints
	 */
	static EndpointProperties ofKnown(Map<String, Endpoint> properties, List<String> names) {
		Map<String, Endpoint> known = new LinkedHashMap<>(properties);
		known.keySet().removeIf((key) -> find(key, names).isEmpty());
		return new EndpointProperties(known, names);
	}

	/**
	 * The limits of an endpoint.
	 * @param name its name
	 * @return what is set for it, {@code null} if nothing is
	 */
	@Nullable EndpointLimits limits(String name) {
		List<EndpointLimits> all = all(name, Endpoint::limits);
		EndpointLimits limits = new EndpointLimits(first(all, EndpointLimits::maxMessageSize),
				first(all, EndpointLimits::maxFrameSize), first(all, EndpointLimits::maxFragments),
				first(all, EndpointLimits::messagesPerSecond), first(all, EndpointLimits::bytesPerSecond),
				first(all, EndpointLimits::maxAge), first(all, EndpointLimits::messageTimeout));
		return limits.equals(NOTHING_SET) ? null : limits;
	}

	/**
	 * Whether an endpoint's messages are compressed.
	 * @param name its name
	 * @return what is set for it, {@code null} if nothing is
	 */
	@Nullable Boolean compression(String name) {
		return first(all(name, Endpoint::compression), EndpointCompression::enabled);
	}

	/**
	 * The codec of an endpoint.
	 * @param name its name
	 * @return the name of the codec that is set for it, {@code null} if nothing is
	 */
	@Nullable String codec(String name) {
		return first(all(name, Function.identity()), Endpoint::codec);
	}

	/**
	 * What may wait for slow peers of an endpoint.
	 * @param name its name
	 * @return what is set for it; nothing perhaps
	 */
	EndpointOutbound outbound(String name) {
		List<EndpointOutbound> all = all(name, Endpoint::outbound);
		return new EndpointOutbound(first(all, EndpointOutbound::highWaterMark),
				first(all, EndpointOutbound::slowConsumer), first(all, EndpointOutbound::fragmentSize));
	}

	/**
	 * How the high-water mark of an endpoint is called.
	 * @param name its name, for which the mark is set
	 * @return the property's name
	 */
	String highWaterMarkProperty(String name) {
		return "ws.endpoints." + key(name, (endpoint) -> endpoint.outbound().highWaterMark() != null)
				+ ".outbound.high-water-mark";
	}

	/**
	 * How the fragment size of an endpoint is called.
	 * @param name its name, for which the size is set
	 * @return the property's name
	 */
	String fragmentSizeProperty(String name) {
		return "ws.endpoints." + key(name, (endpoint) -> endpoint.outbound().fragmentSize() != null)
				+ ".outbound.fragment-size";
	}

	/**
	 * The origins whose pages may open a session of an endpoint.
	 * @param name its name
	 * @return what is set for it, {@code null} if nothing is
	 */
	@Nullable List<String> allowedOrigins(String name) {
		return first(all(name, Function.identity()), Endpoint::allowedOrigins);
	}

	/**
	 * How the origins of an endpoint are called.
	 * @param name its name, for which origins are set
	 * @return the property's name
	 */
	String allowedOriginsProperty(String name) {
		return "ws.endpoints." + key(name, (endpoint) -> endpoint.allowedOrigins() != null) + ".allowed-origins";
	}

	/**
	 * What becomes of messages that no method of an endpoint takes.
	 * @param name its name
	 * @return what is set for it, {@code null} if nothing is
	 */
	@Nullable Unmatched unmatched(String name) {
		return first(all(name, Endpoint::messages), EndpointMessages::unmatched);
	}

	/**
	 * How the limits of an endpoint are called.
	 * @param name its name, for which a limit is set
	 * @return the part that their properties' names have in common
	 */
	String limitsPrefix(String name) {
		return "ws.endpoints." + key(name, (endpoint) -> !endpoint.limits().equals(NOTHING_SET)) + ".limits";
	}

	/** The first way of writing an endpoint's name that sets something. */
	private String key(String name, Predicate<Endpoint> sets) {
		return this.byName.getOrDefault(name, List.of())
			.stream()
			.filter((entry) -> sets.test(entry.getValue()))
			.map(Entry::getKey)
			.findFirst()
			.orElse(name);
	}

	private static String name(String key, List<String> names) {
		return find(key, names).orElseThrow(() -> new UnknownEndpointException(key, names));
	}

	private static Optional<String> find(String key, List<String> names) {
		if (names.contains(key)) {
			return Optional.of(key);
		}
		return names.stream().filter((name) -> uniform(name).equals(uniform(key))).findFirst();
	}

	private static String uniform(String name) {
		StringBuilder uniform = new StringBuilder(name.length());
		name.codePoints().filter(Character::isLetterOrDigit).forEach(uniform::appendCodePoint);
		return uniform.toString().toLowerCase(Locale.ROOT);
	}

	private <G> List<G> all(String name, Function<Endpoint, G> group) {
		return this.byName.getOrDefault(name, List.of()).stream().map(Entry::getValue).map(group).toList();
	}

	private static <G, T> @Nullable T first(List<G> all, Function<G, @Nullable T> component) {
		for (G group : all) {
			T value = component.apply(group);
			if (value != null) {
				return value;
			}
		}
		return null;
	}

}
