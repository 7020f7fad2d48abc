package io.wsboot.spring.applications.order;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.springframework.stereotype.Component;

/**
 * The logs of all sessions, and the threads that have written them.
 */
@Component
class SessionLogs {

	private final Map<Integer, SessionLog> logs = new ConcurrentHashMap<>();

	private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

	SessionLog of(int client) {
		this.threads.add(Thread.currentThread());
		return this.logs.computeIfAbsent(client, SessionLog::new);
	}

	Collection<SessionLog> all() {
		return this.logs.values();
	}

	Set<Thread> threads() {
		return this.threads;
	}

}
