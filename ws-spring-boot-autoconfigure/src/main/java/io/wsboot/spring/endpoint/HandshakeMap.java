package io.wsboot.spring.endpoint;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import io.wsboot.protocol.handshake.HandshakeException;
import io.wsboot.spring.endpoint.HandshakeParameter.Source;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.util.CollectionUtils;
import org.springframework.util.LinkedCaseInsensitiveMap;
import org.springframework.util.MultiValueMap;

/**
 * All path variables, all parameters of the query or all headers at once, as spring-web
 * gives them to a parameter that names none. It cannot be changed, for it is shared by
 * the methods of a session.
 *
 * @param source where the values stand
 * @param form what they are given as
 */
record HandshakeMap(Source source, Form form) implements SessionValue {

	/**
	 * Looks at a parameter that names no value.
	 * @return the map it takes, {@code null} if it takes a single value
	 */
	static @Nullable HandshakeMap of(Source source, MethodParameter parameter) {
		Class<?> type = parameter.getParameterType();
		if (type == Map.class && source != Source.COOKIE) {
			return new HandshakeMap(source, Form.FIRST);
		}
		boolean repeats = source == Source.QUERY || source == Source.HEADER;
		if (type == MultiValueMap.class && repeats) {
			return new HandshakeMap(source, Form.ALL);
		}
		return (type == HttpHeaders.class && source == Source.HEADER) ? new HandshakeMap(source, Form.HEADERS) : null;
	}

	@Override
	public Object resolve(HandshakeInput input) throws HandshakeException {
		if (this.form == Form.HEADERS) {
			HttpHeaders headers = new HttpHeaders();
			input.request().fields().forEach(headers::add);
			return HttpHeaders.readOnlyHttpHeaders(headers);
		}
		if (this.source == Source.PATH) {
			return Collections.unmodifiableMap(input.pathVariables());
		}
		MultiValueMap<String, String> all = (this.source == Source.HEADER) ? input.headers() : input.parameters();
		return (this.form == Form.ALL) ? CollectionUtils.unmodifiableMultiValueMap(all)
				: Collections.unmodifiableMap(first(all));
	}

	private Map<String, String> first(MultiValueMap<String, String> all) {
		Map<String, String> first = (this.source == Source.HEADER) ? new LinkedCaseInsensitiveMap<>()
				: new LinkedHashMap<>();
		all.forEach((name, values) -> first.put(name, values.get(0)));
		return first;
	}

	@Override
	public boolean mayBlock() {
		return false;
	}

	/**
	 * What the values are given as.
	 */
	enum Form {

		/** A map with the first value of each name. */
		FIRST,

		/** A map with all values of each name. */
		ALL,

		/** The headers of spring-web. */
		HEADERS

	}

}
