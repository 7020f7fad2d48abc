package io.wsboot.spring.autoconfigure;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The threads of listeners and endpoints that were started after this was made, whatever
 * other tests have left running.
 */
final class LocalThreads {

	private final Set<Thread> before = new HashSet<>(running());

	/**
	 * Those that run.
	 */
	List<Thread> alive() {
		return running().stream().filter((thread) -> !this.before.contains(thread)).toList();
	}

	private static List<Thread> running() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith("ws-"))
			.toList();
	}

}
