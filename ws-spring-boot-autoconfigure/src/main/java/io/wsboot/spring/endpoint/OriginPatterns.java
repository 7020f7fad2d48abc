package io.wsboot.spring.endpoint;

import java.util.ArrayList;
import java.util.List;

import io.wsboot.transport.HandshakeRequest;

/**
 * Allows pages of listed origins.
 */
final class OriginPatterns implements OriginPolicy {

	private static final String ANY = "*";

	private static final String SUBDOMAINS = "*.";

	private final List<Origin> patterns;

	private final boolean any;

	private final String rule;

	private OriginPatterns(List<Origin> patterns, boolean any, String rule) {
		this.patterns = patterns;
		this.any = any;
		this.rule = rule;
	}

	static OriginPatterns parse(List<String> allowed) {
		List<Origin> patterns = new ArrayList<>();
		boolean any = false;
		for (String text : allowed) {
			if (text.equals(ANY)) {
				any = true;
			}
			else {
				patterns.add(pattern(text));
			}
		}
		return new OriginPatterns(List.copyOf(patterns), any, String.join(", ", allowed));
	}

	private static Origin pattern(String text) {
		if (text.equals("null")) {
			throw new IllegalArgumentException("'null' is what every sandboxed page sends, whoever made it: it names"
					+ " nobody. Use * if every page is meant");
		}
		Origin pattern = Origin.parse(text);
		if (pattern == null || pattern.host().lastIndexOf('*') > 0 || pattern.host().equals(ANY)
				|| pattern.host().startsWith(ANY) != pattern.host().startsWith(SUBDOMAINS)) {
			throw new IllegalArgumentException("'" + text
					+ "' is no origin. Write scheme, host and perhaps a port, with"
					+ " nothing behind them, as https://example.com or http://localhost:3000; https://*.example.com"
					+ " for all subdomains; * for every origin");
		}
		return pattern;
	}

	@Override
	public boolean allows(HandshakeRequest request) {
		List<String> sent = Origin.sent(request.fields());
		if (sent.isEmpty()) {
			return true;
		}
		if (sent.size() > 1) {
			return false;
		}
		Origin origin = Origin.parse(sent.get(0));
		return this.any || (origin != null && this.patterns.stream().anyMatch((pattern) -> matches(pattern, origin)));
	}

	private static boolean matches(Origin pattern, Origin origin) {
		return pattern.scheme().equals(origin.scheme()) && pattern.port() == origin.port()
				&& matchesHost(pattern.host(), origin.host());
	}

	private static boolean matchesHost(String pattern, String host) {
		if (!pattern.startsWith(SUBDOMAINS)) {
			return pattern.equals(host);
		}
		String suffix = pattern.substring(1);
		return host.endsWith(suffix) && host.length() > suffix.length();
	}

	@Override
	public String rule() {
		return this.rule.isEmpty() ? "none" : this.rule;
	}

}
