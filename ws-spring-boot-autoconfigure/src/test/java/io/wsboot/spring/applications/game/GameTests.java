package io.wsboot.spring.applications.game;

import io.wsboot.spring.TestPeer;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;

/**
 * A game as its players see it, and somebody who cheats.
 */
@SpringBootTest(properties = "ws.server.port=0")
class GameTests {

	@Value("${local.ws.server.port}")
	int port;

	@Test
	void twoPlayAndBothSeeTheWholeGame() throws Exception {
		try (TestPeer ada = sit("oak", "Ada"); TestPeer bob = sit("oak", "Bob")) {
			ada.expect(joined("Bob"));
			bob.sendText("{\"type\":\"say\",\"text\":\"Good luck\"}");
			both(ada, bob, "text:{\"type\":\"said\",\"player\":\"Bob\",\"text\":\"Good luck\"}");
			ada.sendText("{\"type\":\"advise\"}").expect("text:{\"type\":\"advised\",\"square\":4}");
			mark(ada, bob, "Ada", 4);
			mark(bob, ada, "Bob", 0);
			mark(ada, bob, "Ada", 2);
			mark(bob, ada, "Bob", 1);
			mark(ada, bob, "Ada", 6);
			both(ada, bob, "text:{\"type\":\"won\",\"player\":\"Ada\"}");
			ada.sendClose(1000, "");
			ada.expectClose(1000, "");
			bob.expect("text:{\"type\":\"left\",\"player\":\"Ada\"}");
			refused(bob, "{\"type\":\"mark\",\"square\":8}", "Bob only watches");
			ada.expectNothingMore();
			bob.expectNothingMore();
		}
	}

	@Test
	void whoCheatsIsToldSoAndNobodyElseIs() throws Exception {
		try (TestPeer ada = sit("elm", "Ada"); TestPeer bob = sit("elm", "Bob"); TestPeer eve = sit("elm", "Eve")) {
			ada.expect(joined("Bob")).expect(joined("Eve"));
			bob.expect(joined("Eve"));
			refused(eve, "{\"type\":\"mark\",\"square\":4}", "Eve only watches");
			refused(eve, "{\"type\":\"mark\",\"square\":9}", "square is not valid");
			refused(eve, "{\"type\":\"say\",\"text\":\" \"}", "text is not valid");
			refused(eve, "{\"type\":\"won\",\"player\":\"Eve\"}", "won is no command");
			refused(bob, "{\"type\":\"mark\",\"square\":4}", "it is not Bob's turn");
			mark(ada, bob, "Ada", 4);
			refused(bob, "{\"type\":\"mark\",\"square\":4}", "square 4 is taken");
			mark(bob, ada, "Bob", 0);
			eve.expect(marked("Ada", 4)).expect(marked("Bob", 0));
			eve.sendText("{\"type\":\"mark\",\"square\":");
			eve.expectClose(1007, "payload-undecodable");
			both(ada, bob, "text:{\"type\":\"left\",\"player\":\"Eve\"}");
			eve.expectNothingMore();
		}
	}

	@Test
	void tablesDoNotHearOfEachOther() throws Exception {
		try (TestPeer ada = sit("ash", "Ada"); TestPeer bob = sit("fir", "Bob")) {
			refused(ada, "{\"type\":\"mark\",\"square\":0}", "nobody is there to play with");
			bob.sendText("{\"type\":\"say\",\"text\":\"Hello?\"}");
			bob.expect("text:{\"type\":\"said\",\"player\":\"Bob\",\"text\":\"Hello?\"}");
			ada.expectNothingMore();
		}
	}

	/** Connects, and waits until the player has a place: who comes first plays. */
	private TestPeer sit(String table, String player) throws Exception {
		return TestPeer.connect(this.port, "/tables/" + table + "?player=" + player).expect(joined(player));
	}

	private static void mark(TestPeer player, TestPeer other, String name, int square) throws Exception {
		player.sendText("{\"type\":\"mark\",\"square\":" + square + "}");
		both(player, other, marked(name, square));
	}

	private static void both(TestPeer one, TestPeer other, String message) throws Exception {
		one.expect(message);
		other.expect(message);
	}

	private static void refused(TestPeer player, String command, String reason) throws Exception {
		player.sendText(command).expect("text:{\"type\":\"refused\",\"reason\":\"" + reason + "\"}");
	}

	private static String joined(String player) {
		return "text:{\"type\":\"joined\",\"player\":\"" + player + "\"}";
	}

	private static String marked(String player, int square) {
		return "text:{\"type\":\"marked\",\"player\":\"" + player + "\",\"square\":" + square + "}";
	}

}
