package io.wsboot.spring.endpoint;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern.PathMatchInfo;

/**
 * The endpoints of an application. Immutable.
 */
public final class EndpointRegistry {

	private final List<EndpointDefinition> endpoints;

	/**
	 * Collects endpoints.
	 * @throws DuplicateEndpointPathException if two match the same requests
	 */
	EndpointRegistry(List<EndpointDefinition> endpoints) {
		requireDistinctPaths(endpoints);
		this.endpoints = endpoints.stream().sorted(Comparator.comparing((e) -> e.template().pattern())).toList();
	}

	private static void requireDistinctPaths(List<EndpointDefinition> endpoints) {
		Map<String, EndpointDefinition> byShape = new HashMap<>();
		for (EndpointDefinition endpoint : endpoints) {
			EndpointDefinition other = byShape.putIfAbsent(endpoint.template().shape(), endpoint);
			if (other != null) {
				throw new DuplicateEndpointPathException(endpoint.path(), other.beanName(), endpoint.beanName());
			}
		}
	}

	/**
	 * The endpoints.
	 * @return all of them, the most specific path first
	 */
	public List<EndpointDefinition> endpoints() {
		return this.endpoints;
	}

	/**
	 * Whether there is nothing to serve.
	 * @return {@code true} if there is no endpoint
	 */
	public boolean isEmpty() {
		return this.endpoints.isEmpty();
	}

	/** The most specific endpoint for a path; {@code null} if there is none. */
	@Nullable Match match(PathContainer path) {
		for (EndpointDefinition endpoint : this.endpoints) {
			PathMatchInfo info = endpoint.template().pattern().matchAndExtract(path);
			if (info != null) {
				return new Match(endpoint, info.getUriVariables());
			}
		}
		return null;
	}

	/**
	 * An endpoint that serves a path.
	 *
	 * @param endpoint the endpoint
	 * @param variables the path's variables, decoded
	 */
	record Match(EndpointDefinition endpoint, Map<String, String> variables) {

	}

}
