package io.wsboot.spring.endpoint;

import java.net.InetSocketAddress;
import java.util.List;

import io.wsboot.protocol.http.HttpFields;
import io.wsboot.protocol.http.RequestHead;
import io.wsboot.transport.HandshakeRequest;

/**
 * Requests as the transport passes them on.
 */
final class Requests {

	private Requests() {
	}

	/** A request with fields given as {@code Name: value}. */
	static HandshakeRequest get(String target, String... fields) {
		return request(target, false, List.of(), fields);
	}

	static HandshakeRequest secure(String target, String... fields) {
		return request(target, true, List.of(), fields);
	}

	static HandshakeRequest offering(String target, String... subprotocols) {
		return request(target, false, List.of(subprotocols));
	}

	private static HandshakeRequest request(String target, boolean secure, List<String> subprotocols,
			String... fields) {
		HttpFields.Builder builder = HttpFields.builder();
		boolean host = false;
		for (String field : fields) {
			int colon = field.indexOf(':');
			builder.add(field.substring(0, colon), field.substring(colon + 1).strip());
			host |= field.startsWith("Host:");
		}
		if (!host) {
			builder.add("Host", "localhost:8090");
		}
		RequestHead head = new RequestHead("GET", target, 1, builder.build());
		return new HandshakeRequest(head, new InetSocketAddress("127.0.0.1", 50000),
				new InetSocketAddress("127.0.0.1", 8090), secure, subprotocols);
	}

}
