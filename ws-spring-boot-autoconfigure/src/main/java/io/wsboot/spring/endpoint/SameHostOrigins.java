package io.wsboot.spring.endpoint;

import java.util.List;

import io.wsboot.protocol.http.Authority;
import io.wsboot.protocol.http.HttpException;
import io.wsboot.transport.HandshakeRequest;
import org.jspecify.annotations.Nullable;

/**
 * Allows pages that come from the host to which the request is addressed.
 */
enum SameHostOrigins implements OriginPolicy {

	/** There is nothing to set. */
	INSTANCE;

	@Override
	public boolean allows(HandshakeRequest request) {
		List<String> sent = Origin.sent(request.fields());
		if (sent.isEmpty()) {
			return true;
		}
		Origin origin = (sent.size() == 1) ? Origin.parse(sent.get(0)) : null;
		return origin != null && isSchemeAllowed(origin.scheme(), request.secure())
				&& origin.host().equals(host(request));
	}

	/** A page that came in the clear may have been tampered with on its way. */
	private static boolean isSchemeAllowed(String scheme, boolean secure) {
		return scheme.equals(Origin.HTTPS) || (scheme.equals(Origin.HTTP) && !secure);
	}

	private static @Nullable String host(HandshakeRequest request) {
		try {
			Authority authority = Authority.of(request.head());
			return (authority != null) ? authority.host() : null;
		}
		catch (HttpException ex) {
			return null;
		}
	}

	@Override
	public String rule() {
		return "the host that the request names in its Host field, on any port";
	}

}
