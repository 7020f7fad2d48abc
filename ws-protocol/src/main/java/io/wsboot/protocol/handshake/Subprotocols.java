package io.wsboot.protocol.handshake;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.wsboot.protocol.http.HttpSyntax;
import org.jspecify.annotations.Nullable;

/**
 * The choice of one subprotocol out of those that a client offers (RFC 6455 §1.9).
 */
public final class Subprotocols {

	/** More than anybody speaks; an offer is kept while the upgrade is decided. */
	static final int MOST = 100;

	private Subprotocols() {
	}

	/**
	 * Chooses by the server's preference. Names are compared with regard to letter case.
	 * @param offered what the client offers
	 * @param supported what the server speaks, the one it likes best first
	 * @return the first supported one that is offered, or {@code null} if there is none
	 */
	public static @Nullable String choose(List<String> offered, List<String> supported) {
		for (String candidate : supported) {
			if (offered.contains(candidate)) {
				return candidate;
			}
		}
		return null;
	}

	/** Whether all are tokens and none is there twice (RFC 6455 §4.1, item 10). */
	static boolean areWellFormed(List<String> names) {
		Set<String> seen = new HashSet<>();
		for (String name : names) {
			if (!HttpSyntax.isToken(name) || !seen.add(name)) {
				return false;
			}
		}
		return true;
	}

}
