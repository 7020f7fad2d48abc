package io.wsboot.transport;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The threads of this process.
 */
final class Threads {

	private Threads() {
	}

	/**
	 * Those that live, by the beginning of their names.
	 */
	static List<String> named(String prefix) {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.map(Thread::getName)
			.filter((name) -> name.startsWith(prefix))
			.collect(Collectors.toList());
	}

}
