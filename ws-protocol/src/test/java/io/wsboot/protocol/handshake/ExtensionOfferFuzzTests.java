package io.wsboot.protocol.handshake;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.wsboot.protocol.http.HttpFields;
import io.wsboot.protocol.http.HttpSyntax;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * RFC 6455 §9.1: any list of extensions is taken apart or refused, and what was taken
 * apart means the same when it is written again.
 */
class ExtensionOfferFuzzTests {

	@FuzzTest
	void isTakenApartOrRefused(byte[] data) {
		List<String> values = values(data);
		List<ExtensionOffer> offers;
		try {
			offers = ExtensionOffer.parse(values);
		}
		catch (HandshakeException ex) {
			assertThat(ex.status()).isEqualTo(400);
			return;
		}
		assertThat(offers.isEmpty()).isEqualTo(values.isEmpty());
		assertThat(parse(offers)).isEqualTo(offers);
	}

	/** Each line is the value of a field, as no decoder lets other characters in. */
	private static List<String> values(byte[] data) {
		HttpFields.Builder fields = HttpFields.builder();
		for (String line : new String(data, StandardCharsets.ISO_8859_1).split("\n")) {
			try {
				fields.add("Sec-WebSocket-Extensions", line);
			}
			catch (IllegalArgumentException ex) {
				// such a line reaches no parser
			}
		}
		return fields.build().all("Sec-WebSocket-Extensions");
	}

	private static List<ExtensionOffer> parse(List<ExtensionOffer> offers) {
		List<String> written = new ArrayList<>();
		for (ExtensionOffer offer : offers) {
			StringBuilder text = new StringBuilder(offer.name());
			for (ExtensionOffer.Parameter parameter : offer.parameters()) {
				assertThat(HttpSyntax.isToken(parameter.name())).isTrue();
				text.append("; ").append(parameter.name());
				if (parameter.value() != null) {
					assertThat(HttpSyntax.isToken(parameter.value())).isTrue();
					text.append("=\"").append(parameter.value()).append('"');
				}
			}
			written.add(text.toString());
		}
		try {
			return ExtensionOffer.parse(written);
		}
		catch (HandshakeException ex) {
			throw new AssertionError(ex);
		}
	}

}
