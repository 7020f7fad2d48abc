package io.wsboot.spring.endpoint;

import java.util.List;

import io.wsboot.transport.HandshakeRequest;

/**
 * Judges by its {@code Origin} whether a page may open a session (RFC 6455 §4.1, §10.2).
 * Browsers let every page connect to every server and send that server's cookies along;
 * so it is for the server to say which pages it serves. A client that is no browser sends
 * no {@code Origin}, or whatever it likes: this is no authentication.
 */
@FunctionalInterface
public interface OriginPolicy {

	/**
	 * Judges a request. Called on an event loop, so it must not block; thread-safe.
	 * @param request the upgrade request
	 * @return {@code false} to refuse it with 403
	 */
	boolean allows(HandshakeRequest request);

	/**
	 * What is allowed, for the log line of a refusal.
	 * @return the end of a sentence that begins with "allowed is"
	 */
	default String rule() {
		return "what the application's own policy says";
	}

	/**
	 * Allows pages that come from the host to which the request is addressed: from any of
	 * its ports, and over TLS if this connection uses it. A request without
	 * {@code Origin} is allowed, the origin {@code null} of a sandboxed page is not.
	 * @return the policy
	 */
	static OriginPolicy sameHost() {
		return SameHostOrigins.INSTANCE;
	}

	/**
	 * Allows pages of the given origins only. A request without {@code Origin} is
	 * allowed.
	 * @param allowed exact origins ({@code https://example.com},
	 * {@code http://localhost:3000}), all subdomains of a domain
	 * ({@code https://*.example.com}, which is not the domain itself), or {@code *} for
	 * every origin
	 * @return the policy
	 * @throws IllegalArgumentException if one is nothing of the kind; the message names
	 * it
	 */
	static OriginPolicy patterns(List<String> allowed) {
		return OriginPatterns.parse(allowed);
	}

}
