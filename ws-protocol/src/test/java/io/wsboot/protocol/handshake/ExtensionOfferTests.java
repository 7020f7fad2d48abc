package io.wsboot.protocol.handshake;

import java.util.ArrayList;
import java.util.List;

import io.wsboot.protocol.handshake.ExtensionOffer.Parameter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * RFC 6455 §9.1.
 */
class ExtensionOfferTests {

	@ParameterizedTest
	@CsvSource(delimiter = '#', quoteCharacter = '~',
			value = { "a#a()", "a, b#a()b()", "a;b#a(b)", "a;b=c#a(b=c)", "a ; b = c ; d , e#a(b=c,d)e()",
					"a;b=\"c\"#a(b=c)", "a;b=\"c\\d\"#a(b=cd)", "a; b=\"\\c\\d\" ;e#a(b=cd,e)", "a;b;b;b=1#a(b,b,b=1)",
					",,a,,b,#a()b()", "~\ta\t;\tb\t~#a(b)",
					"permessage-deflate; client_max_window_bits; server_max_window_bits=10"
							+ "#permessage-deflate(client_max_window_bits,server_max_window_bits=10)",
					"a;b=\"10\", c;d=\"7\"#a(b=10)c(d=7)" })
	void offersAreTakenApart(String value, String offers) throws HandshakeException {
		assertThat(shown(ExtensionOffer.parse(List.of(value)))).isEqualTo(offers);
	}

	@Test
	void offersOfSeveralLinesAreOneList() throws HandshakeException {
		assertThat(shown(ExtensionOffer.parse(List.of("a", ",", "b;c, a")))).isEqualTo("a()b(c)a()");
		assertThat(ExtensionOffer.parse(List.of())).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", ",", " ,\t,", ";", "a;", "a;;b", "a;,b", ";a", "a b", "a=b", "a;b=", "a;b=,c",
			"a;=b", "a;b=c=d", "a;b=c d", "a;b c", "\"a\"", "a;\"b\"", "a;b=\"", "a;b=\"c", "a;b=\"c\\\"", "a;b=\"\"",
			"a;b=\"c d\"", "a;b=\"c,d\"", "a;b=\"c\\\"d\"", "a;b=\"c\"d", "a;b=\"c\"\"d\"", "a/b", "a;b=c/d", "a:b",
			"(a)", "a,b;", "a;b=\\c", "\u00E4", "a;b=\"\u00E4\"", "a\\", "a;b=\"\\", "a;" })
	void malformedOffersAreRefused(String value) {
		assertThatExceptionOfType(HandshakeException.class).isThrownBy(() -> ExtensionOffer.parse(List.of(value)))
			.withMessageStartingWith("Sec-WebSocket-Extensions must be")
			.satisfies((ex) -> assertThat(ex.status()).isEqualTo(400));
	}

	@Test
	void anOfferMayNotContinueOnTheNextLine() {
		assertThatExceptionOfType(HandshakeException.class)
			.isThrownBy(() -> ExtensionOffer.parse(List.of("a;b=\"c", "d\"")));
		assertThatExceptionOfType(HandshakeException.class).isThrownBy(() -> ExtensionOffer.parse(List.of("a;", "b")));
	}

	@Test
	void offersAndParametersAreAtMost100InAll() throws HandshakeException {
		assertThat(ExtensionOffer.parse(List.of("a,".repeat(60), "b;c,".repeat(20)))).hasSize(80);
		assertThatExceptionOfType(HandshakeException.class)
			.isThrownBy(() -> ExtensionOffer.parse(List.of("a,".repeat(60), "b;c,".repeat(20), "d")))
			.withMessageContaining("at most 100")
			.satisfies((ex) -> assertThat(ex.status()).isEqualTo(400));
	}

	@Test
	void anOfferKeepsACopyOfItsParameters() {
		List<Parameter> parameters = new ArrayList<>(List.of(new Parameter("b", null)));
		ExtensionOffer offer = new ExtensionOffer("a", parameters);
		parameters.clear();
		assertThat(offer.parameters()).containsExactly(new Parameter("b", null));
	}

	private static String shown(List<ExtensionOffer> offers) {
		StringBuilder text = new StringBuilder();
		for (ExtensionOffer offer : offers) {
			List<String> parameters = new ArrayList<>();
			offer.parameters()
				.forEach((parameter) -> parameters
					.add((parameter.value() != null) ? parameter.name() + "=" + parameter.value() : parameter.name()));
			text.append(offer.name()).append('(').append(String.join(",", parameters)).append(')');
		}
		return text.toString();
	}

}
