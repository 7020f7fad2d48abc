package io.wsboot.spring.endpoint;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.List;
import java.util.Map;

import io.wsboot.protocol.handshake.HandshakeException;
import io.wsboot.transport.HandshakeRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.util.CollectionUtils;
import org.springframework.util.LinkedCaseInsensitiveMap;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

/**
 * What an opening handshake says, taken apart as far as somebody asks. Used by one
 * thread, and forgotten when the session opens.
 */
final class HandshakeInput {

	private final HandshakeRequest request;

	private final Map<String, String> pathVariables;

	private final @Nullable Principal principal;

	private @Nullable MultiValueMap<String, String> query;

	HandshakeInput(HandshakeRequest request, Map<String, String> pathVariables, @Nullable Principal principal) {
		this.request = request;
		this.pathVariables = pathVariables;
		this.principal = principal;
	}

	HandshakeRequest request() {
		return this.request;
	}

	/** Who opens the session; {@code null} if nobody has said so. */
	@Nullable Principal principal() {
		return this.principal;
	}

	/** The variables of the path, decoded. */
	Map<String, String> pathVariables() {
		return this.pathVariables;
	}

	/** The value of a variable of the path, decoded. */
	String pathVariable(String name) {
		String value = this.pathVariables.get(name);
		if (value == null) {
			throw new IllegalArgumentException("The path has no variable " + name);
		}
		return value;
	}

	List<String> headers(String name) {
		return this.request.fields().all(name);
	}

	/** All headers; letter case of their names does not count. */
	MultiValueMap<String, String> headers() {
		MultiValueMap<String, String> headers = CollectionUtils.toMultiValueMap(new LinkedCaseInsensitiveMap<>());
		this.request.fields().forEach(headers::add);
		return headers;
	}

	/** The value of a cookie, or nothing. */
	List<String> cookies(String name) {
		String value = Cookies.find(headers("Cookie"), name);
		return (value != null) ? List.of(value) : List.of();
	}

	/**
	 * The values of a parameter of the query, decoded as a form is.
	 * @throws HandshakeException with 400 if the query is not well-formed
	 */
	List<String> parameters(String name) throws HandshakeException {
		return parameters().getOrDefault(name, List.of());
	}

	/**
	 * The parameters of the query.
	 * @throws HandshakeException with 400 if the query is not well-formed
	 */
	MultiValueMap<String, String> parameters() throws HandshakeException {
		MultiValueMap<String, String> query = this.query;
		if (query == null) {
			query = parseQuery(this.request.query());
			this.query = query;
		}
		return query;
	}

	private static MultiValueMap<String, String> parseQuery(@Nullable String raw) throws HandshakeException {
		MultiValueMap<String, String> query = new LinkedMultiValueMap<>();
		if (raw == null) {
			return query;
		}
		if (!PercentEncoding.isWellFormed(raw)) {
			throw new HandshakeException(400, "The query must be percent-encoded UTF-8.");
		}
		for (String pair : raw.split("&")) {
			int equals = pair.indexOf('=');
			String name = (equals < 0) ? pair : pair.substring(0, equals);
			String value = (equals < 0) ? "" : pair.substring(equals + 1);
			if (!name.isEmpty()) {
				query.add(decode(name), decode(value));
			}
		}
		return query;
	}

	private static String decode(String encoded) {
		return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
	}

}
