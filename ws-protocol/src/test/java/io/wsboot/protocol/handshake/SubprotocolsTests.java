package io.wsboot.protocol.handshake;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * RFC 6455 §1.9.
 */
class SubprotocolsTests {

	@Test
	void theServersPreferenceDecides() {
		assertThat(Subprotocols.choose(List.of("a", "b", "c"), List.of("x", "c", "a"))).isEqualTo("c");
	}

	@Test
	void withoutACommonOneNoneIsChosen() {
		assertThat(Subprotocols.choose(List.of("a"), List.of("b"))).isNull();
		assertThat(Subprotocols.choose(List.of(), List.of("b"))).isNull();
		assertThat(Subprotocols.choose(List.of("a"), List.of())).isNull();
	}

	@Test
	void letterCaseMatters() {
		assertThat(Subprotocols.choose(List.of("Chat"), List.of("chat"))).isNull();
	}

}
