package io.wsboot.spring.actuate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

import io.wsboot.spring.endpoint.EndpointDefinition;
import io.wsboot.spring.endpoint.EndpointRegistry;
import io.wsboot.spring.messaging.SessionDirectory;
import io.wsboot.transport.SessionGroup;
import io.wsboot.transport.Topics;
import io.wsboot.transport.WsServer;
import io.wsboot.transport.WsSession;
import org.jspecify.annotations.Nullable;

/**
 * Finds open sessions, those of an endpoint together. Thread-safe. However many there
 * are, they are neither copied nor counted one by one, and no event loop is asked: pages
 * before the one that is wanted are passed over, and those behind it not looked at.
 *
 * @param endpoints in whose order sessions are found
 * @param directory knows the sessions of endpoints and users
 * @param topics knows the sessions of topics
 */
record SessionSearch(EndpointRegistry endpoints, SessionDirectory directory, Topics topics) {

	/**
	 * Finds sessions.
	 * @param query which
	 * @param wanted which page of them
	 * @param server the server that runs; {@code null} for none
	 * @return the page
	 * @throws IllegalArgumentException if there is no such endpoint
	 */
	Page<WsSession> find(SessionQuery query, PageRequest wanted, @Nullable WsServer server) {
		Page.Collector<WsSession> page = new Page.Collector<>(wanted);
		List<SessionGroup> groups = new ArrayList<>();
		boolean anybody = add(groups, query.endpoint(), this.directory::endpoint)
				& add(groups, query.user(), this.directory::user) & add(groups, query.topic(), this.topics::find);
		if (!anybody || server == null) {
			return page.page(0);
		}
		groups.sort(Comparator.comparingInt(SessionGroup::count));
		if (query.slow()) {
			server.forEachSlow((session) -> collect(session, groups, page));
			return page.page(null);
		}
		if (groups.isEmpty()) {
			this.endpoints.endpoints().forEach((endpoint) -> collectAll(endpoint, page));
			return page.page(server.sessions().size());
		}
		SessionGroup smallest = groups.remove(0);
		if (groups.isEmpty()) {
			collectAll(smallest, page);
			return page.page(smallest.count());
		}
		smallest.visit(0, (session) -> collect(session, groups, page));
		return page.page(null);
	}

	private void collectAll(EndpointDefinition endpoint, Page.Collector<WsSession> page) {
		SessionGroup group = this.directory.endpoint(endpoint.name());
		if (group != null && !page.isOver()) {
			collectAll(group, page);
		}
	}

	/** What belongs to pages before this one is passed over, unseen. */
	private static void collectAll(SessionGroup group, Page.Collector<WsSession> page) {
		int passedOver = Math.min(page.toSkip(), group.count());
		page.skipped(passedOver);
		group.visit(passedOver, (session) -> collect(session, List.of(), page));
	}

	/** Returns whether more are wanted. */
	private static boolean collect(WsSession session, List<SessionGroup> groups, Page.Collector<WsSession> page) {
		if (!page.isOver() && isIn(session, groups) && page.accepts()) {
			page.add(session);
		}
		return !page.isOver();
	}

	private static boolean isIn(WsSession session, List<SessionGroup> groups) {
		for (SessionGroup group : groups) {
			if (!group.contains(session)) {
				return false;
			}
		}
		return true;
	}

	/** Returns whether somebody may be found. */
	private static boolean add(List<SessionGroup> groups, @Nullable String name,
			Function<String, @Nullable SessionGroup> directory) {
		if (name == null) {
			return true;
		}
		SessionGroup group = directory.apply(name);
		if (group != null) {
			groups.add(group);
		}
		return group != null;
	}

}
