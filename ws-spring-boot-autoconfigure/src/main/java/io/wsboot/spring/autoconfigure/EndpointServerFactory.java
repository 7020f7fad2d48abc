package io.wsboot.spring.autoconfigure;

import java.util.List;

import io.wsboot.spring.endpoint.EndpointDefinition;
import io.wsboot.spring.endpoint.EndpointRegistry;
import io.wsboot.spring.endpoint.EndpointUpgradeHandler;
import io.wsboot.spring.messaging.SessionDirectory;
import io.wsboot.spring.server.WsServerFactory;
import io.wsboot.transport.Topics;
import io.wsboot.transport.WsServer;

/**
 * Sets up a server for the endpoints of the application: first by the properties, then by
 * the customizers.
 */
final class EndpointServerFactory implements WsServerFactory {

	private final ServerOptions options;

	private final EndpointRegistry registry;

	private final EndpointUpgradeHandler upgradeHandler;

	private final Topics topics;

	private final SessionDirectory sessions;

	private final List<WsServerCustomizer> customizers;

	EndpointServerFactory(ServerOptions options, EndpointRegistry registry, EndpointUpgradeHandler upgradeHandler,
			Topics topics, SessionDirectory sessions, List<WsServerCustomizer> customizers) {
		this.options = options;
		this.registry = registry;
		this.upgradeHandler = upgradeHandler;
		this.topics = topics;
		this.sessions = sessions;
		this.customizers = customizers;
	}

	@Override
	public List<String> paths() {
		return this.registry.endpoints().stream().map(EndpointDefinition::path).toList();
	}

	@Override
	public WsServer.Builder builder() {
		WsServer.Builder builder = WsServer.builder()
			.listen(this.options.listen())
			.options(this.options.transport())
			.upgradeHandler(this.upgradeHandler)
			.httpExchangeHandler(this.upgradeHandler)
			.topics(this.topics)
			.sessionIds(this.sessions.ids());
		this.customizers.forEach((customizer) -> customizer.customize(builder));
		return builder;
	}

}
