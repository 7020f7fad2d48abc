package io.wsboot.protocol.handshake;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.wsboot.protocol.CompressionOptions;
import io.wsboot.protocol.DeflateParameters;
import io.wsboot.protocol.FuzzInput;
import io.wsboot.protocol.handshake.DeflateNegotiation.Agreement;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * RFC 7692 §5, §7.1: whatever is offered or answered, both sides end up with the same
 * parameters, and nothing is agreed on that was not offered.
 */
class DeflateNegotiationFuzzTests {

	@FuzzTest
	void bothSidesAgreeOrDecline(byte[] data) {
		FuzzInput input = new FuzzInput(data);
		CompressionOptions server = options(input);
		CompressionOptions client = options(input);
		agree(client, server);
		List<ExtensionOffer> list = parse(new String(input.rest(), StandardCharsets.ISO_8859_1));
		Agreement agreement = DeflateNegotiation.accept(list, server);
		Optional<ExtensionOffer> legal = list.stream().filter(DeflateNegotiationFuzzTests::isLegal).findFirst();
		assertThat(agreement != null).isEqualTo(legal.isPresent());
		if (agreement != null) {
			assertGranted(legal.get(), server, agreement);
		}
		for (ExtensionOffer response : list) {
			verify(response, client);
		}
	}

	private static void agree(CompressionOptions client, CompressionOptions server) {
		Agreement agreement = DeflateNegotiation.accept(List.of(DeflateNegotiation.offer(client)), server);
		assertThat(agreement).isNotNull();
		assertThat(parse(agreement.response().fieldValue())).containsExactly(agreement.response());
		assertThat(verify(agreement.response(), client)).isEqualTo(agreement.parameters());
		assertThat(agreement.parameters().serverMaxWindowBits())
			.isEqualTo(Math.min(client.serverMaxWindowBits(), server.serverMaxWindowBits()));
		assertThat(agreement.parameters().clientMaxWindowBits())
			.isEqualTo(Math.min(client.clientMaxWindowBits(), server.clientMaxWindowBits()));
	}

	/** What §7.1 allows in an offer, said once more. */
	private static boolean isLegal(ExtensionOffer offer) {
		boolean legal = offer.name().equals("permessage-deflate");
		Set<String> names = new HashSet<>();
		for (ExtensionOffer.Parameter parameter : offer.parameters()) {
			// a peer may well send the token null
			String text = (parameter.value() != null) ? parameter.name() + "=" + parameter.value() : parameter.name();
			legal &= names.add(parameter.name()) && text.matches("(server|client)_no_context_takeover"
					+ "|client_max_window_bits|(server|client)_max_window_bits=([89]|1[0-5])");
		}
		return legal;
	}

	/** The answer keeps what the offer asks, and names only what it may. */
	private static void assertGranted(ExtensionOffer offer, CompressionOptions server, Agreement agreement) {
		DeflateParameters agreed = agreement.parameters();
		ExtensionOffer response = agreement.response();
		assertThat(isLegal(response)).isTrue();
		assertThat(agreed.serverMaxWindowBits()).isLessThanOrEqualTo(server.serverMaxWindowBits());
		assertThat(has(offer, "server_no_context_takeover") && !agreed.serverNoContextTakeover()).isFalse();
		if (has(offer, "server_max_window_bits")) {
			assertThat(agreed.serverMaxWindowBits())
				.isLessThanOrEqualTo(Integer.parseInt(value(offer, "server_max_window_bits")));
			assertThat(has(response, "server_max_window_bits")).isTrue();
		}
		assertThat(has(response, "client_max_window_bits") && !has(offer, "client_max_window_bits")).isFalse();
		assertThat(has(response, "server_no_context_takeover")).isEqualTo(agreed.serverNoContextTakeover());
		assertThat(has(response, "client_no_context_takeover")).isEqualTo(agreed.clientNoContextTakeover());
	}

	private static @Nullable DeflateParameters verify(ExtensionOffer response, CompressionOptions client) {
		try {
			DeflateParameters parameters = DeflateNegotiation.verify(response, client);
			assertThat(response.name()).isEqualTo("permessage-deflate");
			assertThat(parameters.clientMaxWindowBits()).isLessThanOrEqualTo(client.clientMaxWindowBits());
			return parameters;
		}
		catch (HandshakeException ex) {
			assertThat(ex.getMessage()).endsWith(".");
			return null;
		}
	}

	private static boolean has(ExtensionOffer offer, String name) {
		return offer.parameters().stream().anyMatch((parameter) -> parameter.name().equals(name));
	}

	private static String value(ExtensionOffer offer, String name) {
		return offer.parameters()
			.stream()
			.filter((parameter) -> parameter.name().equals(name))
			.map(ExtensionOffer.Parameter::value)
			.findFirst()
			.orElseThrow();
	}

	private static List<ExtensionOffer> parse(String text) {
		try {
			return ExtensionOffer.parse(List.of(text));
		}
		catch (HandshakeException ex) {
			return List.of();
		}
	}

	private static CompressionOptions options(FuzzInput input) {
		int flags = input.next();
		int bits = input.next();
		return new CompressionOptions(6, 0, (flags & 1) != 0, (flags & 2) != 0, 8 + bits % 8, 8 + bits / 8 % 8);
	}

}
