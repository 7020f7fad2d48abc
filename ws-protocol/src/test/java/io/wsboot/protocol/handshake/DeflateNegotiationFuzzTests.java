package io.wsboot.protocol.handshake;

import java.nio.charset.StandardCharsets;
import java.util.List;

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
		if (agreement != null) {
			assertGranted(list, server, agreement);
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

	/** The answer keeps what some offer of the list asks, and names only what it may. */
	private static void assertGranted(List<ExtensionOffer> list, CompressionOptions server, Agreement agreement) {
		DeflateParameters agreed = agreement.parameters();
		assertThat(agreement.response().name()).isEqualTo("permessage-deflate");
		assertThat(agreed.serverMaxWindowBits()).isLessThanOrEqualTo(server.serverMaxWindowBits());
		assertThat(list).anySatisfy((offer) -> {
			assertThat(offer.name()).isEqualTo("permessage-deflate");
			if (has(offer, "server_no_context_takeover")) {
				assertThat(agreed.serverNoContextTakeover()).isTrue();
			}
			if (has(offer, "server_max_window_bits")) {
				assertThat(agreed.serverMaxWindowBits())
					.isLessThanOrEqualTo(Integer.parseInt(value(offer, "server_max_window_bits")));
				assertThat(has(agreement.response(), "server_max_window_bits")).isTrue();
			}
			assertThat(has(agreement.response(), "client_max_window_bits") && !has(offer, "client_max_window_bits"))
				.isFalse();
		});
		assertThat(has(agreement.response(), "server_no_context_takeover")).isEqualTo(agreed.serverNoContextTakeover());
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
