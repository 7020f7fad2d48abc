package io.wsboot.spring.applications.game;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A game of noughts and crosses. The sessions of its players share it.
 */
final class Table {

	private static final int[][] ROWS = { { 0, 1, 2 }, { 3, 4, 5 }, { 6, 7, 8 }, { 0, 3, 6 }, { 1, 4, 7 }, { 2, 5, 8 },
			{ 0, 4, 8 }, { 2, 4, 6 } };

	private final List<String> players = new ArrayList<>();

	private final @Nullable String[] squares = new @Nullable String[9];

	private int marks;

	synchronized void join(String player) {
		if (this.players.size() < 2 && !this.players.contains(player)) {
			this.players.add(player);
		}
	}

	synchronized boolean isPlayedBy(String player) {
		return this.players.contains(player);
	}

	/** Marks a square, and returns whether that wins. */
	synchronized boolean mark(String player, int square) {
		if (!this.players.contains(player)) {
			throw new RuleException(player + " only watches");
		}
		if (this.players.size() < 2) {
			throw new RuleException("nobody is there to play with");
		}
		if (!player.equals(this.players.get(this.marks % 2))) {
			throw new RuleException("it is not " + player + "'s turn");
		}
		if (this.squares[square] != null) {
			throw new RuleException("square " + square + " is taken");
		}
		this.squares[square] = player;
		this.marks++;
		return Arrays.stream(ROWS)
			.anyMatch((row) -> Arrays.stream(row).allMatch((each) -> player.equals(this.squares[each])));
	}

	/** The first free square, the middle before all others. */
	synchronized int free() {
		for (int square : new int[] { 4, 0, 1, 2, 3, 5, 6, 7, 8 }) {
			if (this.squares[square] == null) {
				return square;
			}
		}
		throw new RuleException("no square is free");
	}

}
