package io.wsboot.transport;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.wsboot.transport.WaitingMessages.Outcome;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every policy with every delivery. Four messages reach the high-water mark; each is
 * named by a letter.
 */
class WaitingMessagesTests {

	private static final int SIZE = 1000 - Waiting.OVERHEAD;

	private static final long MARK = 4000;

	private final WaitingMessages waiting = new WaitingMessages();

	private SlowConsumer policy = SlowConsumer.CLOSE;

	/**
	 * At the mark wait {@code before}; what comes is {@code added}; {@code after} is what
	 * waits then. A capital letter is critical, a small one standard, one in parentheses
	 * droppable; one with a digit is the newest value of the key that the digit is.
	 */
	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			CLOSE       | a b c d       | e   | FULL    | a b c d       |
			CLOSE       | a b c d       | E   | FULL    | a b c d       |
			CLOSE       | a b c d       | (e) | DROPPED | a b c d       | droppable:1
			CLOSE       | (a) b c d     | e   | TAKEN   | b c d e       | droppable:1
			CLOSE       | a (b) c D     | E   | TAKEN   | a c D E       | droppable:1
			CLOSE       | a1 b2 c3 d4   | e5  | FULL    | a1 b2 c3 d4   |
			CLOSE       | a1 b2 c3 d4   | e2  | TAKEN   | a1 e2 c3 d4   | conflated:1
			DROP_OLDEST | a b c d       | e   | TAKEN   | b c d e       | drop-oldest:1
			DROP_OLDEST | A b c d       | e   | TAKEN   | A c d e       | drop-oldest:1
			DROP_OLDEST | A b c d       | E   | TAKEN   | A c d E       | drop-oldest:1
			DROP_OLDEST | a (b) c d     | e   | TAKEN   | a c d e       | droppable:1
			DROP_OLDEST | a b c d       | (e) | DROPPED | a b c d       | droppable:1
			DROP_OLDEST | A B C D       | e   | DROPPED | A B C D       | drop-oldest:1
			DROP_OLDEST | A B C D       | E   | FULL    | A B C D       |
			DROP_OLDEST | a1 b2 c3 d4   | e5  | TAKEN   | b2 c3 d4 e5   | drop-oldest:1
			DROP_OLDEST | a1 b2 c3 d4   | e1  | TAKEN   | e1 b2 c3 d4   | conflated:1
			DROP_NEWEST | a b c d       | e   | DROPPED | a b c d       | drop-newest:1
			DROP_NEWEST | a b c D       | E   | TAKEN   | a b D E       | drop-newest:1
			DROP_NEWEST | A B C D       | E   | FULL    | A B C D       |
			DROP_NEWEST | (a) b c d     | e   | TAKEN   | b c d e       | droppable:1
			DROP_NEWEST | a b c d       | (e) | DROPPED | a b c d       | droppable:1
			DROP_NEWEST | a1 b2 c3 d4   | e5  | DROPPED | a1 b2 c3 d4   | drop-newest:1
			DROP_NEWEST | a1 b2 c3 d4   | e4  | TAKEN   | a1 b2 c3 e4   | conflated:1
			CONFLATE    | a b c d       | e   | FULL    | a b c d       |
			CONFLATE    | a b c d       | E   | FULL    | a b c d       |
			CONFLATE    | a b c d       | (e) | DROPPED | a b c d       | droppable:1
			CONFLATE    | a1 b2 c3 d4   | e5  | FULL    | a1 b2 c3 d4   |
			CONFLATE    | a1 b2 c3 d4   | e3  | TAKEN   | a1 b2 e3 d4   | conflated:1
			""")
	void atTheMarkPolicyAndDeliveryDecide(SlowConsumer decides, String before, String added, Outcome outcome,
			String after, @Nullable String dropped) {
		this.policy = decides;
		offerAll(before);
		assertThat(this.waiting.bytes()).isEqualTo(MARK);
		assertThat(offer(added)).isEqualTo(outcome);
		assertThat(dropped()).isEqualTo((dropped != null) ? dropped : "");
		assertThat(this.waiting.bytes()).isEqualTo(MARK);
		assertThat(waiting()).isEqualTo(after);
		assertThat(this.waiting.bytes()).isZero();
		assertThat(this.waiting.isSettled()).isTrue();
	}

	@ParameterizedTest
	@CsvSource({ "a, TAKEN, a", "a b, DROPPED, a b", "(a), TAKEN, (a)", "(a) (b), DROPPED, (a) (b)" })
	void whatIsDroppableIsNotTakenFromHalfTheMarkOn(String before, Outcome outcome, String after) {
		offerAll(before);
		assertThat(offer("(x)")).isEqualTo(outcome);
		assertThat(waiting()).isEqualTo((outcome == Outcome.TAKEN) ? after + " (x)" : after);
	}

	@Test
	void whatIsEncodedAlreadyCounts() {
		assertThat(this.waiting.offer(message("(a)", null), MARK / 2, limits())).isEqualTo(Outcome.DROPPED);
		assertThat(this.waiting.offer(message("a", null), MARK - 1, limits())).isEqualTo(Outcome.TAKEN);
		assertThat(this.waiting.offer(message("b", null), MARK - 1000, limits())).isEqualTo(Outcome.FULL);
	}

	@Test
	void aKeyIsConflatedBelowTheMarkTooAndStartsAnewBehindWhatHasLeft() {
		offerAll("a1 b2 c1");
		assertThat(name(this.waiting.poll())).isEqualTo("c1");
		this.waiting.settled();
		offerAll("d1 e2 f1");
		assertThat(waiting()).isEqualTo("e2 f1");
		assertThat(dropped()).isEqualTo("conflated:3");
	}

	@Test
	void aCriticalMessageIsNotReplaced() {
		offerAll("A a");
		this.policy = SlowConsumer.CONFLATE;
		Delivery published = Delivery.critical().publishedTo("topic");
		assertThat(published).isEqualTo(Delivery.critical());
		this.waiting.offer(new Waiting(content("B"), published, published.key(this.policy), null), 0, limits());
		this.waiting.offer(new Waiting(content("C"), published, published.key(this.policy), null), 0, limits());
		assertThat(waiting()).isEqualTo("A a B C");
	}

	@ParameterizedTest
	@EnumSource(SlowConsumer.class)
	void onlyTheConflatingPolicyTakesTheTopicForTheKey(SlowConsumer any) {
		Delivery published = Delivery.standard().publishedTo("topic");
		assertThat(published.key(any)).isEqualTo((any == SlowConsumer.CONFLATE) ? "topic" : null);
		assertThat(Delivery.conflate("key").publishedTo("topic").key(any)).isEqualTo("key");
		assertThat(Delivery.droppable().publishedTo("topic").key(any)).isNull();
	}

	@Test
	void whatIsNoMessageIsNeverDroppedAndNeverRefused() {
		this.policy = SlowConsumer.DROP_OLDEST;
		CompletableFuture<Void> wish = new CompletableFuture<>();
		this.waiting.add(new Deferred.Flushed(wish));
		offerAll("a b c d e f g");
		this.waiting.add(new Deferred.Flushed(wish));
		this.waiting.relieve(Long.MAX_VALUE, this.policy);
		assertThat(this.waiting.size()).isEqualTo(2);
		assertThat(this.waiting.bytes()).isEqualTo(2 * Waiting.OVERHEAD);
		assertThat(wish).isNotDone();
	}

	@ParameterizedTest
	@CsvSource({ "CLOSE, a C d, budget:1", "CONFLATE, a C d, budget:1", "DROP_OLDEST, C, budget:3",
			"DROP_NEWEST, C, budget:3" })
	void theBudgetTakesAllThatMayBeDropped(SlowConsumer decides, String after, String dropped) {
		this.policy = decides;
		offerAll("a (b) C d");
		assertThat(this.waiting.relieve(MARK, this.policy)).isTrue();
		assertThat(this.waiting.relieve(MARK, this.policy)).isFalse();
		assertThat(dropped()).isEqualTo(dropped);
		assertThat(waiting()).isEqualTo(after);
	}

	@Test
	void theBudgetTakesNoMoreThanItNeeds() {
		this.policy = SlowConsumer.DROP_OLDEST;
		offerAll("a b c d");
		this.waiting.relieve(1001, this.policy);
		assertThat(waiting()).isEqualTo("c d");
	}

	@Test
	void theFutureOfADroppedMessageSaysWhy() {
		CompletableFuture<Void> first = new CompletableFuture<>();
		CompletableFuture<Void> second = new CompletableFuture<>();
		this.waiting.offer(message("a1", first), 0, limits());
		this.waiting.offer(message("b1", second), 0, limits());
		assertThat(first).as("not under a lock").isNotDone();
		assertThat(this.waiting.drops().settle()).as("somebody tells the listener").isTrue();
		assertThat(this.waiting.drops().settle()).as("once").isFalse();
		assertThat(first.handle((nothing, failure) -> failure).join())
			.isInstanceOfSatisfying(MessageDroppedException.class, (failure) -> {
				assertThat(failure.reason()).isEqualTo(DropReason.CONFLATED);
				assertThat(failure.getStackTrace()).isEmpty();
				assertThat(failure).hasMessageContaining("conflated");
			});
		assertThat(second).isNotDone();
	}

	@Test
	void theOrderOfAKeyAndOfPlacesHoldsHoweverManyCome() {
		for (int round = 0; round < 100; round++) {
			offerAll("a1 b2 c3");
		}
		assertThat(this.waiting.bytes()).isEqualTo(3000);
		assertThat(waiting()).isEqualTo("a1 b2 c3");
		assertThat(dropped()).isEqualTo("conflated:297");
	}

	private OutboundLimits limits() {
		return new OutboundLimits(MARK, this.policy);
	}

	private void offerAll(String names) {
		for (String name : names.split(" ")) {
			offer(name);
		}
	}

	private Outcome offer(String name) {
		return this.waiting.offer(message(name, null), 0, limits());
	}

	private Waiting message(String name, @Nullable CompletableFuture<Void> done) {
		Delivery delivery = delivery(name);
		return new Waiting(content(name), delivery, delivery.key(this.policy), done);
	}

	private static Delivery delivery(String name) {
		if (name.startsWith("(")) {
			return Delivery.droppable();
		}
		if (name.length() == 2) {
			return Delivery.conflate(name.substring(1));
		}
		return Character.isUpperCase(name.charAt(0)) ? Delivery.critical() : Delivery.standard();
	}

	private static Deferred content(String name) {
		ByteBuffer payload = ByteBuffer.allocate(SIZE).put(GateFixture.utf8(name)).clear();
		return new Deferred.Message(true, payload, true, false);
	}

	private String waiting() {
		List<String> names = new ArrayList<>();
		for (Waiting next = this.waiting.poll(); next != null; next = this.waiting.poll()) {
			names.add(name(next));
			this.waiting.settled();
		}
		return String.join(" ", names);
	}

	private static String name(Waiting place) {
		ByteBuffer payload = ((Deferred.Message) place.content()).payload();
		return Payloads.string(payload.duplicate(), false).trim();
	}

	private String dropped() {
		List<String> told = new ArrayList<>();
		if (this.waiting.drops() != null) {
			this.waiting.drops().tell(new TransportListener() {

				@Override
				public void messagesDropped(DropReason reason, int messages) {
					told.add(reason.code() + ":" + messages);
				}

			});
		}
		return String.join(" ", told);
	}

}
