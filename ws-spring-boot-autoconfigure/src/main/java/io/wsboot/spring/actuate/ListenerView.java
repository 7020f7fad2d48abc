package io.wsboot.spring.actuate;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.wsboot.protocol.CloseStatus;
import io.wsboot.spring.actuate.WebSocketsOverview.CloseEntry;
import io.wsboot.spring.actuate.WebSocketsOverview.EndpointEntry;
import io.wsboot.spring.actuate.WebSocketsOverview.SessionEntry;
import io.wsboot.spring.actuate.WebSocketsOverview.State;
import io.wsboot.spring.actuate.WebSocketsOverview.TopicEntry;
import io.wsboot.spring.actuate.WsInfoContributor.Listener;
import io.wsboot.spring.endpoint.EndpointDefinition;
import io.wsboot.spring.endpoint.EndpointRegistry;
import io.wsboot.spring.endpoint.EndpointRuntime;
import io.wsboot.spring.messaging.SessionDirectory;
import io.wsboot.spring.server.WsServerDrain;
import io.wsboot.spring.server.WsServerLifecycle;
import io.wsboot.transport.SessionEnd;
import io.wsboot.transport.SessionGroup;
import io.wsboot.transport.Topics;
import io.wsboot.transport.WsServer;
import io.wsboot.transport.WsSession;
import org.jspecify.annotations.Nullable;

/**
 * The listener as an operator sees it: what there is at this moment, in words that stay
 * the same. Thread-safe.
 *
 * @param lifecycle knows the server that runs
 * @param drain sends sessions away
 * @param endpoints what the server serves
 * @param runtime what sessions of endpoints run with
 * @param directory knows the open sessions
 * @param topics knows their topics
 * @param recentCloses knows sessions that have ended
 */
public record ListenerView(WsServerLifecycle lifecycle, WsServerDrain drain, EndpointRegistry endpoints,
		EndpointRuntime runtime, SessionDirectory directory, Topics topics, RecentCloses recentCloses) {

	WebSocketsOverview overview() {
		WsServer server = this.lifecycle.server();
		return new WebSocketsOverview(state(server), (server != null) ? Listener.of(server) : List.of(), openSessions(),
				this.topics.size(), (server != null) ? server.outboundUsage() : null, servedEndpoints());
	}

	private State state(@Nullable WsServer server) {
		if (server == null) {
			return State.STOPPED;
		}
		return this.drain.isDraining() ? State.DRAINING : State.RUNNING;
	}

	int openSessions() {
		WsServer server = this.lifecycle.server();
		return (server != null) ? server.sessions().size() : 0;
	}

	List<EndpointEntry> servedEndpoints() {
		return this.endpoints.endpoints().stream().map(this::describe).toList();
	}

	/**
	 * An endpoint.
	 * @param name its name
	 * @return {@code null} if there is none
	 */
	@Nullable EndpointEntry endpoint(String name) {
		return servedEndpoints().stream().filter((endpoint) -> endpoint.name().equals(name)).findFirst().orElse(null);
	}

	/**
	 * What counts for all sessions, and what wins for those of single endpoints.
	 * @return values by the names of properties; only those of endpoints while the
	 * listener does not run
	 */
	Map<String, Object> configuration() {
		WsServer server = this.lifecycle.server();
		Map<String, Object> all = new LinkedHashMap<>();
		if (server != null) {
			all.putAll(EffectiveConfiguration.of(server.options()));
		}
		this.endpoints.endpoints().forEach((endpoint) -> all.putAll(EffectiveConfiguration.of(endpoint, this.runtime)));
		return all;
	}

	/**
	 * Open sessions.
	 * @param query which
	 * @param wanted which page of them
	 * @param showValues whether users and addresses are shown
	 * @return the page
	 * @throws IllegalArgumentException if there is no such endpoint
	 */
	Page<SessionEntry> sessions(SessionQuery query, PageRequest wanted, boolean showValues) {
		return new SessionSearch(this.endpoints, this.directory, this.topics)
			.find(query, wanted, this.lifecycle.server())
			.map((session) -> describe(session, showValues));
	}

	/**
	 * An open session.
	 * @param id its identifier
	 * @param showValues whether its user and its address are shown
	 * @return {@code null} if there is none
	 */
	@Nullable SessionEntry session(String id, boolean showValues) {
		WsSession session = this.directory.ids().find(id);
		return (session != null) ? describe(session, showValues) : null;
	}

	/**
	 * Topics that have members.
	 * @param wanted which page of them
	 * @return the page
	 */
	Page<TopicEntry> topics(PageRequest wanted) {
		Page.Collector<TopicEntry> page = new Page.Collector<>(wanted);
		this.topics.visit((name, members) -> {
			if (page.accepts()) {
				page.add(new TopicEntry(name, members.count()));
			}
			return !page.isOver();
		});
		return page.page(this.topics.size());
	}

	/**
	 * Sessions that have ended, the last one first.
	 * @param wanted which page of them
	 * @param showValues whether users, addresses and words of peers are shown
	 * @return the page
	 */
	Page<CloseEntry> closes(PageRequest wanted, boolean showValues) {
		return this.recentCloses.page(wanted).map((closed) -> describe(closed, showValues));
	}

	private EndpointEntry describe(EndpointDefinition endpoint) {
		SessionGroup sessions = this.directory.endpoint(endpoint.name());
		return new EndpointEntry(endpoint.name(), endpoint.path(), endpoint.beanName(), endpoint.type().getName(),
				endpoint.execution().name().toLowerCase(Locale.ROOT).replace('_', '-'), endpoint.subprotocols(),
				(sessions != null) ? sessions.count() : 0);
	}

	private SessionEntry describe(WsSession session, boolean showValues) {
		return new SessionEntry(session.id(), this.directory.endpointOf(session), session.subprotocol(),
				session.isOpen(), session.queuedBytes(), session.topics().size(),
				showValues ? this.directory.userOf(session) : null,
				showValues ? ListenerAddress.text(session.peerAddress()) : null);
	}

	private static CloseEntry describe(RecentCloses.Closed closed, boolean showValues) {
		SessionEnd end = closed.end();
		CloseStatus status = end.status();
		boolean ourWords = status.reason().equals(end.reason().code());
		return new CloseEntry(closed.at(), closed.session(), closed.endpoint(), end.reason().code(),
				end.reason().explanation(), status.code(),
				(!status.reason().isEmpty() && (showValues || ourWords)) ? status.reason() : null,
				end.initiatedLocally() ? "local" : "peer", Duration.ofNanos(end.openNanos()),
				showValues ? closed.user() : null, showValues ? ListenerAddress.text(closed.peer()) : null);
	}

}
