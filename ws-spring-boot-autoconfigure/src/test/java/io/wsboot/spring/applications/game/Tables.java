package io.wsboot.spring.applications.game;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

import org.springframework.stereotype.Service;

/**
 * All games.
 */
@Service
class Tables {

	private final Map<String, Table> tables = new ConcurrentHashMap<>();

	Table of(String name) {
		return this.tables.computeIfAbsent(name, (key) -> new Table());
	}

	/** Somebody leaves. If it is a player, the game is over and the table free. */
	void leave(String name, String player) {
		this.tables.computeIfPresent(name, (key, table) -> table.isPlayedBy(player) ? null : table);
	}

	/** Thinks about a good square, on a thread of its own. */
	CompletionStage<Integer> advise(String name) {
		return CompletableFuture.supplyAsync(of(name)::free);
	}

}
