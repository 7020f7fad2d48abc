package io.wsboot.spring.actuate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.wsboot.spring.endpoint.EndpointDefinition;
import io.wsboot.spring.endpoint.EndpointRegistry;
import io.wsboot.spring.server.WsServerLifecycle;
import io.wsboot.transport.WsServer;

import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;

/**
 * Where the listener listens, what it serves, and which version of the library does so.
 * Thread-safe.
 */
public final class WsInfoContributor implements InfoContributor {

	private final WsServerLifecycle lifecycle;

	private final EndpointRegistry endpoints;

	/**
	 * Tells of a listener.
	 * @param lifecycle knows the server that runs
	 * @param endpoints what it serves
	 */
	public WsInfoContributor(WsServerLifecycle lifecycle, EndpointRegistry endpoints) {
		this.lifecycle = lifecycle;
		this.endpoints = endpoints;
	}

	@Override
	public void contribute(Info.Builder builder) {
		Map<String, Object> websocket = new LinkedHashMap<>();
		String version = WsServer.class.getPackage().getImplementationVersion();
		if (version != null) {
			websocket.put("version", version);
		}
		WsServer server = this.lifecycle.server();
		if (server != null) {
			websocket.put("listeners", Listener.of(server));
		}
		websocket.put("endpoints", this.endpoints.endpoints().stream().map(Served::new).toList());
		builder.withDetail("websocket", websocket);
	}

	/**
	 * A place where the server listens.
	 *
	 * @param address with the real port
	 * @param tls whether connections are encrypted
	 */
	public record Listener(String address, boolean tls) {

		static List<Listener> of(WsServer server) {
			List<Listener> listeners = new ArrayList<>();
			for (int i = 0; i < server.listening().size(); i++) {
				listeners.add(new Listener(ListenerAddress.text(server.localAddresses().get(i)),
						server.listening().get(i).tls() != null));
			}
			return listeners;
		}

	}

	/**
	 * An endpoint.
	 *
	 * @param name under which properties know it
	 * @param path its pattern
	 */
	public record Served(String name, String path) {

		private Served(EndpointDefinition endpoint) {
			this(endpoint.name(), endpoint.path());
		}

	}

}
