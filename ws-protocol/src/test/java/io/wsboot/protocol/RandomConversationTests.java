package io.wsboot.protocol;

import java.util.Random;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThatCode;

/**
 * Seeded conversations in every build: messages through one role's encoder, in random
 * pieces through the other's decoder, with and without compression and fragments.
 */
class RandomConversationTests {

	private static final int CONVERSATIONS = 400;

	private static final int ACTIONS = 900;

	private static final int DEFLATE = 2;

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void eachHearsWhatTheOtherSaid(boolean deflate) {
		ConversationFuzzTests target = new ConversationFuzzTests();
		for (int seed = 0; seed < CONVERSATIONS; seed++) {
			byte[] decisions = new byte[ACTIONS];
			new Random(seed).nextBytes(decisions);
			decisions[0] = (byte) (deflate ? decisions[0] | DEFLATE : decisions[0] & ~DEFLATE);
			assertThatCode(() -> target.eachHearsWhatTheOtherSaid(decisions)).as("seed %d", seed)
				.doesNotThrowAnyException();
		}
	}

}
